"""Publishing with real connections: two at once, and one that is killed in the middle."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from geodata.base.errors import DomainError
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage import facts
from geodata.people.models import Household, Placement
from geodata.plans.editing import create_plan, save_drawing
from geodata.plans.models import BoundaryPlan, Lineage
from geodata.plans.moves import approve, submit
from geodata.plans.publishing import publish
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.jobs.workers import Workers
from tests.patience import PATIENCE, until
from tests.plans.conftest import BORDER, NOON, as_mover, line, name_new, pencil

pytestmark = pytest.mark.django_db(transaction=True)
CUTS = [line((0.3, 0), (0.3, 1)), line((0.7, 0), (0.7, 1))]

PUBLISHER = """
import django, sys
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from geodata.accounts.models import User
from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import MoveContext
from geodata.plans.publishing import publish
from geodata.contacts.rights import scope_of
from geodata.base.periods import today
from django.utils import timezone
plan = BoundaryPlan.objects.get(pk=int(sys.argv[2]))
by = User.objects.get(pk=int(sys.argv[3]))
print("begun", flush=True)
publish(plan=plan, context=MoveContext(by=by, scope=scope_of(by, on=today()), at=timezone.now(), today=today()), day=today())
"""


@pytest.fixture
def places(transactional_db, defaults):
    """Its own, as other connections look at it too."""
    return v.county()


def approved(planner, approver, village, *lines) -> BoundaryPlan:
    plan = create_plan(
        name="例",
        villages=[village],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
    )
    plan, _ = save_drawing(
        plan=plan,
        version=1,
        pencil=pencil(*lines),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    name_new(plan)
    submit(plan=plan, context=as_mover(planner))
    return approve(plan=plan, context=as_mover(approver))


def state() -> tuple[object, ...]:
    """All that publishing writes, as it is."""
    return tuple(
        sorted(map(str, rows))
        for rows in (
            Area.objects.values_list("pk", "code", "period", "name"),
            Boundary.objects.values_list("pk", "area", "period"),
            Placement.objects.values_list("pk", "household", "grid", "period"),
            Household.objects.values_list("pk", "grid"),
            BoundaryPlan.objects.values_list("pk", "state", "version"),
            Lineage.objects.values_list("pk", "kind"),
        )
    )


def test_of_two_publications_at_once_one_wins_and_the_other_is_told(places, planner, approver):
    plans = [approved(planner, approver, places.west, BORDER, cut) for cut in CUTS]
    outcome: list[str] = []
    gate = threading.Barrier(2)

    def run(plan: BoundaryPlan) -> None:
        gate.wait()
        try:
            publish(plan=plan, context=as_mover(approver), day=today())
            outcome.append("published")
        except DomainError as error:
            outcome.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(outcome) == ["Stale", "published"]
    assert Area.objects.on(today()).filter(parent=places.west).count() == 3
    assert facts.differences(on=today()) == []


def test_two_villages_are_published_side_by_side(places, planner, approver):
    plans = [
        approved(planner, approver, places.west, BORDER, CUTS[0]),
        approved(planner, approver, places.east, line((2, 0.4), (3, 0.4))),
    ]
    failed: list[Exception] = []

    def run(plan: BoundaryPlan) -> None:
        try:
            publish(plan=plan, context=as_mover(approver), day=today())
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert failed == []
    assert BoundaryPlan.objects.filter(state="published").count() == 2


@pytest.mark.parametrize("table", ["geodata_boundary", "geodata_placement", "geodata_planstep"])
def test_a_publication_that_is_killed_leaves_everything_as_it_was(places, planner, approver, table):
    plan = approved(planner, approver, places.west)
    before = state()
    with held_back(table):
        killed = started(plan, approver)
        wait_until_asleep()
        killed.send_signal(signal.SIGKILL)
        killed.wait(PATIENCE)
        wait_until_gone()
    assert state() == before
    publish(plan=BoundaryPlan.objects.get(pk=plan.pk), context=as_mover(approver), day=today())
    assert facts.differences(on=today()) == []


def started(plan: BoundaryPlan, by) -> subprocess.Popen[str]:
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, name, str(plan.pk), str(by.pk)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


class held_back:  # noqa: N801
    """Whoever writes to the table sleeps there."""

    def __init__(self, table: str) -> None:
        self.table = table

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN PERFORM pg_sleep(3600); RETURN NULL; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER wait_here AFTER INSERT ON {self.table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION wait_here()"
            )

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION wait_here() CASCADE")


SLEEPING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"


def sleeping() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(SLEEPING)
        return [row[0] for row in cursor.fetchall()]


def wait_until_asleep() -> None:
    until(sleeping)


def wait_until_gone() -> None:
    """The server notices a dead client when it next speaks to it: we end what it left asleep."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM ({SLEEPING}) asleep")
    until(lambda: not sleeping())


def test_the_day_that_comes_is_taken_over_by_command(places, planner, approver):
    plan = approved(planner, approver, places.west)
    BoundaryPlan.objects.filter(pk=plan.pk).update(took_effect=False)
    publish(plan=plan, context=as_mover(approver), day=today())
    BoundaryPlan.objects.filter(pk=plan.pk).update(took_effect=False)
    Household.objects.filter(pk=places.homes[1].pk).update(grid=places.grids[1])
    call_command("refresh_facts", "--all")
    places.homes[1].refresh_from_db()
    assert places.homes[1].grid == places.grids[0]


def test_a_worker_begins_the_day_by_itself(places, planner, approver, tmp_path):
    plan = approved(planner, approver, places.west)
    publish(plan=plan, context=as_mover(approver), day=today())
    BoundaryPlan.objects.filter(pk=plan.pk).update(took_effect=False)
    Household.objects.filter(pk=places.homes[1].pk).update(grid=places.grids[1])
    workers = Workers(tmp_path / "log")
    try:
        workers.start()
        until(lambda: BoundaryPlan.objects.get(pk=plan.pk).took_effect)
    finally:
        workers.end()
    places.homes[1].refresh_from_db()
    assert places.homes[1].grid == places.grids[0]
