"""A draft of a plan, and what grids were before."""

from typing import Any

from geodata.plans.editing import create_plan
from tests import village as v
from tests.browser.examples import Parts, Stage

PLAN = {"number": "plan"}
OPENED: dict[str, Parts] = {
    "office": {"history": {"code": "west"}, "plan_households": PLAN},
    "planner": {"plans": {}, "new_plan": {}, "compare_plans": {}, "plan": PLAN, "draw_plan": PLAN},
}
QUERIES = {"compare_plans": "?plan={plan}", "new_plan": "?village={west}"}


def things(stage: Stage) -> dict[str, Any]:
    west = stage.county.west
    made = create_plan(
        name="例方案",
        villages=[west],
        scope=v.planning(west),
        by=stage.planner,
        at=stage.now,
        today=stage.on,
        reason="例",
    )
    return {"plan": made.pk}
