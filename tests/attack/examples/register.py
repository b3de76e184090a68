"""A change of the register that waits, saying what is as secret as any of the household."""

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.register.duplicates import PossibleDuplicate
from geodata.register.models import RegisterChange
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {"api/v1/register/changes/": "change", "register/changes/": "change"}


def _change(home: Home) -> int:
    made = RegisterChange.objects.create(
        body_hash="0" * 64,
        kind="corrected",
        household=home.row,
        village_id=home.row.village_id,
        grid=home.area,
        payload={"head_name": home.secret[0], "address": home.secret[1], "phones": [home.secret[4]]},
        effective_on=today(),
        proposed_by=v.user(),
        proposed_at=v.NOON,
    )
    return made.pk


def _pair(home: Home) -> int:
    """With its neighbour of the village, where there is one: compared, both tell what is secret."""
    near = Household.objects.filter(village=home.row.village_id).exclude(pk=home.row.pk).first()
    if near is None:
        return 0
    first, second = sorted((home.row.pk, near.pk))
    pair, _new = PossibleDuplicate.objects.get_or_create(
        household_id=first, other_id=second, village_id=home.row.village_id,
        defaults={"reasons": ["phone"]},
    )  # fmt: skip
    return pair.pk


MADE = {"change": _change, "pair": _pair}
