"""Making a draft and drawing in it."""

import datetime as dt

import numpy as np
import pytest
import shapely

from geodata.base.errors import BadInput, Conflict, NotAllowed, Stale
from geodata.base.periods import between, since, today
from geodata.contacts.rights import scope_of
from geodata.geometry.topology import NOWHERE
from geodata.plans.editing import Base, create_plan, describe_plan, draw_plan, replace_drawing, save_drawing
from geodata.plans.grid_drafts import GridEdit, is_sliver
from geodata.plans.models import BoundaryPlan
from geodata.plans.persistence import opened
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.lives import bring
from tests.plans.conftest import BORDER, NOON, line, pencil


def saved(plan, planner, *lines, edits=()):
    return save_drawing(
        plan=plan,
        version=plan.version,
        pencil=pencil(*lines, edits=edits),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )


def keys(drawing) -> list[str]:
    return [sketch.key for drawn in drawing for sketch in drawn.sketches]


def kinds(drawing) -> set[str]:
    return {problem.kind.value for drawn in drawing for problem in drawn.problems}


def test_a_draft_begins_with_the_present_grids(places, draft):
    (drawn,) = opened(draft, today=today())
    assert keys([drawn]) == [grid.code for grid in places.grids[:2]]
    assert (drawn.problems, drawn.grid.tolist()) == ([], [0, 1])


def test_the_present_border_drawn_again_changes_nothing(draft):
    (drawn,) = draw_plan(draft, pencil(BORDER), today=today())
    assert shapely.equals(drawn.shapes, drawn.snapshot.present).all()
    assert drawn.problems == []


def test_a_line_across_splits_a_grid_in_which_most_households_keep_the_key(places, planner, draft):
    v.household(places.grids[0], v.middle(0, 0))
    _plan, drawing = saved(draft, planner, BORDER, line((0.3, 0), (0.3, 1)))
    assert keys(drawing) == [places.grids[0].code, places.grids[1].code, f"{places.west.code}n1"]
    assert [sketch.area for sketch in drawing[0].sketches] == [0, 1, NOWHERE]


def test_without_their_border_two_grids_are_the_one_with_more_households(places, planner, draft):
    v.household(places.grids[1], v.middle(1, 0))
    _plan, drawing = saved(draft, planner)
    assert keys(drawing) == [places.grids[1].code]


def test_a_grid_that_was_merged_comes_back_with_its_border(places, planner, draft):
    plan, _drawing = saved(draft, planner)
    _plan, drawing = saved(plan, planner, BORDER)
    assert keys(drawing) == [grid.code for grid in places.grids[:2]]
    assert [sketch.name for sketch in drawing[0].sketches] == ["第一网格", "第二网格"]


def test_a_new_grid_takes_the_key_whose_point_lies_in_it(planner, draft):
    said = [(GridEdit(key="mine", name="新网格"), (v.WEST + 0.1 * v.SIDE, v.SOUTH + 0.5 * v.SIDE))]
    _plan, drawing = saved(draft, planner, BORDER, line((0.3, 0), (0.3, 1)), edits=said)
    assert {sketch.key: sketch.name for sketch in drawing[0].sketches}["mine"] == "新网格"


def test_a_key_stays_with_its_households_when_the_border_moves_on(places, planner, draft):
    v.household(places.grids[0], v.middle(0, 0))
    plan, _drawing = saved(draft, planner, BORDER, line((0.3, 0), (0.3, 1)))
    home = v.household(places.grids[0], v.middle(0, 0))
    home.point.x = v.WEST + 0.1 * v.SIDE
    home.save()
    _plan, drawing = saved(plan, planner, BORDER, line((0.4, 0), (0.4, 1)))
    assert keys(drawing)[2] == f"{places.west.code}n1"


def test_a_loose_line_is_kept_and_told_at_its_place(planner, draft):
    plan, drawing = saved(draft, planner, BORDER, line((0.3, 0), (0.3, 0.6)))
    assert kinds(drawing) == {"loose"}
    (again,) = opened(plan, today=today())
    assert len(again.loose) == 1


def test_a_line_outside_the_village_is_told(planner, draft):
    _plan, drawing = saved(draft, planner, BORDER, line((3.1, 0.1), (3.2, 0.1)))
    assert kinds(drawing) == {"loose"}


def test_a_strip_that_nobody_lives_in_is_told(planner, draft):
    near = 1 - 0.5 / 985  # half a metre west of the border
    _plan, drawing = saved(draft, planner, BORDER, line((near, 0), (near, 1)))
    assert "sliver" in kinds(drawing)


@pytest.mark.parametrize("far", [0.003, 0.5, 2, 4])
def test_a_strip_is_told_by_its_width_against_its_length(planner, draft, far):
    """Up to four metres beside a border of a kilometre."""
    near = 1 - far / 985
    _plan, drawing = saved(draft, planner, BORDER, line((near, 0), (near, 1)), edits=[])
    assert kinds(drawing) == ({"sliver"} if far > 0.01 else set())
    (told,) = drawing[0].problems or [None]
    assert told is None or told.place.area == pytest.approx(far * told.place.length / 2, rel=0.05)


@pytest.mark.parametrize(
    ("wide", "long", "strip"),
    [(2, 500, True), (0.3, 0.5, True), (4, 81, True), (2, 2, False), (8, 12, False), (30, 5000, False)],
)
def test_what_is_small_but_compact_is_no_strip(wide, long, strip):
    assert is_sliver(shapely.box(0, 0, wide, long)) is strip


def test_a_new_grid_that_nobody_lives_in_is_told_until_it_has_a_name(planner, draft):
    cut = line((0.1, 0), (0.1, 1))
    plan, drawing = saved(draft, planner, BORDER, cut)
    assert kinds(drawing) == {"unlived"}
    (problem,) = drawing[0].problems
    assert drawing[0].sketches[problem.grids[0]].area == NOWHERE
    assert kinds(opened(plan, today=today())) == {"unlived"}
    new = drawing[0].sketches[problem.grids[0]].key
    _plan, drawing = saved(plan, planner, BORDER, cut, edits=[(GridEdit(key=new, name="例林场"), None)])
    assert kinds(drawing) == set()


def test_a_new_grid_that_nobody_lives_in_may_join_its_neighbour(planner, draft):
    plan, _drawing = saved(draft, planner, BORDER, line((0.1, 0), (0.1, 1)))
    _plan, drawing = saved(plan, planner, BORDER)
    assert kinds(drawing) == set()


def test_a_name_makes_no_grid_of_a_strip(planner, draft):
    near = 1 - 2 / 985
    lines = [BORDER, line((near, 0), (near, 1))]
    plan, drawing = saved(draft, planner, *lines)
    new = next(each.key for each in drawing[0].sketches if each.area == NOWHERE)
    _plan, drawing = saved(plan, planner, *lines, edits=[(GridEdit(key=new, name="例"), None)])
    assert kinds(drawing) == {"sliver"}


def test_the_border_of_a_locked_grid_stays(places, planner, draft):
    plan, _drawing = saved(
        draft, planner, BORDER, edits=[(GridEdit(key=places.grids[0].code, locked=True), None)]
    )
    _plan, drawing = saved(plan, planner, line((0.9, 0), (0.9, 1)))
    assert "locked" in kinds(drawing)


def test_an_old_version_is_stale_and_both_are_told(planner, draft):
    saved(draft, planner, BORDER)
    with pytest.raises(Stale, match=r"version 1.*version is 2|版本.*1.*2"):
        saved(draft, planner, BORDER)


def test_only_a_draft_is_drawn_in(planner, draft):
    bring(draft, "withdrawn")
    with pytest.raises(Conflict):
        saved(draft, planner, BORDER)


@pytest.mark.parametrize("code", ["430382100202009", "430382100201"])
def test_a_code_is_one_of_the_village(planner, draft, places, code):
    with pytest.raises(BadInput):
        saved(draft, planner, BORDER, edits=[(GridEdit(key=places.grids[0].code, code=code), None)])


def test_two_grids_cannot_have_one_code(planner, draft, places):
    with pytest.raises(BadInput):
        saved(
            draft,
            planner,
            BORDER,
            edits=[(GridEdit(key=places.grids[0].code, code=places.grids[1].code), None)],
        )


def test_a_draft_on_a_past_day_brings_its_grids_back(places, planner):
    ended, day = places.grids[1], today() - dt.timedelta(days=10)
    Area.objects.filter(pk=ended.pk).update(period=between(v.LONG_AGO, day))
    Boundary.objects.filter(area__in=places.grids[:2]).update(period=between(v.LONG_AGO, day))
    Boundary.objects.create(area=places.grids[0], period=since(day), geometry=v.square(0, 0, wide=2))
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        base=Base(day=v.LONG_AGO),
    )
    rows = {grid.code: grid.area_id for grid in plan.grids.all()}
    assert rows == {places.grids[0].code: places.grids[0].pk, ended.code: None}


def test_a_draft_on_another_plan_takes_its_drawing(places, planner, draft):
    saved(draft, planner, line((0.5, 0), (0.5, 1)))
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        base=Base(plan=draft),
    )
    (drawn,) = opened(plan, today=today())
    assert shapely.area(drawn.shapes)[1] == pytest.approx(3 * shapely.area(drawn.shapes)[0], rel=1e-3)


def test_several_drafts_stand_side_by_side(places, planner, draft):
    create_plan(
        name="例二",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    assert BoundaryPlan.objects.under(places.west.code).count() == 2


def test_a_plan_is_for_villages_of_one_county(places, planner):
    v.area("430381", "例邻县")
    v.area("430381100", "例邻镇")
    beyond = v.area("430381100201", "例邻村", shape=v.square(6, 0))
    for villages in ([places.west, beyond], [], [places.grids[0]]):
        with pytest.raises(BadInput):
            create_plan(
                name="例",
                villages=villages,
                scope=scope_of(planner, on=today()),
                by=planner,
                at=NOON,
                today=today(),
            )


def test_grids_that_do_not_tile_begin_with_what_lies_between_as_land_in_doubt(places, planner):
    Boundary.objects.filter(area=places.grids[1]).update(geometry=v.square(1.2, 0, wide=0.8))
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    assert [grid.key for grid in plan.grids.all()][-1] == f"{places.west.code}n1"
    (drawn,) = opened(plan, today=today())
    assert [problem.kind for problem in drawn.problems] == ["gap"]


def test_a_village_in_two_parts_with_a_hole_is_drawn(places, planner):
    island = shapely.union_all(
        [shapely.box(112.50, 27.90, 112.52, 27.91), shapely.box(112.522, 27.90, 112.523, 27.901)]
    )
    hole = shapely.difference(island, shapely.box(112.503, 27.903, 112.505, 27.905))
    from geodata.plans.persistence import geos

    Boundary.objects.filter(area=places.west).update(geometry=geos(hole))
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    drawing = draw_plan(plan, pencil(BORDER), today=today())
    assert kinds(drawing) <= {"pieces", "gap"}
    assert sum(shape.area for shape in drawing[0].shapes) == pytest.approx(drawing[0].snapshot.outline.area)


def test_name_reason_and_day_are_changed_in_a_draft(planner, draft):
    day = today() + dt.timedelta(days=9)
    plan = describe_plan(
        plan=draft,
        version=1,
        by=planner,
        scope=scope_of(planner, on=today()),
        at=NOON,
        name="例改",
        effective=day,
    )
    assert (plan.name, plan.effective, plan.version) == ("例改", day, 2)


def test_households_without_a_point_keep_their_grid(places, planner, draft):
    v.household(places.grids[1])
    (drawn,) = draw_plan(draft, pencil(line((0.9, 0), (0.9, 1))), today=today())
    assert drawn.grid.tolist() == [0, 1, 1]
    assert np.isnan(drawn.snapshot.points[2]).all()


def test_drawing_is_refused_to_whom_the_villages_are_not(places, planner, draft):
    elsewhere = v.planning(places.east)
    with pytest.raises(NotAllowed):
        create_plan(
            name="例",
            villages=[places.west],
            scope=elsewhere,
            by=planner,
            at=NOON,
            today=today(),
            reason="例",
        )
    with pytest.raises(NotAllowed):
        save_drawing(
            plan=draft, version=1, pencil=pencil(), scope=elsewhere, by=planner, at=NOON, today=today()
        )
    with pytest.raises(NotAllowed):
        replace_drawing(plan=draft, version=1, drawing=[], scope=elsewhere, by=planner, at=NOON)
    draft.refresh_from_db()
    assert draft.version == 1
