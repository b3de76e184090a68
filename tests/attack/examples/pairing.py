"""A staged proposal."""

from geodata.base.periods import today
from geodata.pairing.models import Pairing, PairingLine
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {"proposals/": "proposal"}


def _proposal(home: Home) -> int:
    """A staged proposal that leaves the household without anybody."""
    pairing = Pairing.objects.create(area=home.area, villages=[home.row.village_id], on=today())
    PairingLine.objects.create(
        pairing=pairing, household=home.row, village_id=home.row.village_id, reason="no_member"
    )
    return pairing.pk


COUNTED = (Pairing,)
MADE = {"proposal": _proposal}
