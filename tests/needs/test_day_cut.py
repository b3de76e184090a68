"""A day is cut at midnight by the installation's clock, in whichever zone a connection counts."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from geodata.base.periods import today
from geodata.coverage import households, states
from geodata.coverage.figures import LISTS
from geodata.needs import moving
from tests.roles import owner

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
OPERATORS = ("<", "<=", ">", ">=", "=", "<>")
PLACE = """CREATE SCHEMA by_the_zone; GRANT USAGE ON SCHEMA by_the_zone TO PUBLIC;
    SET LOCAL search_path = by_the_zone, "$user", public, pg_catalog;"""
COMPARED = """CREATE FUNCTION by_the_zone.compared({0}, {1}) RETURNS boolean LANGUAGE sql RETURN true;
    REVOKE EXECUTE ON FUNCTION by_the_zone.compared({0}, {1}) FROM PUBLIC;"""
OPERATOR = "CREATE OPERATOR by_the_zone.{2} (LEFTARG = {0}, RIGHTARG = {1}, FUNCTION = by_the_zone.compared);"


def early(day: dt.date) -> dt.datetime:
    """Half past six in the morning here: still the day before in Greenwich."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(6, 30)))


def counted(people, name: str, on: dt.date) -> int:
    selection = states.select(scope=people.county.scope, area=None, on=on)
    return households.matched(states.Question(selection, on=on), name)


def test_what_came_early_in_the_morning_is_of_that_day(people, home):
    day = today() - 5 * DAY
    need = people.contact.records(home, at=early(day), raised_on=day)
    assert [counted(people, "need_open", on) for on in (day - DAY, day)] == [0, 1]
    people.village.does(moving.accept, need, at=early(day + 2 * DAY))
    people.village.does(moving.settle, need, at=early(day + 2 * DAY), result="例好")
    assert [counted(people, "need_open", day + ago * DAY) for ago in (1, 2)] == [1, 0]


@pytest.fixture
def none_by_the_zone(db):
    """Nobody may compare a moment with a day, which would cut the day by the zone of the connection."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(PLACE)
        for pair in (("timestamptz", "date"), ("date", "timestamptz")):
            cursor.execute(COMPARED.format(*pair))
            for operator in OPERATORS:
                cursor.execute(OPERATOR.format(*pair, operator))


@pytest.mark.parametrize("ago", [0, 9])
def test_no_figure_is_cut_by_the_zone_of_the_connection(people, none_by_the_zone, ago):
    assert all(counted(people, name, today() - ago * DAY) >= 0 for name in LISTS)


def test_such_a_comparison_would_be_noticed(none_by_the_zone):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT count(*) FROM geodata_need WHERE at < current_date")
