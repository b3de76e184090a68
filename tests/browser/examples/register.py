"""What is proposed of the register."""

from typing import Any

from geodata.base.periods import today
from geodata.register.models import RegisterChange
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "register": {}, "decide_changes": {}, "new_household": {}, "change_household": {"token": "home"},
        "move_change": {"number": "change"}, "duplicates": {}, "decide_duplicate": {},
        "register_month": {}, "register_month_households": {}, "register_month_xlsx": {},
    },
}  # fmt: skip
QUERIES = {"register_month_households": "?area={west}&month=2026-11&number=after"}


def things(stage: Stage) -> dict[str, Any]:
    """One that waits, so that pages have something to say."""
    change = RegisterChange.objects.create(
        body_hash="0" * 64,
        kind="moved_out",
        household=stage.home,
        village_id=stage.home.village_id,
        payload={"where": "例市"},
        effective_on=today(),
        proposed_by=stage.member.user,
        proposed_at=v.NOON,
    )
    return {"change": change.pk}
