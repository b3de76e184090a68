"""A draft of a plan for the village."""

from django.utils import timezone

from geodata.base.periods import today
from geodata.plans.editing import create_plan
from geodata.plans.models import BoundaryPlan
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
NUMBERS = {"plans/": "plan", "api/v1/plans/": "plan"}
COUNTED = (BoundaryPlan,)


def _plan(home: Home) -> int:
    village = home.area.parent
    assert village
    made = create_plan(
        name="例方案",
        villages=[village],
        scope=v.planning(village),
        by=home.people["planner"],
        at=timezone.now(),
        today=today(),
    )
    return made.number


MADE = {"plan": _plan}
