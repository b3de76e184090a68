"""Workers killed while they fill an existing database: what was kept stays, answers are right meanwhile, the next worker ends it."""

import datetime as dt
import itertools

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.coverage.counts import coverage
from geodata.coverage.leaves import leaves_of
from geodata.coverage.models import KeptCounts, Tally
from geodata.coverage.states import Question, Selection
from geodata.coverage.tallies import matched
from geodata.coverage.through_time import keeping
from geodata.coverage.through_time.comparing import compare_some
from geodata.coverage.through_time.keeping import DAYS, is_kept, keep_past
from geodata.coverage.through_time.trend import trend
from geodata.jobs.daily import everything
from tests import village as v
from tests import worlds
from tests.jobs.workers import Workers
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"


@pytest.fixture
def workers(tmp_path):
    started = Workers(tmp_path / "log")
    yield started
    started.end()


@pytest.fixture
def places():
    worlds.defaults()
    made = v.lived_in_county()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM geodata_tallymark")
    return made


def kept() -> tuple[int, int]:
    return KeptCounts.objects.filter(grid=None).count(), Tally.objects.filter(day=today()).count()


def waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [table])
        return cursor.fetchone() is not None


def others() -> int:
    """Transactions of a worker that have not ended yet: the server learns that it is gone when it next speaks to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND xact_start IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


def killed_before(table: str, workers: Workers) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE geodata_tally, geodata_keptcounts IN SHARE MODE")
        [worker] = workers.some(1)
        until(lambda: waits_for(table))
        worker.kill()
        worker.wait()
    until(lambda: not others())


def right(places) -> bool:
    """Are today and three weeks told as history tells them? And say whether anything had to be counted anew."""
    with as_web_role():
        show(scope := everything())
        answer = trend(area=places.county, by="grid", on=today(), scope=scope, weeks=3)
        now = coverage(area=places.county, by="grid", on=today(), scope=scope)
        villages = Selection(villages=(places.west.pk, places.east.pk, places.far.pk))
        for place, day in enumerate(answer.days):
            history = leaves_of(Question(villages, on=day).knowing(by_facts=False))
            expected = (
                sum(counts.households for counts in history.values()),
                sum(counts.unvisited for counts in history.values()),
            )
            assert (answer.total.counts[place].households, answer.total.counts[place].unvisited) == expected
        assert (now.total.counts.households, now.total.counts.unvisited) == expected
        return not answer.from_history


def test_a_filling_that_is_killed_goes_on_and_answers_are_right_meanwhile(places, workers, monkeypatch):
    for table in ("geodata_tally", "geodata_keptcounts"):
        killed_before(table, workers)
    assert kept() == (0, 0)
    assert not right(places)
    with as_web_role(), monkeypatch.context() as patch:
        show(everything())
        # A slice that ended after some days, and then the machine did.
        patch.setattr(keeping.time, "monotonic", itertools.count().__next__)
        keep_past(today=today(), seconds=9)
    part, _tallies = kept()
    assert 0 < part < 3 * (DAYS - 1)
    killed_before("geodata_keptcounts", workers)
    assert kept()[0] == part
    # People go on meanwhile: a late visit reaches back into what is kept.
    v.visit(places.homes[1], today() - dt.timedelta(days=20), by=v.user())
    right(places)
    workers.some(1)
    until(lambda: kept()[0] > part and kept()[1])
    call_command("keep_days")  # waits for the worker, and does what its twenty seconds have left over
    assert _all_kept()
    assert right(places)
    with as_web_role():
        show(everything())
        assert compare_some(today=today()).differing == ()
        villages = Selection(villages=(places.west.pk, places.east.pk, places.far.pk))
        assert matched(Question(villages, on=today()), "households") is not None


def _all_kept() -> bool:
    with as_web_role():
        show(everything())
        return is_kept(today=today())
