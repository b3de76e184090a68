"""What is due within seconds: a step at a time, of one worker, as the web role for all villages."""

import psycopg
import pytest
from django.db import connection

from geodata.base.periods import today
from geodata.jobs import beat, registry
from geodata.people.models import Household

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(monkeypatch):
    """What concepts have asked for, none but the test's own: a list of what is left to do."""
    registry.what_each_beat_brings()  # found once a process, and not to be found by a list of the test's own
    left: list[int] = [1, 2]
    monkeypatch.setattr(registry, "_EACH_BEAT", [])
    registry.each_beat(due=lambda _day: bool(left))(lambda _day: left.pop())
    return left


def test_a_step_is_done_while_something_is_due(steps):
    assert [beat.do_a_step(today()) for _ in range(3)] == [True, True, False]
    assert steps == []


def test_it_is_done_as_the_web_role_for_all_villages(monkeypatch, bare_county):
    seen: list[object] = []

    def look(_day: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text")
            seen.extend([cursor.fetchone()[0], Household.objects.count()])

    registry.what_each_beat_brings()
    monkeypatch.setattr(registry, "_EACH_BEAT", [(lambda _day: True, look)])
    assert beat.do_a_step(today())
    assert seen == ["gridmap_web", 4]


def test_what_another_worker_is_at_is_left_to_it(steps):
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, 0)", [beat.LOCK])
        assert not beat.do_a_step(today())
    assert steps == [1, 2]


def test_tallies_are_asked_for():
    assert "count_tallies" in [step.__name__ for _due, step in registry.what_each_beat_brings()]
