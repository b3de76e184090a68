"""Which days are worked, and when a term of working days ends."""

import datetime as dt

import numpy as np
import pytest
from django.core.management import call_command
from django.utils import timezone

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.calendar import workdays
from geodata.calendar.jobs import load_calendar
from geodata.calendar.loading import load_missing_years, load_year
from geodata.calendar.models import CalendarVersion, WorkDay
from geodata.calendar.overruling import overrule_day, take_back
from geodata.contacts.rights import scope_of
from tests import village as v

D = dt.date
NOON = v.NOON
TODAY = D(2026, 6, 30)

SPRING_FESTIVAL = {
    D(2026, 2, 13): True, D(2026, 2, 14): True, D(2026, 2, 15): False, D(2026, 2, 16): False, D(2026, 2, 17): False,
    D(2026, 2, 18): False, D(2026, 2, 19): False, D(2026, 2, 20): False, D(2026, 2, 21): False, D(2026, 2, 22): False,
    D(2026, 2, 23): False, D(2026, 2, 24): True, D(2026, 2, 27): True, D(2026, 2, 28): True, D(2026, 3, 1): False,
}  # fmt: skip
NATIONAL_DAY = {
    D(2026, 9, 19): False, D(2026, 9, 20): True, D(2026, 9, 25): False, D(2026, 9, 30): True, D(2026, 10, 1): False,
    D(2026, 10, 2): False, D(2026, 10, 5): False, D(2026, 10, 6): False, D(2026, 10, 7): False, D(2026, 10, 8): True,
    D(2026, 10, 9): True, D(2026, 10, 10): True, D(2026, 10, 11): False,
}  # fmt: skip
"""As the General Office of the State Council published them on 4 November 2025."""
TERMS = [
    (D(2026, 2, 12), 1, D(2026, 2, 13)), (D(2026, 2, 12), 2, D(2026, 2, 14)), (D(2026, 2, 12), 3, D(2026, 2, 24)),
    (D(2026, 2, 13), 1, D(2026, 2, 14)), (D(2026, 2, 14), 1, D(2026, 2, 24)), (D(2026, 2, 14), 5, D(2026, 2, 28)),
    (D(2026, 2, 18), 7, D(2026, 3, 3)), (D(2026, 2, 18), 0, D(2026, 2, 24)), (D(2026, 2, 24), 0, D(2026, 2, 24)),
    (D(2026, 9, 18), 1, D(2026, 9, 20)), (D(2026, 9, 30), 1, D(2026, 10, 8)), (D(2026, 9, 30), 3, D(2026, 10, 10)),
    (D(2026, 9, 30), 4, D(2026, 10, 12)), (D(2026, 9, 24), 7, D(2026, 10, 12)), (D(2026, 12, 31), 1, D(2027, 1, 4)),
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    load_year(2026, at=NOON)


@pytest.mark.parametrize(("day", "works"), sorted((SPRING_FESTIVAL | NATIONAL_DAY).items()))
def test_adjusted_days_of_2026_are_those_that_were_published(loaded, day, works):
    assert workdays.calendar().works(day) is works


@pytest.mark.parametrize(("day", "n", "last"), TERMS)
def test_a_term_ends_on_a_working_day(loaded, day, n, last):
    if last.year == 2027:
        load_year(2027, at=NOON)
    assert workdays.calendar().after(day, n) == last


def test_many_terms_at_once_end_as_each_alone(loaded):
    now = workdays.calendar()
    days = [D(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    for n in (0, 1, 7, 20):
        alone = [now.after(day, n) for day in days]
        assert now.after_each(np.array(days, "datetime64[D]"), n).astype(object).tolist() == alone
    each = np.arange(365) % 15
    alone = [now.after(day, int(n)) for day, n in zip(days, each, strict=True)]
    assert now.after_each(np.array(days, "datetime64[D]"), each).astype(object).tolist() == alone
    assert len(now.after_each(np.array([], "datetime64[D]"), 3)) == 0


def test_a_term_ends_with_the_last_hour_of_its_day(loaded):
    late = dt.datetime(2026, 9, 30, 14, 30, tzinfo=dt.UTC)
    ends = timezone.localtime(workdays.add(late, 1))
    assert (ends.date(), ends.time()) == (D(2026, 10, 8), dt.time(23, 59, 59))


def test_more_days_than_anybody_waits_are_no_term():
    with pytest.raises(ValueError, match="working days"):
        workdays.Calendar({}).after(TODAY, 1_001)


def test_without_a_calendar_monday_to_friday_are_worked():
    assert (workdays.known_until(), workdays.version()) == (None, 0)
    assert workdays.calendar().after(D(2026, 9, 30), 1) == D(2026, 10, 1)


def test_a_year_that_is_not_published_has_its_statutory_days_and_is_not_known(loaded):
    call_command("load_calendar", "2027", verbosity=0)
    assert workdays.known_until() == D(2026, 12, 31)
    assert not workdays.calendar().works(D(2027, 10, 1))
    assert not WorkDay.objects.filter(day__year=2027, works=True).exists()


def test_only_days_of_the_year_that_was_asked_are_loaded(loaded):
    assert {day.year for day in WorkDay.objects.values_list("day", flat=True)} == {2026}


def test_days_that_make_up_for_new_year_lie_in_the_year_before():
    load_year(2005, at=NOON)
    assert WorkDay.objects.get(day=D(2005, 12, 31)).works


def test_loading_again_changes_nothing_and_is_no_new_version(loaded):
    before = workdays.version()
    assert (load_year(2026, at=NOON), workdays.version()) == (0, before)


def test_each_day_loads_this_year_and_the_next_one_once():
    load_calendar(TODAY)
    assert {day.year for day in WorkDay.objects.values_list("day", flat=True)} == {2026, 2027}
    assert load_missing_years(TODAY, at=NOON) == 0
    assert CalendarVersion.objects.count() == 2


def test_what_is_published_later_takes_the_place_of_the_statutory_days(loaded, monkeypatch):
    load_year(2027, at=NOON)
    monkeypatch.setattr("geodata.calendar.loading.is_published", lambda _year: True)
    assert load_missing_years(D(2027, 1, 2), at=NOON) > 0
    assert workdays.known_until() == D(2028, 12, 31)


@pytest.fixture
def office(bare_county):
    return scope_of(v.officer("county_officer", bare_county.county), on=TODAY)


FLOOD = D(2026, 8, 3)


def overrule(scope, day=FLOOD, **more):
    overrule_day(
        **{"day": day, "works": False, "name": "抗洪", "scope": scope, "today": TODAY, "by": v.user()} | more
    )


def test_a_county_overrules_a_day_which_stays_when_the_year_is_loaded_again(loaded, office):
    before = workdays.version()
    overrule(office, D(2026, 10, 10))
    load_year(2026, at=NOON)
    assert workdays.calendar().after(D(2026, 10, 9), 1) == D(2026, 10, 12)
    assert workdays.version() > before
    assert AccessEntry.objects.get(action="work_day_set").subject == "2026-10-10"


def test_what_was_overruled_is_taken_back(loaded, office):
    overrule(office, D(2026, 10, 10))
    take_back(day=D(2026, 10, 10), scope=office, today=TODAY, by=v.user())
    assert WorkDay.objects.get(day=D(2026, 10, 10)).source == "published"
    overrule(office)
    take_back(day=D(2026, 8, 3), scope=office, today=TODAY, by=v.user())
    assert workdays.calendar().works(D(2026, 8, 3))
    with pytest.raises(NotFound):
        take_back(day=D(2026, 8, 3), scope=office, today=TODAY, by=v.user())


def test_a_township_overrules_nothing(loaded, bare_county):
    with pytest.raises(NotAllowed):
        overrule(scope_of(v.officer("township_officer", bare_county.town), on=TODAY))


def test_a_day_far_away_is_not_overruled(loaded, office):
    with pytest.raises(BadInput):
        overrule(office, D(2029, 1, 1))


def test_a_hundred_thousand_terms_are_reckoned_at_once(loaded):
    days = np.array([D(2026, 1, 1)], "datetime64[D]") + np.arange(100_000) % 365
    ends = workdays.calendar().after_each(days, np.arange(100_000) % 15 + 1)
    assert len(ends) == 100_000 and (ends > days).all()
