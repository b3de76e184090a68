"""The visit ledger as a file tells what its page tells, and costs as many queries for a year as for a day."""

import datetime as dt
from dataclasses import replace

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage import tallying
from geodata.exports.ledger import COLUMNS, LedgerReport, figures_of
from geodata.people.models import Household
from geodata.visits.ledger import Ledger
from geodata.visits.models import Visit
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def ledger(places) -> Ledger:
    who, other = v.user("例前"), v.user("例后")
    told = {"note": "例", "brought": [Visit.Brought.values[0]], "mode": Visit.Mode.PHONE}
    for number, home in enumerate(places.homes):
        visit = v.visit(home, today(), by=who)
        with owner():
            visit.visitors.create(user=other)
            Visit.objects.filter(pk=visit.pk).update(person_times=2, **(told if number else {}))
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    return Ledger(scope, places.county, today(), today(), voided=True)


def report(ledger: Ledger) -> LedgerReport:
    return LedgerReport(ledger, "例县", "例", v.NOON)


def test_a_file_tells_what_the_page_tells(ledger):
    rows, visits = list(report(ledger).rows()), ledger.page()
    assert len(rows) == len(visits) == 6
    for row, visit in zip(rows, visits, strict=True):
        home = visit.household
        assert len(row) == len(COLUMNS)
        assert row[:5] == [
            visit.day.isoformat(), home.village.name, home.grid.name if home.grid else "", home.number, home.head_name,
        ]  # fmt: skip
        assert row[5:7] == [visit.get_mode_display(), visit.get_outcome_display()]
        assert all(one.user.name in row[7] for one in visit.visitors.all())
        assert row[8:9] + row[10:12] == [str(visit.person_times), visit.note, visit.entered_by.name]
        assert row[13] == visit.get_state_display()


def test_it_takes_two_queries(ledger, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(list(report(ledger).rows())) == 6


def test_a_long_one_is_read_in_parts(ledger, monkeypatch):
    whole = list(report(ledger).rows())
    monkeypatch.setattr("geodata.exports.ledger.CHUNK", 2)
    assert list(report(ledger).rows()) == whole


def test_the_four_figures_are_read_where_they_are_kept(ledger, django_assert_max_num_queries):
    kept = replace(ledger, first=today() - dt.timedelta(days=89))
    for asked in (kept, replace(kept, outcome="met"), replace(kept, area=kept.area.children.first())):
        tallying.count_all(today())
        with django_assert_max_num_queries(5):
            told, there = figures_of(asked)
        assert told == asked.figures()
        assert there == Household.objects.filter(village__code__startswith=asked.area.code).count()


def test_of_a_long_one_it_is_only_said_that_there_are_more(ledger):
    tallying.count_all(today())
    kept = replace(ledger, first=today() - dt.timedelta(days=89))
    assert figures_of(kept, most=2)[0] == replace(kept.figures(), lines=3)


@pytest.mark.parametrize("more", [{"mode": Visit.Mode.PHONE}, {"noted": True}, {"outcome": "absent"}])
def test_whatever_else_is_asked_is_counted(ledger, more):
    tallying.count_all(today())
    asked = replace(ledger, first=today() - dt.timedelta(days=89), **more)
    assert figures_of(asked, most=2)[0] == asked.figures() != ledger.figures()
