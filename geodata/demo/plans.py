"""Plans of redrawing, each where one would look for it: one that took effect last summer, one that waits for approval, and a draft.

All of it is done by the verbs that people use, as the demo's planner and officer of the county, on the days on which they would
have done it. What comes afterwards (needs, changes of the register) happens under the new borders.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.errors import DomainError
from geodata.contacts.rights import scope_of
from geodata.people.models import Placement
from geodata.plans.editing import create_plan, replace_drawing
from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import MoveContext, approve, submit
from geodata.plans.proposing import Wish, proposed
from geodata.plans.publishing import publish
from geodata.plans.snapshot import snapshots
from geodata.territory.models import Area

PUBLISHED = dt.timedelta(days=120)
SUBMITTED = dt.timedelta(days=3)
FEWEST_GRIDS = 2
FEW_MOVES = Wish("rebalance", borders="natural")
REASON = "例：各网格户数不均，网格员负担差别大"


def draw_plans(county: str, chief: str, *, day: dt.date) -> list[BoundaryPlan]:
    """Of the county with that code; the village of the demo's logins keeps its borders. A demo too small for them has fewer."""
    planner, officer = (User.objects.get(username=name) for name in ("planner", "county"))
    uneven = _uneven(county, chief, on=day)
    begun = (_begun(village, day=day - PUBLISHED, planner=planner) for village in uneven)
    plans = [
        _published(plan, day=day - PUBLISHED, planner=planner, officer=officer) for plan in _first(begun)
    ]
    waits = (_begun(village, day=day - SUBMITTED, planner=planner) for village in uneven)
    plans += [submit(plan=plan, context=_context(planner, day - SUBMITTED)) for plan in _first(waits)]
    return plans + list(_first(_begun(village, day=day, planner=planner) for village in uneven))


def _uneven(county: str, chief: str, *, on: dt.date) -> Iterator[Area]:
    """Villages whose grids differ most in households, the worst first, one of a township."""
    loads: dict[int, list[int]] = defaultdict(list)
    of_grids = Placement.objects.filter(period__contains=on, grid__code__startswith=county)
    for village, _grid, number in of_grids.values_list("grid__parent", "grid").annotate(Count("pk")):
        loads[village].append(number)
    worst = sorted(loads, key=lambda pk: (-max(loads[pk]) / (sum(loads[pk]) / len(loads[pk])), pk))
    areas, townships = Area.objects.in_bulk(worst), set()
    for pk in worst:
        village = areas[pk]
        if len(loads[pk]) >= FEWEST_GRIDS and village.code != chief and village.parent_id not in townships:
            townships.add(village.parent_id)
            yield village


def _first(plans: Iterator[BoundaryPlan | None]) -> Iterator[BoundaryPlan]:
    """The first that could be drawn."""
    for plan in plans:
        if plan is not None:
            yield plan
            return


def _begun(village: Area, *, day: dt.date, planner: User) -> BoundaryPlan | None:
    """A draft that evens the grids of the village out; None where records of the village contradict that."""
    at, scope = _noon(day), scope_of(planner, on=day)
    plan = create_plan(
        name=f"均衡{village.name}网格",
        villages=[village],
        by=planner,
        scope=scope,
        at=at,
        today=day,
        reason=REASON,
    )
    try:
        drawings, figures = proposed(snapshots([village.pk], on=day), FEW_MOVES)
    except DomainError:
        plan.delete()
        return None
    return replace_drawing(
        plan=plan, version=None, drawing=drawings, by=planner, scope=scope, at=at, proposal=figures
    )


def _published(plan: BoundaryPlan, *, day: dt.date, planner: User, officer: User) -> BoundaryPlan:
    submit(plan=plan, context=_context(planner, day))
    approve(plan=plan, context=_context(officer, day))
    return publish(plan=plan, context=_context(officer, day), day=day).plan


def _context(by: User, day: dt.date) -> MoveContext:
    return MoveContext(by=by, scope=scope_of(by, on=day), at=_noon(day), today=day, remarks="")


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
