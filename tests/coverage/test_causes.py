"""Why a household lacks its contact."""

import datetime as dt

import pytest

from geodata.base.periods import between, today
from geodata.contacts.assigning import end_contact
from geodata.contacts.models import Member
from geodata.contacts.rights import scope_of
from geodata.coverage import gap_reasons
from geodata.coverage.counts import coverage
from geodata.coverage.gap_reasons import Cause
from geodata.coverage.states import Question, Selection, select
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places(bare_county):
    return bare_county


def question_about(places, area=None, on=None) -> Question:
    on = on or today()
    scope = scope_of(v.officer("county_officer", places.county), on=on)
    return Question(select(scope=scope, area=area or places.county, on=on), on=on)


def cause(places, number: int = 0, on=None) -> str | None:
    return gap_reasons.of_households(question_about(places, on=on)).get(places.homes[number].pk)


def test_a_household_that_never_had_a_contact(places):
    assert cause(places) == Cause.NEVER


def test_a_household_with_an_able_member_of_its_grid_has_no_cause(places):
    v.link(v.member(places.west, point=v.middle(0, 0)), places.homes[0])
    assert cause(places) is None


@pytest.mark.parametrize(
    ("reason", "told"),
    [("member_left", "left"), ("member_unable", "unable"), ("handed_over", "ended"), ("mistake", "ended")],
)
def test_the_reason_of_the_last_end_is_the_cause(places, reason, told):
    end_contact(link=v.link(v.member(places.west), places.homes[0]), reason=reason, on=today())
    assert cause(places) == told


def test_a_contact_on_paper_whose_member_is_ill_is_a_gap(places):
    v.link(v.member(places.west, ability="ill"), places.homes[0])
    assert cause(places) == Cause.UNABLE


def test_a_contact_on_paper_whose_member_has_left_is_a_gap(places):
    who = v.member(places.west)
    v.link(who, places.homes[0])
    Member.objects.filter(pk=who.pk).update(period=between(v.LONG_AGO, today()))
    assert cause(places) == Cause.LEFT


def test_only_the_latest_households_are_beyond_the_capacity(places):
    who = v.member(places.west, capacity=1)
    v.link(who, places.homes[0], day=today() - dt.timedelta(days=2))
    v.link(who, places.homes[1], day=today() - dt.timedelta(days=1))
    assert (cause(places, 0), cause(places, 1)) == (None, Cause.OVER_CAPACITY)


def test_a_member_of_another_grid_or_village_is_outside(places):
    v.link(v.member(places.west, point=v.middle(0, 0)), places.homes[1])
    v.link(v.member(places.east), places.homes[0])
    assert (cause(places, 0), cause(places, 1)) == (Cause.OUTSIDE, Cause.OUTSIDE)


def test_a_member_without_a_point_is_not_said_to_live_elsewhere(places):
    v.link(v.member(places.west), places.homes[0])
    assert cause(places) is None


def test_on_a_past_day_the_causes_are_those_of_that_day(places):
    end_contact(link=v.link(v.member(places.west), places.homes[0]), reason="member_left", on=today())
    assert cause(places, on=today() - dt.timedelta(days=1)) is None


def test_those_without_a_contact_are_as_many_as_coverage_counts(places):
    v.link(v.member(places.west), places.homes[0])
    end_contact(link=v.link(v.member(places.west), places.homes[1]), reason="member_left", on=today())
    numbers = gap_reasons.counted(question_about(places))
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    unlinked = coverage(area=places.county, by="village", on=today(), scope=scope).total.counts.unlinked
    assert numbers == {"never": 2, "left": 1, "unable": 0, "ended": 0, "over_capacity": 0, "outside": 0}
    assert sum(numbers.values()) == unlinked == 3


def test_villages_add_up(places):
    question = question_about(places)
    parts = gap_reasons.counted_and_listed(question, Cause.values).by_village
    assert {village: sum(part.values()) for village, part in parts.items()} == {
        places.west.pk: 2, places.east.pk: 1, places.far.pk: 1,
    }  # fmt: skip


def test_grids_and_single_households_have_the_causes_that_their_villages_tell(places):
    v.link(v.member(places.west, point=v.middle(0, 0)), places.homes[1])
    end_contact(link=v.link(v.member(places.west), places.homes[0]), reason="member_left", on=today())
    whole = gap_reasons.of_households(question_about(places))
    assert set(whole.values()) == {"left", "outside", "never"}
    for home in places.homes:
        for chosen in (Selection(grids=(home.grid_id,)), Selection(households=(home.pk,))):
            assert gap_reasons.of_households(Question(chosen, on=today()))[home.pk] == whole[home.pk]


def test_the_households_of_a_member_count_wherever_they_are(places):
    """Of two in another village the later one is beyond the capacity, though only that village is asked."""
    who = v.member(places.west, capacity=1)
    v.link(who, places.homes[0], day=today() - dt.timedelta(days=2))
    v.link(who, places.homes[2], day=today() - dt.timedelta(days=1))
    told = gap_reasons.of_households(question_about(places, area=places.east))
    assert places.homes[2].village_id == places.east.pk
    assert told[places.homes[2].pk] == Cause.OVER_CAPACITY


def test_pages_see_every_gap_once(places):
    question, after, seen = question_about(places), None, []
    while outcome := gap_reasons.page(question, tuple(Cause), after=after, limit=3):
        seen += [gap.household_id for gap in outcome]
        after = (outcome[-1].village_id, outcome[-1].household_id)
    assert sorted(seen) == sorted(home.pk for home in places.homes)


def test_counts_and_a_page_come_in_one_look(places, django_assert_max_num_queries):
    end_contact(link=v.link(v.member(places.west), places.homes[0]), reason="member_left", on=today())
    question, after = question_about(places), (places.homes[0].village_id, places.homes[0].pk)
    for causes in (Cause.values, (Cause.NEVER,)):
        with django_assert_max_num_queries(2):
            told = gap_reasons.counted_and_listed(question, causes, after=after, limit=2)
        assert told.counts == gap_reasons.counted(question) != {}
        assert told.page == gap_reasons.page(question, causes, after=after, limit=2) != []


def test_it_takes_two_queries(places, django_assert_max_num_queries):
    question = question_about(places)
    with django_assert_max_num_queries(2):
        gap_reasons.counted(question)
