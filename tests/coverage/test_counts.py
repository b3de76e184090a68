import datetime as dt
from functools import reduce

import pytest

from geodata.base.errors import NotFound
from geodata.base.periods import today
from geodata.contacts.branches import with_branches
from geodata.contacts.models import Branch, BranchArea
from geodata.contacts.rights import scope_of
from geodata.coverage import of_areas
from geodata.coverage.counts import Counts, coverage, of_scope
from geodata.coverage.figures import FIGURES
from geodata.coverage.households import matched
from geodata.coverage.states import Question, select
from geodata.people.placing import move, occupy
from geodata.posts.queries import with_leaders
from geodata.territory.models import Area
from tests import village as v
from tests import worlds
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


def every_kind() -> v.County:
    """Every kind of household: linked, special, visited, late, empty, without a point, outside every grid."""
    worlds.defaults()
    places = v.county()
    now = today()
    cadre = v.user()
    member = v.member(places.west)
    for home, days in zip(places.homes, (3, 80, 100, 300), strict=True):
        v.visit(home, now - dt.timedelta(days=days), by=cadre)
    v.visit(places.homes[0], now - dt.timedelta(days=2), by=cadre, visitors=(cadre.pk, member.user.pk))
    v.visit(places.homes[1], now, by=cadre, outcome="absent")
    v.link(member, places.homes[0])
    v.link(member, places.homes[2], primary=False)
    v.care(places.homes[2])
    places.homes.append(v.household(places.grids[0]))
    places.homes.append(v.household(places.grids[2], v.middle(2, 0)))
    occupy(household=places.homes[4], occupancy="empty", on=now - dt.timedelta(days=5))
    move(household=places.homes[5], grid=None, on=now - dt.timedelta(days=5))
    return places


@pytest.fixture(scope="module")
def build():
    return every_kind


@pytest.fixture
def scope(places):
    return scope_of(v.officer("county_officer", places.county), on=today())


def test_the_county_counts_each_figure(places, scope):
    counts = coverage(area=places.county, by="grid", on=today(), scope=scope).total.counts
    assert counts == Counts(
        households=6, linked=1, unlinked=5, visited=2, not_visited=4, visits=3, person_times=4,
        never=1, ok=1, due=1, overdue=0, long=2, exempt=1, unvisited=3, special=1, special_overdue=1,
        no_point=1, no_grid=1, leader_posts=9, leader_posts_vacant=9, grids=4, grids_without_branch=4, due_in_14=1, due_in_30=1, no_phone=5,
        care_unverified=1,
    )  # fmt: skip


@pytest.mark.parametrize("days", [0, 1, 10, 100])
@pytest.mark.parametrize("by", ["township", "village", "grid"])
def test_children_add_up_to_the_parent(places, scope, by, days):
    answer = coverage(area=places.county, by=by, on=today() - dt.timedelta(days=days), scope=scope)
    assert reduce(Counts.plus, (row.counts for row in answer.rows)) == answer.total.counts
    assert answer.total.counts.households == 6


def test_every_level_has_its_rows(places, scope):
    answers = {
        by: coverage(area=places.county, by=by, on=today(), scope=scope)
        for by in ("township", "village", "grid")
    }
    assert [row.code for row in answers["township"].rows] == ["430382100", "430382101"]
    assert [row.code for row in answers["grid"].rows] == [
        *(grid.code for grid in places.grids[:2]), None, places.grids[2].code, None, None, places.grids[3].code, None, None,
    ]  # fmt: skip


def test_households_outside_every_grid_have_a_row_of_their_own(places, scope):
    rows = coverage(area=places.east, by="grid", on=today(), scope=scope).rows
    assert [(row.code, row.parent, row.counts.households) for row in rows if row.code is None] == [
        (None, places.east.code, 1)
    ]


@pytest.mark.parametrize("days", [0, 3])
@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_opens_into_a_list_of_its_length(places, scope, figure, days):
    on = today() - dt.timedelta(days=days)
    counts = coverage(area=places.county, by="grid", on=on, scope=scope).total.counts
    question = Question(select(scope=scope, area=places.county, on=on), on=on)
    assert matched(question, figure) == counts[figure]


def test_statuses_share_out_all_households(places, scope):
    counts = coverage(area=places.county, by="grid", on=today(), scope=scope).total.counts
    assert sum(counts[name] for name in ("never", "ok", "due", "overdue", "long", "exempt")) == 6
    assert counts.linked + counts.unlinked == counts.visited + counts.not_visited == 6


def test_a_shorter_window_sees_fewer_visits_and_the_same_statuses(places, scope):
    wide = coverage(area=places.county, by="grid", on=today(), scope=scope, window=90).total.counts
    narrow = coverage(area=places.county, by="grid", on=today(), scope=scope, window=3).total.counts
    assert (wide.visited, narrow.visited, narrow.visits) == (2, 1, 1)
    assert (wide.ok, wide.long) == (narrow.ok, narrow.long)


def test_a_category_counts_its_households_only(places, scope):
    counts = coverage(
        area=places.county, by="grid", on=today(), scope=scope, category="low_income"
    ).total.counts
    assert (counts.households, counts.special_overdue, counts.linked) == (1, 1, 0)


def test_a_past_day_knows_nothing_of_what_came_later(places, scope):
    before = coverage(
        area=places.county, by="grid", on=today() - dt.timedelta(days=6), scope=scope
    ).total.counts
    assert (before.exempt, before.no_grid, before.visits) == (0, 0, 1)


def test_an_empty_area_has_zeros(places, scope):
    empty = v.area("430382101202", "例空村")
    row = coverage(
        area=empty, by="grid", on=today(), scope=scope_of(v.officer("village_officer", empty), on=today())
    )
    assert row.total.counts == Counts(leader_posts=1, leader_posts_vacant=1)
    assert [(part.code, part.counts.households) for part in row.rows] == [(None, 0)]


def test_leaders_of_every_size_are_counted_at_their_own_area(places, scope):
    for kind, place in (
        ("small_leader", places.grids[0]),
        ("medium_leader", places.west),
        ("large_leader", places.town),
    ):
        v.officer(kind, place)
    by = {
        level: coverage(area=places.county, by=level, on=today(), scope=scope)
        for level in ("township", "village")
    }
    assert (
        by["township"].total.counts.leader_posts_vacant == by["village"].total.counts.leader_posts_vacant == 6
    )
    town, _other = by["township"].rows
    assert (town.counts.leader_posts, town.counts.leader_posts_vacant) == (6, 3)
    own = next(row for row in by["village"].rows if row.code is None and row.parent == places.town.code)
    assert (own.counts.leader_posts, own.counts.leader_posts_vacant) == (1, 0)


@pytest.mark.parametrize("days", [0, 10])
def test_areas_are_told_what_the_lists_of_vacant_posts_and_lone_grids_tell(places, days):
    for kind, place in (
        ("small_leader", places.grids[0]),
        ("medium_leader", places.west),
        ("cadre", places.east),
    ):
        v.officer(kind, place)
    on = today() - dt.timedelta(days=days)
    told = {one.code: one for one in of_areas.under(places.county.code, on=on)}
    models = with_branches(with_leaders(Area.objects.on(on).under(places.county.code), on=on), on=on)
    assert {code: (one.is_led, one.has_branch) for code, one in told.items()} == {
        one.code: (one.is_led, one.has_branch) for one in models
    }
    assert sum(one.is_led for one in told.values()) == 2


def test_grids_without_a_branch_are_counted_as_of_the_day(places, scope):
    with owner():
        branch = Branch.objects.create(name="例支部", kind="grid")
        BranchArea.objects.create(
            branch=branch, area=places.grids[0], kind="grid", level="grid", period=v.since(today())
        )
    days = (today(), today() - dt.timedelta(days=1))
    told = [coverage(area=places.county, by="grid", on=on, scope=scope).total.counts for on in days]
    assert [(counts.grids, counts.grids_without_branch) for counts in told] == [(4, 3), (4, 4)]


def test_an_area_outside_the_scope_is_not_found(places):
    scope = scope_of(v.officer("township_officer", places.town), on=today())
    for area in (places.county, places.other_town, places.far):
        with pytest.raises(NotFound):
            coverage(area=area, by="grid", on=today(), scope=scope)


def test_a_contact_members_own_households_are_counted(places):
    who = places.homes[0].links.get().member.user
    counts = of_scope(scope=scope_of(who, on=today()), on=today())
    assert (counts.households, counts.linked, counts.special) == (2, 1, 1)


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("by", ["township", "grid"])
def test_coverage_takes_two_queries(places, scope, by, days, django_assert_max_num_queries):
    """Of a past day one more: what is kept of it is looked up first, and here nothing is."""
    with django_assert_max_num_queries(3 if days else 2):
        coverage(area=places.county, by=by, on=today() - dt.timedelta(days=days), scope=scope)


def test_each_household_figure_is_a_field_of_the_counts():
    assert set(FIGURES) <= set(Counts())
    assert {figure.of for figure in FIGURES.values()} <= set(FIGURES)
