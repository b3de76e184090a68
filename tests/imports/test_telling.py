"""How far a check is: told to the job that asked for it, and to nobody else."""

import pytest
from django.db import connection
from django.utils import timezone, translation

from geodata.files import compressed_rows
from geodata.imports.jobs import WRITTEN
from geodata.imports.runs.progress import told_to
from geodata.imports.runs.scheduling import check, start
from geodata.jobs.models import Job
from geodata.jobs.running import Notes, run_now
from tests.imports.office import WEST, Office, fresh, roster
from tests.imports.rows import bring
from tests.village import County, member

pytestmark = pytest.mark.django_db
READING, FINDING = "Reading the rows", "Finding the village, grid and number of each row"
COMPARING, LISTING = "Comparing with the register", "Listing what would change"
ROWS = [f"{WEST},90{n},例{n},112.505,27.905,," for n in range(5)]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compressed_rows, "BLOCK", 2)
    with translation.override("en"):
        yield


def steps_heard(*steps: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    """Each step once, as long as nothing else of it changes."""
    return [step for step, before in zip(steps, [None, *steps], strict=False) if step != before]


def test_rows_are_told_block_by_block_and_what_follows_by_its_name(west: Office) -> None:
    heard: list[tuple[int, int, str]] = []
    run = west.upload(roster(*ROWS))
    with told_to(lambda *step: heard.append(step)):
        west.check(run)
    assert steps_heard(*heard) == [
        *((done, 5, READING) for done in (0, 2, 4, 5)),
        *((0, 0, step) for step in (FINDING, COMPARING, LISTING)),
    ]


def test_while_households_are_written_rows_are_counted_that_the_check_does_not_draw(west: Office) -> None:
    def drawn() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(pg_sequence_last_value(%s), 0)", [f"{WRITTEN['households']}_id_seq"]
            )
            return int(cursor.fetchone()[0])

    before = drawn()
    run = west.upload(roster(*ROWS))
    west.check(run)
    assert drawn() == before
    west.write(run)
    assert drawn() == before + len(ROWS)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("links", f"village_code,household_no,member_name,primary\n{WEST},1,例,first\n"), ("areas", "code,name\n430382100203,例新村\n")],
)  # fmt: skip
def test_every_kind_tells_of_its_rows(made: County, kind: str, text: str) -> None:
    member(made.west)
    heard: list[tuple[int, int, str]] = []
    with told_to(lambda *step: heard.append(step)):
        bring(kind, *text.splitlines(), apply=False)
    assert steps_heard(*heard) == [
        *((done, 1, READING) for done in (0, 1)),
        *((0, 0, step) for step in (COMPARING, LISTING)),
    ]


@pytest.mark.owner("jobs are seen by nobody but their user, whose scope it puts in force itself")
def test_the_jobs_that_check_and_write_tell_their_steps(
    west: Office, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    settings.AT_ONCE_MS, steps = 0, []
    tell = Notes.tell
    monkeypatch.setattr(
        Notes, "tell", lambda notes, done, total, step: (steps.append(step), tell(notes, done, total, step))
    )
    run = west.upload(roster(*ROWS))
    run = west.confirm(run)
    with west.scope() as scope:
        check(run=run, by=west.user, scope=scope, at=timezone.now())
    run_now(Job.objects.latest("created"))
    checking = [READING, FINDING, COMPARING, LISTING]
    assert list(dict.fromkeys(steps)) == [*checking, "Checked"]
    steps.clear()
    with west.scope() as scope:
        start(run=fresh(run), by=west.user, scope=scope, at=timezone.now())
    run_now(Job.objects.latest("created"))
    assert list(dict.fromkeys(steps)) == ["Checking again", *checking, "Importing", "Imported"]
