"""Whatever is drawn, published, merged again or taken back: the county tiles, and nobody is lost."""

import datetime as dt

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage import facts
from geodata.geometry.arcs import arcs_of
from geodata.geometry.arrays import CENTIMETRE
from geodata.geometry.validity import Kind
from geodata.people.models import Household, Placement
from geodata.plans.editing import create_plan, draw_plan, save_drawing
from geodata.plans.moves import approve, revert, submit
from geodata.plans.persistence import opened
from geodata.plans.publishing import publish
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.plans.conftest import BORDER, NOON, as_mover, line, pencil

few = settings(
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
places_of_cuts = st.floats(0.05, 1.95).map(lambda x: round(x, 4))
cuts = st.lists(st.tuples(st.booleans(), places_of_cuts, places_of_cuts), min_size=0, max_size=4)
homes = st.lists(st.tuples(st.floats(0, 2), st.floats(0, 1)), max_size=12)
off_the_border = homes.map(lambda found: [(x, y) for x, y in found if abs(x - 1) > 1e-4])
"""Who stands on the border itself goes with whichever grid goes on there: nothing that must come back as it was."""


def drawn_lines(sequence):
    """Lines across the village: upright ones, slanted ones, and level ones."""
    return [
        line((one, 0), (other, 1)) if upright else line((0, round(one / 2, 4)), (2, round(other / 2, 4)))
        for upright, one, other in sequence
    ]


def same(one, other) -> bool:
    """The same land, to the centimetre (1e-7 degrees)."""
    change = shapely.symmetric_difference(one, other)
    return shapely.is_empty(shapely.buffer(change, -5e-8, join_style="mitre"))


def settle(places, found) -> None:
    for column, row in found:
        grid = places.grids[0] if column < 1 else places.grids[1]
        at = Point(round(v.WEST + column * v.SIDE, 7), round(v.SOUTH + row * v.SIDE, 7), srid=4326)
        v.household(grid, at)
    v.household(places.grids[1])


class Undone(Exception):
    """To take an example back."""


def run(plan, planner, approver, *, day, lines=None):
    if lines is not None:
        plan, drawing = save_drawing(
            plan=plan,
            version=plan.version,
            pencil=pencil(*lines),
            scope=scope_of(planner, on=today()),
            by=planner,
            at=NOON,
            today=today(),
        )
        if any(drawn.problems for drawn in drawing):
            raise Undone
    plan.effective = day
    plan.save()
    submit(plan=plan, context=as_mover(planner))
    approve(plan=plan, context=as_mover(approver))
    return publish(plan=plan, context=as_mover(approver), day=today()).plan


def whole(places, day) -> None:
    """The grids of that day tile the village, and every household is in exactly one of them, the one where it lies."""
    grids = Area.objects.on(day).filter(parent=places.west)
    rows = Boundary.objects.on(day).filter(area__in=grids)
    shapes = {row.area_id: shapely.from_wkb(bytes(row.geometry.wkb)) for row in rows}
    assert set(shapes) == {grid.pk for grid in grids}
    tile = np.array(list(shapes.values()), dtype=object)
    assert shapely.coverage_is_valid(tile)
    outline = shapely.from_wkb(bytes(Boundary.objects.get(area=places.west).geometry.wkb))
    assert same(shapely.coverage_union_all(tile), outline)
    for placement in Placement.objects.filter(village=places.west, period__contains=day).select_related(
        "household"
    ):
        assert placement.grid_id in shapes
        if placement.household.point:
            at = shapely.Point(*placement.household.point.coords)
            assert shapely.distance(shapes[placement.grid_id], at) < 1e-7
    known = Placement.objects.filter(village=places.west, period__contains=day).count()
    assert known == Household.objects.filter(village=places.west).count()


@few
@given(cuts, homes)
def test_any_drawing_that_is_published_tiles_and_loses_nobody(places, planner, approver, sequence, found):
    try:
        with transaction.atomic():
            settle(places, found)
            plan = create_plan(
                name="例",
                villages=[places.west],
                scope=scope_of(planner, on=today()),
                by=planner,
                at=NOON,
                today=today(),
                reason="例",
            )
            run(plan, planner, approver, day=today(), lines=drawn_lines(sequence))
            whole(places, today())
            whole(places, today() - dt.timedelta(days=1))
            assert facts.differences(on=today()) == []
            raise Undone
    except Undone:
        pass


@few
@given(cuts, off_the_border)
def test_publish_then_revert_restores_grids_and_placements(places, planner, approver, sequence, found):
    try:
        with transaction.atomic():
            settle(places, found)
            before = dict(Household.objects.values_list("pk", "grid__code"))
            land = borders()
            plan = create_plan(
                name="例",
                villages=[places.west],
                scope=scope_of(planner, on=today()),
                by=planner,
                at=NOON,
                today=today(),
                reason="例",
            )
            done = run(
                plan, planner, approver, day=today() - dt.timedelta(days=5), lines=drawn_lines(sequence)
            )
            back = revert(plan=done, context=as_mover(planner))
            run(back, planner, approver, day=today())
            assert dict(Household.objects.values_list("pk", "grid__code")) == before
            now = borders()
            assert now.keys() == land.keys()
            assert all(same(now[code], land[code]) for code in land)
            raise Undone
    except Undone:
        pass


@few
@given(st.floats(0.05, 1.95).map(lambda x: round(x, 4)), off_the_border)
def test_split_then_merge_restores_borders_placements_and_codes(places, planner, approver, column, found):
    try:
        with transaction.atomic():
            settle(places, found)
            before = dict(Household.objects.values_list("pk", "grid__code"))
            land = borders()
            ways = [
                (today() - dt.timedelta(days=5), [BORDER, line((column, 0), (column, 1))]),
                (today(), [BORDER]),
            ]
            for day, lines in ways:
                plan = create_plan(
                    name="例",
                    villages=[places.west],
                    scope=scope_of(planner, on=today()),
                    by=planner,
                    at=NOON,
                    today=today(),
                    reason="例",
                )
                run(plan, planner, approver, day=day, lines=lines)
            assert dict(Household.objects.values_list("pk", "grid__code")) == before
            now = borders()
            assert now.keys() == land.keys()
            assert all(same(now[code], land[code]) for code in land)
            assert Area.objects.on(today() - dt.timedelta(days=2)).filter(parent=places.west).count() == 3
            raise Undone
    except Undone:
        pass


def borders() -> dict[str, shapely.Geometry]:
    rows = Boundary.objects.on(today()).filter(area__level="grid").select_related("area")
    return {row.area.code: shapely.from_wkb(bytes(row.geometry.wkb)) for row in rows}


@few
@given(st.lists(cuts, min_size=1, max_size=4))
def test_any_sequence_of_drawings_keeps_the_tile_and_every_household(places, planner, sequences):
    try:
        with transaction.atomic():
            plan = create_plan(
                name="例",
                villages=[places.west],
                scope=scope_of(planner, on=today()),
                by=planner,
                at=NOON,
                today=today(),
            )
            for sequence in sequences:
                plan, (drawn,) = save_drawing(
                    plan=plan,
                    version=plan.version,
                    pencil=pencil(*drawn_lines(sequence)),
                    scope=scope_of(planner, on=today()),
                    by=planner,
                    at=NOON,
                    today=today(),
                )
                assert shapely.coverage_is_valid(drawn.shapes)
                outline = drawn.snapshot.outline
                change = shapely.symmetric_difference(shapely.coverage_union_all(drawn.shapes), outline)
                assert shapely.is_empty(shapely.buffer(change, -0.005, join_style="mitre"))
                assert (drawn.grid >= 0).all()
            raise Undone
    except Undone:
        pass


@pytest.mark.parametrize("turn", [0.1, 0.37, 0.8])
def test_the_lines_of_an_answer_drawn_again_make_the_same_grids(places, planner, turn):
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    plan, (drawn,) = save_drawing(
        plan=plan,
        version=1,
        pencil=pencil(line((turn, 0), (1 + turn, 1)), line((0, turn), (2, 1 - turn / 2))),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    arcs = arcs_of(drawn.shapes)
    lines = drawn.snapshot.plane.on_earth(arcs.lines[arcs.movable], np.array([drawn.snapshot.rim]))
    (again,) = draw_plan(plan, pencil(*lines), today=today())
    assert [each.key for each in again.sketches] == [each.key for each in drawn.sketches]
    change = shapely.symmetric_difference(again.shapes, drawn.shapes)
    assert shapely.is_empty(shapely.buffer(change, -0.01, join_style="mitre")).all()


corners = st.lists(st.tuples(st.floats(-0.2, 2.2), st.floats(-0.2, 1.2)), min_size=3, max_size=6)
rings = st.lists(corners.map(lambda ring: [*ring, ring[0]]), min_size=1, max_size=3)


# A centimetre outside the village, along all of a side.
@example(rings=[[(-1e-05, 0.6), (-1e-05, 1.15), (-1e-05, 0.6), (0, 0.63), (-0.16, 0.12), (-1e-05, 0.6)]])
@settings(few, max_examples=40)
@given(rings=rings)
def test_rings_drawn_over_the_present_borders_can_be_submitted(planner, draft, rings):
    """Saved in degrees and opened again, nothing is wrong but what a planner sees as such: strips, grids without households, and bits of a locked grid."""
    lines = [line(*[(round(x, 5), round(y, 5)) for x, y in ring]) for ring in rings]
    with transaction.atomic():
        plan, _ = save_drawing(
            plan=draft,
            version=None,
            pencil=pencil(BORDER, *lines),
            scope=scope_of(planner, on=today()),
            by=planner,
            at=NOON,
            today=today(),
        )
        (drawn,) = opened(plan, today=today())
        land = sum(each.shape.area for each in drawn.sketches)
        borders = sum(each.shape.length for each in drawn.sketches) / 2
        wrong = {problem.kind for problem in drawn.problems} - {Kind.SLIVER, Kind.UNLIVED, Kind.LOOSE}
        transaction.set_rollback(True)
    draft.refresh_from_db()
    # What is nowhere wider than a centimetre is no overlap and no gap: so much may lie along the borders.
    assert (wrong, land) == (set(), pytest.approx(drawn.snapshot.outline.area, abs=CENTIMETRE * borders))
