"""An order that says what is as secret as any of the household, and a team of the village."""

import uuid

from django.utils import timezone

from geodata.base.periods import since
from geodata.services.models import OrderStep, ServiceOrder, Team
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"order": "order"}
NUMBERS: dict[str, str] = {"api/v1/teams/": "team", "teams/": "team"}
COUNTED = (Team,)


def _order(home: Home) -> uuid.UUID:
    made = ServiceOrder.objects.create(
        body_hash="0" * 64, household=home.row, village_id=home.row.village_id, wish=True, field="daily",
        text=f"{home.secret[0]} {home.secret[4]}", place=home.secret[1], source="office", by=v.user(), at=timezone.now(),
        state_since=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    OrderStep.objects.create(
        order=made, by=made.by, at=made.at, move="order", after="ordered", reason=home.secret[0]
    )
    return made.client_id


def _team(home: Home) -> int:
    return Team.objects.create(
        name=f"例队{home.row.pk}", kind="micro", field="daily", area=home.row.grid, period=since(v.LONG_AGO)
    ).pk


MADE = {"order": _order, "team": _team}
