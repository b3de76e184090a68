"""The rule of placing is said once for arrays and once for rows: on any drawing both give everybody the same grid."""

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connection, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geodata.base.periods import since, today
from geodata.geometry.arrays import Ints, Shapes
from geodata.geometry.topology import NOWHERE, locate
from geodata.people.models import Household
from geodata.people.placing import grid_of_each, grids_of
from geodata.people.snapshot import borders_of
from geodata.plans.latecomers import heirs_of
from geodata.plans.lineage import lineage_of
from geodata.plans.models import BoundaryPlan, Lineage
from geodata.plans.reassignment import reassigned
from geodata.plans.snapshot import VillageSnapshot, snapshots
from geodata.territory.models import Area, Boundary
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("it writes lineages without publishing")]
few = settings(max_examples=8, deadline=None, database=None, phases=[Phase.generate])
SIZE = 4
"""Squares of a drawing, in each direction."""

drawings = st.lists(st.integers(0, 3), min_size=SIZE * SIZE, max_size=SIZE * SIZE)
"""By square the grid that has it; 0: none, a hole."""
SPOTS = [(column / 2, row / 2) for column in range(-1, 2 * SIZE + 2) for row in range(-1, 2 * SIZE + 2)]
"""Corners, borders and middles of all squares, and what lies beyond them."""
some_of_them = st.lists(st.sampled_from(SPOTS), min_size=1, max_size=12)


def drawn(village: Area, squares: list[int], *, first: int) -> list[Area]:
    """A grid of the squares of each number, with codes in the order of the numbers."""
    made = {}
    for number in sorted(set(squares) - {0}):
        own = [
            shapely.from_wkb(bytes(v.square(at % SIZE, at // SIZE).wkb))
            for at, one in enumerate(squares)
            if one == number
        ]
        whole = GEOSGeometry(memoryview(shapely.to_wkb(shapely.union_all(own))), srid=4326)
        shape = whole if whole.geom_type == "MultiPolygon" else MultiPolygon(whole, srid=4326)
        made[f"{village.code}{first + number:03d}"] = shape
    rows = [
        Area(code=code, name=code, level="grid", parent=village, period=since(v.LONG_AGO), synthetic=True)
        for code in made
    ]
    grids = Area.objects.bulk_create(rows)
    Boundary.objects.bulk_create(
        Boundary(area=grid, period=since(v.LONG_AGO), geometry=made[grid.code], synthetic=True)
        for grid in grids
    )
    return grids


def village() -> Area:
    for code in ("430381", "430381101"):
        v.area(code)
    return v.area("430381101201", shape=v.square(0, 0, wide=SIZE, high=SIZE))


def settle(grid: Area, places: list[tuple[float, float]]) -> list[Household]:
    return v.households(grid, [v.middle(column - 0.5, row - 0.5) for column, row in places])


@few
@given(squares=drawings.filter(any))
def test_a_point_lies_in_the_same_grid_for_arrays_and_for_rows(squares):
    with transaction.atomic():
        grids = drawn(village(), squares, first=0)
        homes = settle(grids[0], SPOTS)
        borders = borders_of(grids, on=today())
        shapes = np.array([borders[grid.pk] for grid in grids], dtype=object)
        by_arrays = locate(np.array([[*home.point] for home in homes]), shapes)
        by_rows = grids_of("geodata_household", [home.pk for home in homes], on=today())
        assert [by_rows.get(home.pk) for home in homes] == [
            grids[place].pk if place != NOWHERE else None for place in by_arrays.tolist()
        ]
        transaction.set_rollback(True)


@pytest.mark.parametrize("avoided", ["nestloop", "hashjoin", "mergejoin"])
def test_each_border_is_read_once_for_all_points_of_its_village(avoided):
    """Whatever a planner expects or likes: point by point PostGIS reads and prepares a border for each of them."""
    question = grid_of_each("geodata_member", on="current_date")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_{avoided} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {question}")
        plan = [line.strip() for (line,) in cursor.fetchall()]
    points = plan.index("->  Function Scan on r")
    assert plan[points + 1] == "Filter: st_covers(b.geometry, point)"
    # The inner side of a loop is written below its outer one.
    assert not [line for line in plan[points:] if "geodata_boundary" in line]


def kept(snapshot: VillageSnapshot, shapes: Shapes, areas: list[Area], home: Ints) -> BoundaryPlan:
    """What a plan keeps of the land and the households that went from grid to grid."""
    by = v.user()
    said = {"name": "例", "villages": [snapshot.area.pk], "county": Area.objects.get(level="county")}
    plan = BoundaryPlan.objects.create(**said, drawn_by=by, changed_by=by, changed_at=v.NOON)
    went = lineage_of(snapshot, shapes, areas, home)
    Lineage.objects.bulk_create(Lineage(plan=plan, day=today(), **vars(each)) for each in went)
    return plan


@few
@given(before=drawings.filter(any), after=drawings.filter(any), places=some_of_them)
def test_where_a_grid_ends_arrays_and_rows_name_the_same_heir(before, after, places):
    with transaction.atomic():
        grids = drawn(village(), before, first=0)
        for number, grid in enumerate(grids):
            settle(grid, places[number :: len(grids)])
        lost = [v.household(grid) for grid in grids]
        (snapshot,) = snapshots([grids[0].parent_id], on=today())
        areas = drawn(snapshot.area, after, first=10)
        borders = borders_of(areas, on=today())
        shapes = snapshot.metres(np.array([borders[area.pk] for area in areas], dtype=object))
        home = reassigned(snapshot, shapes, np.full(len(areas), NOWHERE)).grid
        heirs = heirs_of(kept(snapshot, shapes, areas, home), [grid.pk for grid in grids])
        by_arrays = home[[snapshot.ids.tolist().index(one.pk) for one in lost]].tolist()
        assert [heirs.get(grid.pk) for grid in grids] == [
            areas[place].pk if place != NOWHERE else None for place in by_arrays
        ]
        transaction.set_rollback(True)
