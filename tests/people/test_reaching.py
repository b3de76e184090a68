"""Who cannot be called: households without a phone, and those that are away without one."""

import datetime as dt

import pytest

from geodata.base.periods import between, today
from geodata.coverage import households, states
from geodata.people.models import Absence, Household
from geodata.people.placing import occupy
from tests.roles import owner

pytestmark = pytest.mark.django_db


def ago() -> dt.date:
    return today() - dt.timedelta(days=9)


@pytest.fixture
def home(bare_county) -> Household:
    """The only one that the questions of this file are about."""
    return bare_county.homes[0]


@owner()
def with_phones(home: Household, *phones: str) -> None:
    home.phones = list(phones)
    home.save()


@owner()
def away(home: Household, *, until: dt.date | None = None, **said: str) -> None:
    occupy(household=home, occupancy="seasonal", on=ago())
    Absence.objects.create(household=home, village=home.village, period=between(ago(), until), **said)


def counted(home: Household, figure: str, on: dt.date | None = None) -> bool:
    question = states.Question(states.Selection(households=(home.pk,)), on=on or today())
    return bool(households.matched(question, figure))


@pytest.mark.parametrize(("phones", "without"), [((), True), (("13800001111",), False)])
def test_a_household_is_without_a_phone_when_none_is_recorded(home, phones, without):
    with_phones(home, *phones)
    assert counted(home, "no_phone") == without


def test_a_phone_of_those_who_are_away_is_one(home):
    away(home, phone="13800001111")
    assert not counted(home, "no_phone") and not counted(home, "away_no_phone")


@pytest.mark.parametrize("occupancy", ["empty", "moved_away", "dissolved"])
def test_nobody_is_asked_for_the_phone_of_a_house_without_people(home, occupancy):
    with owner():
        occupy(household=home, occupancy=occupancy, on=today())
    assert not counted(home, "no_phone")
    assert counted(home, "no_phone", ago())


@pytest.mark.parametrize(("stays", "unreached"), [("none", False), ("elderly", True), ("children", True)])
def test_the_phone_of_who_stays_does_not_reach_who_is_away(home, stays, unreached):
    with_phones(home, "13800001111")
    away(home, stays=stays)
    assert counted(home, "away_no_phone") == unreached
    assert not counted(home, "no_phone")


def test_a_household_without_any_phone_is_away_without_one(home):
    away(home)
    assert counted(home, "away_no_phone") and counted(home, "no_phone")


def test_an_absence_that_is_over_says_nothing_of_today(home):
    away(home, until=today(), phone="13800001111")
    assert counted(home, "away_no_phone") and not counted(home, "away_no_phone", ago())


def test_who_lives_at_home_is_not_away(home):
    assert not counted(home, "away_no_phone")


def test_the_day_before_nobody_was_away(home):
    away(home)
    assert not counted(home, "away_no_phone", ago() - dt.timedelta(days=1))
    assert counted(home, "away_no_phone", ago())
