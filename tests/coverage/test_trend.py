"""The course of every figure: each day says what coverage says of it, and nobody is told more."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.base.scope import Right
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.coverage.disclosure import days_for
from geodata.coverage.through_time.trend import Trend, change, trend
from tests import village as v
from tests.coverage.test_counts import every_kind

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture(scope="module")
def build():
    return every_kind


@pytest.fixture
def scope(places):
    return scope_of(v.officer("county_officer", places.county), on=today())


@pytest.fixture
def planner(places):
    return scope_of(v.officer("planner", places.county), on=today())


def rows_of(answer: Trend, day: dt.date):
    """What a trend says of a day, as coverage says it: by code, or of what lies outside every part by its parent."""
    place = answer.place(day)
    assert place is not None
    return {
        row.code or (row.parent, None): (counts, row.hidden[place])
        for row in [answer.total, *answer.rows]
        if (counts := row.counts[place]) is not None
    }


def same(answer: Trend, area, scope, *, by: str, category=None) -> None:
    for day in answer.days:
        told = coverage(area=area, by=by, on=day, scope=scope, category=category)
        expected = {
            row.code or (row.parent, None): (row.counts, row.hidden) for row in [told.total, *told.rows]
        }
        found = rows_of(answer, day)
        assert {key: row for key, row in found.items() if key in expected} == expected
        assert not any(any(counts.values()) for key, (counts, _) in found.items() if key not in expected)


@pytest.mark.parametrize("by", ["township", "village", "grid"])
def test_each_week_says_what_coverage_says_of_its_day(places, scope, by):
    answer = trend(area=places.county, by=by, on=today(), scope=scope, weeks=16)
    assert answer.days == tuple(today() - dt.timedelta(weeks=back) for back in range(15, -1, -1))
    same(answer, places.county, scope, by=by)


def test_a_category_has_its_course(places, scope):
    answer = trend(area=places.county, by="grid", on=today(), scope=scope, weeks=3, category="low_income")
    same(answer, places.county, scope, by="grid", category="low_income")


def test_a_grid_has_its_course(places, scope):
    answer = trend(area=places.grids[0], on=today(), scope=scope, weeks=5)
    assert not answer.rows
    assert answer.total.values("households") == [
        coverage(area=places.grids[0], by="grid", on=day, scope=scope).total.counts.households
        for day in answer.days
    ]


def test_without_details_a_trend_goes_through_the_days_that_may_be_asked(places, planner):
    answer = trend(area=places.county, by="village", on=today(), scope=planner.to(Right.COUNTS))
    assert answer.step == "month"
    assert answer.days == tuple(
        day for day in sorted(days_for(today())) if day >= today() - dt.timedelta(weeks=53)
    )
    same(answer, places.county, planner.to(Right.COUNTS), by="village")


def test_without_details_no_other_day_is_told(places, planner):
    other = next(
        day for back in range(40) if (day := today() - dt.timedelta(days=back)) not in days_for(today())
    )
    with pytest.raises(NotAllowed):
        trend(area=places.county, on=other, scope=planner.to(Right.COUNTS))
    with pytest.raises(NotAllowed):
        change(area=places.county, since=other, on=today(), scope=planner.to(Right.COUNTS))


def test_a_change_is_told_between_two_days(places, scope):
    since = today() - dt.timedelta(days=4)
    answer = change(area=places.county, by="grid", since=since, on=today(), scope=scope)
    assert answer.days == (since, today())
    same(answer, places.county, scope, by="grid")
    assert answer.total.change("visited") == 1
    assert answer.total.change("visits") == 2


def test_a_change_of_what_is_not_told_is_not_told(places, planner):
    answer = trend(area=places.county, on=today(), scope=planner.to(Right.COUNTS))
    assert answer.total.values("special")[-1] == "<5"
    assert answer.total.change("special") is None
    assert answer.total.change("households") == 0


def test_only_a_past_and_a_scope_have_a_trend(places, scope):
    with pytest.raises(BadInput):
        trend(area=places.county, on=today() + dt.timedelta(days=1), scope=scope)
    with pytest.raises(BadInput):
        trend(area=places.county, on=today(), scope=scope, weeks=54)
    with pytest.raises(BadInput):
        change(area=places.county, since=today(), on=today(), scope=scope)
    with pytest.raises(NotFound):
        trend(
            area=places.county,
            on=today(),
            scope=scope_of(v.officer("village_officer", places.east), on=today()),
        )
