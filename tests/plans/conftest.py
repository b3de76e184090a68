"""A planner and an approver of the county on squared paper, and short words for what they do."""

import datetime as dt

import numpy as np
import pytest
import shapely

from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.people.models import Placement
from geodata.plans.editing import Pencil, create_plan, describe_plan, save_drawing
from geodata.plans.moves import MoveContext, approve, submit
from geodata.plans.publishing import publish
from geodata.territory.models import Area
from tests import village as v

NOON = v.NOON


def line(*places: tuple[float, float]) -> shapely.LineString:
    """A line through places of the paper, in degrees."""
    return shapely.LineString(
        [(round(v.WEST + column * v.SIDE, 8), round(v.SOUTH + row * v.SIDE, 8)) for column, row in places]
    )


def pencil(*lines: shapely.LineString, edits=()) -> Pencil:
    return Pencil(np.array(lines, dtype=object), edits)


def as_mover(by, *, remarks: str = "", on: dt.date | None = None) -> MoveContext:
    return MoveContext(by=by, scope=scope_of(by, on=today()), at=NOON, today=on or today(), remarks=remarks)


def codes(day: dt.date | None = None) -> list[str]:
    return sorted(Area.objects.on(day or today()).filter(level="grid").values_list("code", flat=True))


def grid_of(home, day: dt.date | None = None) -> str | None:
    return Placement.objects.get(household=home, period__contains=day or today()).grid.code


def figures(places, day):
    """Every count of every grid of the county."""
    villages = frozenset(Area.objects.filter(level="village").values_list("pk", flat=True))
    scope = Scope((Grant(frozenset({Right.COUNTS, Right.DETAILS}), places.county.code, villages),))
    answer = coverage(area=places.county, by="grid", on=day, scope=scope)
    return {row.code: row.counts for row in answer.rows}


def name_new(plan) -> None:
    """Names confirm new grids, also those that nobody lives in."""
    plan.grids.filter(area=None, name="").update(name="例新网格")


BORDER = line((1, 0), (1, 1))
"""The present border between the two grids of west."""


@pytest.fixture
def places(bare_county, defaults):
    return bare_county


@pytest.fixture
def planner(places):
    return v.officer("planner", places.county)


@pytest.fixture
def approver(places):
    return v.officer("county_officer", places.county)


@pytest.fixture
def draft(places, planner):
    """A draft for west, on the present borders."""
    return create_plan(
        name="例方案",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例：户数不均",
    )


@pytest.fixture
def through(planner, approver):
    """`through(plan, *lines)`: drawn, submitted, approved and published. New grids get a name, unless `named` is false."""

    def run(plan, *lines, drawn=True, day=None, said=(), leaders=None, named=True):
        if day:
            plan = describe_plan(
                plan=plan,
                version=plan.version,
                by=planner,
                scope=scope_of(planner, on=today()),
                at=NOON,
                effective=day,
            )
        if drawn:
            plan, _ = save_drawing(
                plan=plan,
                version=plan.version,
                pencil=pencil(*lines, edits=said),
                scope=scope_of(planner, on=today()),
                by=planner,
                at=NOON,
                today=today(),
            )
        if named:
            name_new(plan)
        submit(plan=plan, context=as_mover(planner), leaders=leaders)
        approve(plan=plan, context=as_mover(approver))
        return publish(plan=plan, context=as_mover(approver), day=today())

    return run
