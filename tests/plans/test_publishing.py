"""Publishing: the plan's grids become the grids, from a day on, and nothing that was is lost."""

import datetime as dt

import pytest
import shapely
from django.contrib.gis.geos import Point
from django.db import IntegrityError

from geodata.audit.models import Notice
from geodata.base.errors import Conflict, NotAllowed, Stale
from geodata.base.periods import since, today
from geodata.cards.models import Card
from geodata.contacts.rights import scope_of
from geodata.coverage import cards, facts, gap_reasons, states
from geodata.people.models import Household, Placement
from geodata.plans.activation import take_effect
from geodata.plans.editing import create_plan, save_drawing
from geodata.plans.grid_drafts import GridEdit as Said
from geodata.plans.models import BoundaryPlan, Lineage
from geodata.plans.moves import approve, copy, rebase, reject, revert, submit
from geodata.plans.permissions import moves_for
from geodata.plans.persistence import geos, multi, opened
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.plans.conftest import BORDER, NOON, as_mover, codes, figures, grid_of, line, pencil
from tests.roles import owner

CUT = line((0.3, 0), (0.3, 1))


def tomorrow() -> dt.date:
    return today() + dt.timedelta(days=1)


def tiles(day: dt.date | None = None) -> bool:
    grids = Boundary.objects.on(day or today()).filter(area__level="grid")
    return shapely.coverage_is_valid(shapely.from_wkb([bytes(each.geometry.wkb) for each in grids]))


def lies_beside(day) -> bool:
    """Does the land of a past day add up? Its neighbours may have got a vertex since, which lies on the border."""
    grids = Boundary.objects.on(day).filter(area__level="grid")
    shapes = shapely.from_wkb([bytes(each.geometry.wkb) for each in grids])
    land = shapely.union_all(shapes)
    return (
        shapely.area(land) == pytest.approx(shapely.area(shapes).sum()) and len(shapely.get_rings(land)) == 1
    )


def test_a_split_makes_a_grid_with_the_next_free_code(places, draft, through):
    v.household(places.grids[0], v.middle(0, 0))
    done = through(draft, BORDER, CUT)
    assert [area.code for area in done.made] == [f"{places.west.code}003"]
    assert (done.ended, codes()[:3]) == ([], [f"{places.west.code}00{number}" for number in (1, 2, 3)])
    assert Lineage.objects.get().kind == "split"


def test_a_merged_grid_keeps_the_larger_parts_code_and_takes_its_households(places, draft, through):
    v.household(places.grids[1], v.middle(1, 0))
    done = through(draft)
    assert [area.code for area in done.ended] == [places.grids[0].code]
    places.homes[0].refresh_from_db()
    assert (places.homes[0].grid, grid_of(places.homes[0])) == (places.grids[1], places.grids[1].code)
    lineage = Lineage.objects.get()
    assert (lineage.kind, lineage.source, lineage.target, lineage.households) == (
        "merged",
        places.grids[0],
        places.grids[1],
        1,
    )


def test_a_border_that_moves_takes_households_along(places, draft, through):
    done = through(draft, line((1.7, 0), (1.7, 1)))
    assert done.moved == [places.homes[1].pk]
    assert (grid_of(places.homes[1]), grid_of(places.homes[1], (today() - dt.timedelta(days=1)))) == (
        places.grids[0].code,
        places.grids[1].code,
    )
    assert Lineage.objects.get().kind == "redrawn"


def test_past_days_are_what_they_were(defaults, draft, through, places):
    v.visit(places.homes[0], today() - dt.timedelta(days=30), by=v.user())
    before = figures(places, (today() - dt.timedelta(days=1)))
    through(draft)
    assert figures(places, (today() - dt.timedelta(days=1))) == before
    assert len(figures(places, today())) == len(before) - 1


def test_facts_are_right_at_once(places, draft, through):
    through(draft)
    assert facts.differences(on=today()) == []


def test_borders_that_do_not_change_keep_their_row(places, draft, through):
    east = Boundary.objects.get(area=places.grids[1])
    through(draft, BORDER, CUT)
    assert Boundary.objects.get(area=places.grids[1]).pk == east.pk
    assert Boundary.objects.filter(area=places.grids[0]).count() == 2


def test_neighbours_in_other_villages_share_the_new_vertices(places, planner, through):
    plan = create_plan(
        name="例",
        villages=[places.east],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    before = Boundary.objects.get(area=places.grids[1]).geometry
    through(plan, line((2, 0.4), (3, 0.4)))
    after = Boundary.objects.get(area=places.grids[1]).geometry
    assert tiles()
    assert (after.num_coords - before.num_coords, after.equals(before)) == (1, True)


def test_a_published_county_tiles(places, draft, through):
    through(draft, line((0, 0.5), (2, 0.5)), BORDER)
    assert tiles() and lies_beside(today() - dt.timedelta(days=1))


def test_nobody_approves_the_own_plan(planner, draft):
    submit(plan=draft, context=as_mover(planner))
    with pytest.raises(NotAllowed):
        approve(plan=draft, context=as_mover(planner))


def test_nobody_approves_what_he_or_she_drew_whoever_submits_it(places, planner, approver, draft):
    second, third = v.officer("planner", places.county), v.officer("planner", places.county)
    plan, _ = save_drawing(
        plan=draft,
        version=1,
        pencil=pencil(BORDER),
        scope=scope_of(second, on=today()),
        by=second,
        at=NOON,
        today=today(),
    )
    plan = submit(plan=plan, context=as_mover(third))
    scope = scope_of(approver, on=today())
    for who in (planner, second, third):
        assert "approve" not in moves_for(scope, plan, who)
        with pytest.raises(NotAllowed):
            approve(plan=plan, context=as_mover(who))
    assert "approve" in moves_for(scope, plan, approver)
    assert approve(plan=plan, context=as_mover(approver)).approved_by == approver


def test_a_copy_is_still_the_drawing_of_who_drew_it(places, planner, draft):
    second = v.officer("planner", places.county)
    plan = copy(plan=draft, context=as_mover(second))
    submit(plan=plan, context=as_mover(second))
    with pytest.raises(NotAllowed):
        approve(plan=plan, context=as_mover(planner))


def test_the_database_holds_that_another_approves(planner, draft):
    with pytest.raises(IntegrityError, match="plan_is_approved_by_nobody_who_drew_it"):
        BoundaryPlan.objects.filter(pk=draft.pk).update(approved_by=planner)


def test_a_plan_without_a_reason_or_with_problems_is_not_submitted(planner, draft):
    plan, _ = save_drawing(
        plan=draft,
        version=1,
        pencil=pencil(BORDER, line((0.3, 0), (0.3, 0.5))),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    with pytest.raises(Conflict):
        submit(plan=plan, context=as_mover(planner))


def test_a_rejected_plan_has_remarks_and_can_be_copied(planner, approver, draft):
    submit(plan=draft, context=as_mover(planner))
    plan = reject(plan=draft, context=as_mover(approver, remarks="例：户数仍不均"))
    assert plan.steps.last().reason == "例：户数仍不均"
    assert copy(plan=plan, context=as_mover(planner)).state == "draft"


def test_a_plan_on_borders_that_have_moved_is_rebased_first(places, planner, approver, draft, through):
    other = create_plan(
        name="例二",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    submit(plan=other, context=as_mover(planner))
    through(draft, line((0.5, 0), (0.5, 1)))
    with pytest.raises(Stale):
        approve(plan=other, context=as_mover(approver))
    plan = rebase(plan=BoundaryPlan.objects.get(pk=other.pk), context=as_mover(planner))
    assert (plan.state, [grid.area_id for grid in plan.grids.all()]) == (
        "draft",
        [grid.pk for grid in places.grids[:2]],
    )


def test_a_later_day_changes_nothing_until_it_comes(places, draft, through, it_is):
    before = figures(places, today())
    through(draft, day=tomorrow())
    assert figures(places, today()) == before
    places.homes[1].refresh_from_db()
    assert places.homes[1].grid == places.grids[1]
    day = tomorrow()
    it_is(day)
    assert len(figures(places, day)) == len(before) - 1


def test_when_the_day_comes_the_households_own_grid_follows(places, draft, through):
    through(draft, day=tomorrow(), said=[(Said(key=places.grids[0].code, name="例新名"), None)])
    late = v.household(places.grids[1], v.middle(1, 0), day=today())
    unknown = v.household(places.grids[1], day=today())
    assert [plan.pk for plan in take_effect(on=tomorrow())] == [draft.pk]
    for home in (places.homes[1], late, unknown):
        home.refresh_from_db()
        assert (home.grid, grid_of(home, tomorrow())) == (places.grids[0], places.grids[0].code)
    assert Area.objects.get(pk=places.grids[0].pk).name == "例新名"
    assert take_effect(on=tomorrow()) == []


def test_a_household_moved_by_hand_before_the_day_keeps_what_is_planned(places, draft, through):
    from geodata.people.placing import move

    through(draft, day=tomorrow())
    move(household=places.homes[1], grid=None, on=today())
    assert Placement.objects.get(household=places.homes[1], period__contains=today()).grid is None
    assert grid_of(places.homes[1], tomorrow()) == places.grids[0].code


def test_a_past_day_is_possible_while_nothing_was_recorded_since(places, draft, through):
    through(draft, day=today() - dt.timedelta(days=5))
    assert grid_of(places.homes[1], today() - dt.timedelta(days=5)) == places.grids[0].code
    assert facts.differences(on=today()) == []


def test_a_past_day_may_not_contradict_visits_or_moves(places, draft, through):
    v.visit(places.homes[0], (today() - dt.timedelta(days=1)), by=v.user())
    with pytest.raises(Conflict, match=r"1 visits|1 ?次走访"):
        through(draft, day=(today() - dt.timedelta(days=1)))


def test_a_second_plan_of_the_same_day_waits_for_the_next(places, planner, approver, draft, through):
    through(draft, line((0.7, 0), (0.7, 1)))
    plan = create_plan(
        name="例二",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    with pytest.raises(Conflict):
        through(plan)
    plan.refresh_from_db()
    plan = rebase(plan=plan, context=as_mover(planner))
    through(plan, day=tomorrow())
    assert BoundaryPlan.objects.get(pk=draft.pk).state == "superseded"


def test_publish_then_revert_restores_every_current_figure(places, planner, draft, through):
    v.household(places.grids[1])  # without a point
    v.household(places.grids[0], Point(112.51, 27.905, srid=4326))  # on the border
    before, tokens = figures(places, today()), {home.pk: home.token for home in Household.objects.all()}
    done = through(draft, CUT, day=today() - dt.timedelta(days=9))
    assert figures(places, today()) != before
    back = revert(plan=done.plan, context=as_mover(planner))
    through(back, drawn=False, day=today())
    assert figures(places, today()) == before
    assert codes() == codes(today() - dt.timedelta(days=10))
    assert {home.pk: home.token for home in Household.objects.all()} == tokens
    assert facts.differences(on=today()) == []
    assert Placement.objects.filter(household=places.homes[1]).count() == 3
    assert tiles()


def test_a_revert_brings_back_borders_that_never_tiled(places, planner, through):
    """Three decimetres of nobody's land, a strip that two have, and an outline that they miss."""
    apart = {
        places.grids[0]: v.square(0, 0, wide=0.997),
        places.grids[1]: v.square(1.0003, 0, wide=0.9999, high=0.998),
    }
    with owner():
        for grid, shape in apart.items():
            Boundary.objects.filter(area=grid).update(geometry=shape)
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    done = through(plan, day=today() - dt.timedelta(days=9))
    assert len([code for code in codes() if code.startswith(places.west.code)]) == 1
    back = revert(plan=done.plan, context=as_mover(planner))
    (drawn,) = opened(back, today=today())
    assert drawn.problems == []
    through(back, drawn=False, day=today())
    now = {
        row.area.code: row.geometry for row in Boundary.objects.on(today()).filter(area__parent=places.west)
    }
    assert now.keys() == {grid.code for grid in apart}
    assert all(now[grid.code].sym_difference(shape).area < 1e-15 for grid, shape in apart.items())


def test_split_then_merge_restores_borders_placements_and_codes(places, planner, draft, through):
    before = {home.pk: home.grid_id for home in Household.objects.all()}
    land = Boundary.objects.get(area=places.grids[0]).geometry
    through(draft, BORDER, line((0.7, 0), (0.7, 1)), day=today() - dt.timedelta(days=9))
    plan = create_plan(
        name="例二",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    through(plan, BORDER)
    assert codes() == codes(today() - dt.timedelta(days=10))
    assert {home.pk: home.grid_id for home in Household.objects.all()} == before
    assert Boundary.objects.on(today()).get(area=places.grids[0]).geometry.equals(land)


def test_a_household_without_a_point_follows_most_of_its_grid_and_is_listed(places, draft, through):
    lost = v.household(places.grids[1])
    done = through(draft)
    assert (done.followed, grid_of(lost)) == ([lost.pk], places.grids[0].code)


def test_a_household_whose_point_and_grid_disagree_is_not_moved_silently(places, draft, through):
    odd = v.household(places.grids[1], v.middle(0, 0))
    through(draft, line((0.9, 0), (0.9, 1)))
    assert grid_of(odd) == places.grids[1].code


def test_a_household_exactly_on_a_border_stays_with_its_grid(places, draft, through):
    home = v.household(places.grids[1], Point(112.509, 27.905, srid=4326))
    Household.objects.filter(pk=home.pk).update(point=Point(112.512, 27.905, srid=4326))
    through(draft, line((1.2, 0), (1.2, 1)))
    assert grid_of(home) == places.grids[1].code


def test_two_households_on_one_point_stay_together(places, draft, through):
    twins = [v.household(places.grids[0], v.middle(0, 0)) for _ in range(2)]
    through(draft, BORDER, line((0.6, 0), (0.6, 1)))
    assert len({grid_of(home) for home in [places.homes[0], *twins]}) == 1


def test_a_grid_without_households_is_published_only_when_it_is_named(places, draft, through):
    lines = [BORDER, line((0.1, 0), (0.1, 1))]
    with pytest.raises(Conflict, match=r"Nobody lives|没有住户"):
        through(draft, *lines, named=False)
    plan = BoundaryPlan.objects.get(pk=draft.pk)
    new = plan.grids.get(area=None).key
    done = through(plan, *lines, said=[(Said(key=new, name="例林场"), None)])
    assert ([area.name for area in done.made], done.moved) == (["例林场"], [])


def test_posts_of_a_grid_that_ends_end_with_it(places, draft, through):
    for grid in places.grids[:2]:
        v.officer("small_leader", grid)
    through(draft, day=tomorrow())
    assert Post.objects.on(today()).filter(kind="small_leader").count() == 2
    assert [post.area for post in Post.objects.on(tomorrow()).filter(kind="small_leader")] == [
        places.grids[0]
    ]


def test_a_new_grid_takes_over_the_leader_that_the_plan_names(places, draft, through):
    leader = v.officer("small_leader", places.grids[0])
    done = through(
        draft, BORDER, line((0.7, 0), (0.7, 1)), leaders={f"{places.west.code}n1": places.grids[0].code}
    )
    assert {post.area for post in Post.objects.on(today()).filter(user=leader)} == {
        places.grids[0],
        done.made[0],
    }


def test_a_grid_that_gets_another_code_is_a_new_one_with_the_same_people(places, draft, through):
    leader, code = v.officer("small_leader", places.grids[0]), f"{places.west.code}088"
    done = through(draft, BORDER, said=[(Said(key=places.grids[0].code, code=code), None)])
    assert ([area.code for area in done.made], grid_of(places.homes[0])) == ([code], code)
    assert Post.objects.on(today()).get(user=leader).area.code == code
    assert Lineage.objects.get().kind == "redrawn"


def test_contacts_stay_with_their_households(places, draft, through):
    link = v.link(v.member(places.west), places.homes[1])
    through(draft)
    link.refresh_from_db()
    assert link.period == since(v.LONG_AGO)


def test_contacts_that_cross_the_new_border_are_flagged(places, draft, through):
    member = v.member(places.west, point=v.middle(0, 0))
    v.link(member, places.homes[0])
    question = states.Question(states.Selection(villages=(places.west.pk,)), on=today())
    assert gap_reasons.page(question, ("outside",)) == []
    v.household(places.grids[0], v.middle(0, 0))
    places.homes[0].point = Point(112.509, 27.905, srid=4326)
    with owner():
        places.homes[0].save(update_fields=["point"])
    through(draft, BORDER, line((0.7, 0), (0.7, 1)))
    assert [gap.household_id for gap in gap_reasons.page(question, ("outside",))] == [places.homes[0].pk]
    past = states.Question(states.Selection(villages=(places.west.pk,)), on=(today() - dt.timedelta(days=1)))
    assert gap_reasons.page(past, ("outside",)) == []


def test_a_village_with_a_hole_and_an_island_is_published(places, planner, through):
    land = shapely.union_all(
        [shapely.box(112.50, 27.90, 112.52, 27.91), shapely.box(112.522, 27.90, 112.523, 27.901)]
    )
    land = shapely.difference(land, shapely.box(112.503, 27.903, 112.505, 27.905))
    with owner():
        Boundary.objects.filter(area=places.west).update(geometry=geos(land))
        for grid, box in zip(
            places.grids[:2],
            (shapely.box(112, 27, 112.51, 28), shapely.box(112.51, 27, 113, 28)),
            strict=True,
        ):
            own = shapely.intersection(land, box)
            Boundary.objects.filter(area=grid).update(geometry=geos(multi(own)))
        island = v.household(places.grids[1], Point(112.5225, 27.9005, srid=4326))
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    through(plan, BORDER, line((0.2, 0), (0.2, 1)))
    grids = Boundary.objects.on(today()).filter(area__parent=places.west, area__level="grid")
    shapes = shapely.from_wkb([bytes(each.geometry.wkb) for each in grids])
    assert len(shapes) == 3
    assert shapely.coverage_is_valid(shapes)
    assert shapely.symmetric_difference(shapely.union_all(shapes), land).area < 1e-12
    assert grid_of(island) == places.grids[1].code


def test_those_concerned_are_told(places, planner, approver, draft, through):
    officer, leader = v.officer("village_officer", places.west), v.officer("small_leader", places.grids[1])
    member, stranger = v.member(places.west), v.officer("village_officer", places.far)
    v.link(member, places.homes[1])
    through(draft)
    with owner():
        told_of = set(Notice.objects.filter(kind="grids_redrawn").values_list("user", flat=True))
        waits = Notice.objects.get(user=approver, kind="plan_submitted")
    assert {officer.pk, leader.pk, member.user_id} <= told_of
    assert stranger.pk not in told_of
    assert waits.subject == f"{draft.pk} 例方案"


def test_what_happened_to_a_plan_is_appended(draft, through):
    through(draft)
    assert [step.move for step in draft.steps.all()] == ["create", "submit", "approve", "publish"]


def test_a_published_plan_still_tells_what_it_changed(places, draft, through):
    done = through(draft)
    (drawn,) = opened(done.plan, today=today())
    assert [grid.code for grid in drawn.snapshot.grids] == [grid.code for grid in places.grids[:2]]
    assert (len(drawn.sketches), drawn.problems) == (1, [])


def test_cards_of_households_that_moved_are_printed_again(places, draft, through):
    links = [v.link(v.member(places.west), home) for home in places.homes[:2]]
    with owner():
        for link in links:
            Card.objects.create(
                household=link.household,
                link=link,
                member=link.member,
                printed_on=(today() - dt.timedelta(days=1)),
                delivered_on=(today() - dt.timedelta(days=1)),
            )
    through(draft)
    question = states.Question(states.Selection(villages=(places.west.pk,)), on=today())
    held = {card.household_id: card.state for card in cards.page(question, ("outdated", "held"))}
    assert held == {places.homes[0].pk: "held", places.homes[1].pk: "outdated"}
