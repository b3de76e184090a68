"""A change that nobody decides for a week is a gap of its household, as of any day."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.coverage import households, states
from geodata.register.models import RegisterChange
from tests import village as v
from tests.lives import bring
from tests.roles import owner

pytestmark = pytest.mark.django_db


@owner()
def proposed(home, days: int) -> RegisterChange:
    return RegisterChange.objects.create(
        body_hash="0" * 64, kind="empty", household=home, village=home.village, effective_on=v.TODAY,
        proposed_by=v.user(), proposed_at=timezone.now() - dt.timedelta(days=days),
    )  # fmt: skip


def waiting(places, on) -> int:
    selection = states.Selection(households=tuple(home.pk for home in places.homes))
    return households.matched(states.Question(selection, on=on), "change_waiting")


@pytest.mark.parametrize(("days", "households"), [(6, 0), (9, 1)])
def test_after_a_week_it_is_a_gap(places, desk, home, days, households):
    proposed(home, days)
    assert waiting(places, desk.day) == households


def test_two_changes_of_a_household_are_one_gap(places, desk, home):
    proposed(home, 9), proposed(home, 10)
    assert waiting(places, desk.day) == 1


def test_what_is_decided_waits_no_longer_and_waited_before(places, desk, home):
    bring(proposed(home, 20), "refused", decided_at=timezone.now(), reason="例")
    assert waiting(places, desk.day) == 0
    assert waiting(places, desk.day - dt.timedelta(days=5)) == 1
