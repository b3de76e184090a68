"""The work of a week: what is to be visited by Sunday as things stood before Monday, and what of it is done."""

import datetime as dt

import pytest

from geodata.coverage.households import states_of
from geodata.coverage.states import Question, Selection
from geodata.coverage.week import of_week, week_of
from geodata.people.placing import occupy
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")
MONDAY, SUNDAY = dt.date(2026, 6, 29), dt.date(2026, 7, 5)
USUAL = dt.timedelta(days=92)


def told(home, *met: dt.date, on: dt.date = v.TODAY) -> str:
    """What the week says of this household, which was met on these days."""
    for day in met:
        v.visit(home, day, by=v.user())
    now = states_of(Question(Selection(households=(home.pk,)), on=on))
    return of_week(now.values(), on=on).get(home.pk, "")


@pytest.fixture
def home(bare_county):
    return bare_county.homes[0]


@pytest.mark.parametrize("on", [MONDAY, v.TODAY, SUNDAY])
def test_a_week_begins_on_monday(on):
    assert week_of(on) == (MONDAY, SUNDAY)


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ([], "due"),
        ([MONDAY - 2 * USUAL], "due"),
        ([SUNDAY - USUAL], "due"),
        ([SUNDAY - USUAL + dt.timedelta(days=1)], ""),
        ([MONDAY - dt.timedelta(days=1)], ""),
        ([MONDAY], "met"),
        ([SUNDAY - USUAL, v.TODAY], "met"),
        ([MONDAY, v.TODAY], "met"),
        ([MONDAY - dt.timedelta(days=10), v.TODAY], ""),
    ],
    ids=["never", "long-ago", "by-sunday", "next-monday", "last-sunday", "first-time", "in-time", "twice", "before-it-was-due"],
)  # fmt: skip
def test_it_is_of_the_week_by_how_things_stood_before_it(home, met, expected):
    assert told(home, *met) == expected


def test_who_needs_no_visit_is_of_no_week(home):
    occupy(household=home, occupancy="empty", on=v.LONG_AGO)
    assert told(home) == ""


def test_however_many_it_is_one_question_at_most(bare_county, django_assert_num_queries):
    for home in bare_county.homes:
        v.visit(home, MONDAY, by=v.user())
    chosen = Selection(households=tuple(home.pk for home in bare_county.homes))
    now = states_of(Question(chosen, on=v.TODAY)).values()
    with django_assert_num_queries(1):
        assert set(of_week(now, on=v.TODAY).values()) == {"met"}
