"""What is due by the hour: found by its state, caught up after a standstill, and done once."""

import datetime as dt

import psycopg
import pytest
from django.db import connection

from geodata.accounts.models import User
from geodata.jobs import five_minutes, registry
from geodata.people.models import Household
from tests import village as v

pytestmark = pytest.mark.django_db
NOON = v.NOON


@pytest.fixture
def due(monkeypatch):
    """What concepts have asked for, none but the test's own."""
    runs: list[registry.EachTime] = []
    monkeypatch.setattr(registry, "_EACH_FIVE_MINUTES", runs)
    return runs


def closes_what_is_late(at: dt.datetime) -> None:
    """Accounts that ought to be closed by then."""
    User.objects.filter(is_active=True, date_joined__lt=at - dt.timedelta(hours=2)).update(is_active=False)


def open_accounts() -> int:
    return User.objects.filter(is_active=True).count()


def test_what_is_due_is_done_and_twice_changes_nothing(due):
    registry.each_five_minutes(closes_what_is_late)
    v.user(), v.user()
    User.objects.update(date_joined=NOON)
    assert (five_minutes.do_what_is_due(NOON + dt.timedelta(hours=1)), open_accounts()) == ([], 2)
    five_minutes.do_what_is_due(NOON + dt.timedelta(hours=3))
    five_minutes.do_what_is_due(NOON + dt.timedelta(hours=3))
    assert open_accounts() == 0


def test_a_standstill_is_caught_up_at_once(due):
    registry.each_five_minutes(closes_what_is_late)
    for hours in range(3):
        User.objects.filter(pk=v.user().pk).update(date_joined=NOON + dt.timedelta(hours=hours))
    five_minutes.do_what_is_due(NOON + dt.timedelta(days=2))
    assert open_accounts() == 0


def test_it_is_done_as_the_web_role_for_all_villages(due, bare_county):
    seen: list[object] = []

    def look(_at: dt.datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text")
            seen.extend([cursor.fetchone()[0], Household.objects.count()])

    registry.each_five_minutes(look)
    five_minutes.do_what_is_due(NOON)
    assert seen == ["gridmap_web", 4]


def test_what_fails_keeps_nothing_else_from_being_done(due):
    def fails(_at: dt.datetime) -> None:
        User.objects.update(is_active=False)
        raise RuntimeError("例")

    due.extend([fails, closes_what_is_late])
    v.user(), v.user()
    User.objects.filter(pk=v.user().pk).update(date_joined=NOON)
    assert five_minutes.do_what_is_due(NOON + dt.timedelta(hours=3)) == [fails.__qualname__]
    assert open_accounts() == 2


def test_what_another_worker_is_at_is_left_to_it(due):
    done: list[dt.datetime] = []
    due.extend([done.append, done.append])
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [five_minutes.LOCK, 0])
        five_minutes.do_what_is_due(NOON)
        assert done == [NOON]
    five_minutes.do_what_is_due(NOON)
    assert len(done) == 3
