"""The visit status is a pure function of a day, in Python and in SQL alike."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from geodata.visits.schedule import SQL, Status, next_visit_by, status

DAY = dt.date(2026, 6, 30)


def days_ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "ok"), (24, "ok"), (25, "due"), (31, "due"), (32, "overdue"), (62, "overdue"), (63, "long")],
)
def test_a_rhythm_of_31_days(days, expected):
    assert status(on=DAY, last_met=days_ago(days), interval=31) == expected


def test_without_a_visit_it_is_never():
    assert status(on=DAY, last_met=None, interval=31) is Status.NEVER


def test_an_exempt_household_owes_nothing():
    assert status(on=DAY, last_met=None, interval=31, exempt=True) is Status.EXEMPT


@given(days=st.integers(0, 800), interval=st.integers(1, 366))
def test_waiting_never_improves_a_status(days, interval):
    order = [Status.OK, Status.DUE, Status.OVERDUE, Status.LONG]
    now = status(on=DAY, last_met=days_ago(days), interval=interval)
    later = status(on=DAY, last_met=days_ago(days + 1), interval=interval)
    assert order.index(later) >= order.index(now)


def test_the_next_visit_is_due_within_the_interval():
    assert next_visit_by(last_met=DAY, interval=31) == dt.date(2026, 7, 31)
    assert next_visit_by(last_met=None, interval=31) is None


@pytest.mark.django_db
def test_sql_says_the_same():
    cases = [
        (days, interval, exempt)
        for days in range(-1, 200)
        for interval in (1, 7, 31, 92)
        for exempt in (True, False)
    ]
    values = [(None if days < 0 else days_ago(days), interval, exempt) for days, interval, exempt in cases]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {SQL} FROM unnest(%(met)s::date[], %(intervals)s::int[], %(exempt)s::bool[])
                WITH ORDINALITY AS t(last_met, "interval", exempt, place) ORDER BY place""",
            {
                "on": DAY,
                "met": [met for met, _, _ in values],
                "intervals": [interval for _, interval, _ in values],
                "exempt": [exempt for _, _, exempt in values],
            },
        )
        told = [row[0] for row in cursor.fetchall()]
    assert told == [
        status(on=DAY, last_met=met, interval=interval, exempt=exempt) for met, interval, exempt in values
    ]
