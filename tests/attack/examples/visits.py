"""A visit that waits in the inbox."""

import uuid

from django.utils import timezone

from geodata.base.periods import today
from geodata.visits.held import HeldVisit
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"held": "held", "visit": "visit"}
NUMBERS: dict[str, str] = {}


def _held(home: Home) -> uuid.UUID:
    """A visit that waits in the inbox of the household's village, with a note that is as secret as any."""
    return HeldVisit.objects.create(
        client_id=uuid.uuid4(),
        body_hash="0" * 64,
        maker=v.user(),
        village_id=home.row.village_id,
        token=home.row.token,
        day=today(),
        mode="door",
        outcome="met",
        note=home.secret[3],
        why=HeldVisit.Why.RIGHT,
        received_at=timezone.now(),
    ).client_id


MADE = {"held": _held}
