"""A care record that was verified longer ago than its category allows is a gap of its household, as of any day."""

import datetime as dt

import pytest

from geodata.coverage import households, states
from geodata.people.models import CareCategory, CareRecord
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=366)
ONE = dt.timedelta(days=1)


@pytest.fixture
def home(bare_county):
    v.category(reverify_days=366)
    return bare_county.homes[0]


@owner()
def cared(
    home, verified: dt.date | None, *, since: dt.date = v.LONG_AGO, code: str = "example_care"
) -> CareRecord:
    record = v.care(home, code, day=since)
    CareRecord.objects.filter(pk=record.pk).update(verified_on=verified)
    return record


def unverified(home, on: dt.date = v.TODAY) -> int:
    question = states.Question(states.Selection(households=(home.pk,)), on=on)
    return households.matched(question, "care_unverified")


@pytest.mark.parametrize(("ago", "found"), [(YEAR, 0), (YEAR + ONE, 1)])
def test_it_is_a_gap_from_the_day_after(home, ago, found):
    cared(home, v.TODAY - ago)
    assert unverified(home) == found


def test_what_never_was_verified_counts_from_its_first_day(home):
    cared(home, None, since=v.TODAY - YEAR)
    assert (unverified(home), unverified(home, v.TODAY + ONE)) == (0, 1)


def test_each_category_has_its_own_days(home):
    v.category("often", reverify_days=31)
    cared(home, v.TODAY - 40 * ONE, code="often")
    assert unverified(home) == 1
    with owner():
        CareCategory.objects.filter(code="often").update(reverify_days=40)
    assert unverified(home) == 0


def test_a_past_day_knows_what_was_verified_by_then(home):
    record = cared(home, v.TODAY - 3 * YEAR)
    with owner():
        CareRecord.objects.filter(pk=record.pk).update(verified_on=v.TODAY)
    assert unverified(home) == 0
    before = v.TODAY - ONE
    assert (unverified(home, before), unverified(home, v.TODAY - 2 * YEAR - ONE)) == (1, 0)


def test_what_is_over_or_on_its_way_is_no_gap(home):
    record = cared(home, v.TODAY - 3 * YEAR)
    with owner():
        CareRecord.objects.filter(pk=record.pk).update(period=(v.LONG_AGO, v.TODAY))
    assert (unverified(home), unverified(home, v.TODAY - ONE)) == (0, 1)
