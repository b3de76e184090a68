"""Plans for tests of pages: begun by a reader, drawn by API."""

import json
from typing import Any

from django.utils import timezone

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.plans.editing import create_plan
from geodata.plans.models import BoundaryPlan
from geodata.territory.models import Area
from tests.pages.conftest import Reader


def drafted(who: Reader, *villages: Area, name: str = "例方案", reason: str = "例：网格太大") -> BoundaryPlan:
    """A draft on the present borders, drawn by that reader."""
    assert who.user
    return create_plan(
        name=name,
        villages=villages,
        scope=scope_of(who.user, on=today()),
        by=who.user,
        at=timezone.now(),
        today=today(),
        reason=reason,
    )


def begin(who: Reader, **told: Any) -> BoundaryPlan:
    """The same through the page."""
    answer = who.post("/plans/new/", {"name": "例方案", "reason": "例：网格太大", **told})
    assert answer.status_code == 302
    return BoundaryPlan.objects.latest("pk")


def line(*places: tuple[float, float]) -> dict[str, Any]:
    return {"geometry": {"type": "LineString", "coordinates": [list(place) for place in places]}}


BETWEEN = line((112.51, 27.90), (112.51, 27.91))
"""The border of west's two grids."""
ACROSS = line((112.50, 27.902), (112.51, 27.902))
"""Splits the first grid below its household."""


def draw(who: Reader, plan: BoundaryPlan, *lines: dict[str, Any]) -> BoundaryPlan:
    """Save these lines as the whole drawing of the plan."""
    answer = who.client.put(
        f"/api/v1/plans/{plan.pk}/drawing/",
        json.dumps({"lines": lines, "grids": []}),
        content_type="application/json",
        headers={"If-Match": f'"{plan.version}"'},
    )
    assert answer.status_code == 200, answer.content
    plan.refresh_from_db()
    return plan


def split_west(who: Reader, plan: BoundaryPlan) -> BoundaryPlan:
    """Nobody lives in the new grid: a name confirms it."""
    plan = draw(who, plan, BETWEEN, ACROSS)
    plan.grids.filter(area=None).update(name="例新网格")
    return plan


def merge_west(who: Reader, plan: BoundaryPlan) -> BoundaryPlan:
    return draw(who, plan)


def step(who: Reader, plan: BoundaryPlan, move: str, **told: Any) -> Any:
    """Press a button of the plan's page, on the version that is there; to publish, also that of the next page."""
    if move == "publish":
        told = {"confirmed": "1", "effective": today().isoformat(), **told}
    plan.refresh_from_db()
    answer = who.post(f"/plans/{plan.pk}/", {"move": move, "version": plan.version, **told})
    plan.refresh_from_db()
    return answer
