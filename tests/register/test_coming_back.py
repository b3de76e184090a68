"""A season that is over ends by itself, on its day, however late the service looks."""

import datetime as dt

import pytest

from geodata.people.placing import occupy
from geodata.register.coming_back import come_back
from tests.roles import owner

pytestmark = pytest.mark.django_db
TEN_DAYS = dt.timedelta(days=10)


@pytest.fixture
def away(desk, home):
    """Away since ten days ago, back today."""
    desk.on(desk.day - TEN_DAYS).done("seasonal", home, back_on=desk.day.isoformat())
    return home


def lived_in(home) -> list[tuple[str, dt.date | None]]:
    rows = home.occupancies.order_by("period")
    return [(row.occupancy, row.period.lower) for row in rows][1:]


def test_nobody_is_back_before_the_day(desk, away):
    assert come_back(on=desk.day - dt.timedelta(days=1)) == []


def test_they_are_back_from_their_day_on_and_looking_twice_changes_nothing(desk, away):
    late = desk.day + TEN_DAYS
    assert [come_back(on=late), come_back(on=late)] == [[away], []]
    assert lived_in(away) == [("seasonal", desk.day - TEN_DAYS), ("lived_in", desk.day)]


def test_whoever_left_again_stays_away(desk, away, places):
    with owner():
        away.absences.create(period=(desk.day, None), village=places.west)
    assert come_back(on=desk.day) == []


def test_whoever_was_said_to_be_away_later_stays_away(desk, away, fresh):
    with owner():
        occupy(household=away, occupancy="lived_in", on=desk.day - dt.timedelta(days=2))
        occupy(household=fresh(away), occupancy="seasonal", on=desk.day + dt.timedelta(days=1))
    assert come_back(on=desk.day + TEN_DAYS) == []


def test_whoever_never_said_when_stays_away(desk, home):
    desk.done("seasonal", home)
    assert come_back(on=desk.day + TEN_DAYS) == []
