"""The agenda is the answer of the questions of its day."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.agenda import Outcome
from geodata.base.periods import today
from geodata.coverage.counts import coverage
from geodata.meetings.gathering import SOURCES, agenda_of, as_dict
from geodata.needs.finding import Filter
from tests.meetings.conftest import in_days
from tests.roles import owner

pytestmark = pytest.mark.django_db


def agenda(desk, area, **asked):
    values = {"on": today(), "at": timezone.now(), "scope": desk.scope, "by": desk.by} | asked
    return agenda_of(area, **values)


def sections(found) -> dict:
    return {section.source.name: section for section in found.sections}


def test_sections_stand_in_their_order_and_empty_ones_are_left_out(people, places, need):
    found = agenda(people.village, places.west)
    names = [section.source.name for section in found.sections]
    assert names[0] == "needs_new" and "no_contact" in names and "campaigns" not in names
    assert names == sorted(names, key=lambda name: SOURCES[name].place)


def test_counts_of_needs_are_those_of_the_ledger(people, places, need):
    people.leader.records(places.homes[4], category="roads")
    asked = Filter(area=places.west, state="new", level=1, counted="found")
    listed = asked.of(**people.village.told)
    assert sections(agenda(people.village, places.west))["needs_new"].n == listed.count() == 2


def test_gaps_are_those_of_the_coverage_question(people, places):
    told = coverage(area=places.town, by="village", on=today(), scope=people.township.scope)
    found = sections(agenda(people.township, places.town))["no_contact"]
    assert (found.n, found.of) == (told.total.counts["unlinked"], told.total.counts["households"])
    lines = {item.line.ref: item.line.n for item in found.items}
    assert lines == {row.code: row.counts["unlinked"] for row in told.rows if row.counts["unlinked"]}


def test_a_thing_stands_on_an_agenda_once(people, places, need):
    with owner():
        type(need).objects.filter(pk=need.pk).update(due_at=timezone.now() - dt.timedelta(days=1))
    found = sections(agenda(people.village, places.west))
    assert (found["needs_new"].n, found["needs_late"].n) == (1, 1)
    assert len(found["needs_new"].items) == 1 and not found["needs_late"].items


def test_a_need_is_on_the_agenda_of_the_level_that_holds_it(people, places, need):
    assert "needs_new" not in sections(agenda(people.township, places.town))


def test_the_month_stands_beside_the_last_one_in_townships_alone(people, places, need):
    assert "compared" not in sections(agenda(people.village, places.west, on=in_days(2)))
    found = sections(agenda(people.township, places.town, on=in_days(2)))["compared"]
    assert found.n == 1 and {item.line.ref for item in found.items} >= {"water", places.west.code}


def test_no_line_names_anybody(people, places, need):
    told = str(as_dict(agenda(people.village, places.west)))
    assert need.title not in told and places.homes[0].head_name not in told


def test_an_agenda_of_many_needs_asks_no_more(people, places, django_assert_max_num_queries):
    people.leader.records(places.homes[0])
    with django_assert_max_num_queries(40):
        agenda(people.township, places.town)


def test_only_what_has_a_verb_is_offered():
    assert set(SOURCES["plans"].verbs) == {Outcome.NOTE}
    assert all(Outcome.NOTE in source.verbs for source in SOURCES.values())
