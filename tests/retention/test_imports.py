"""What an import keeps of persons goes after its time: rows, findings, former values."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from geodata.base.errors import Conflict
from geodata.imports.models import ImportPart, ImportRun, ImportStep
from geodata.jobs.models import Job
from geodata.people.models import Household
from geodata.retention import forget
from tests.imports.office import WEST, Office, fresh, office, roster
from tests.lives import bring
from tests.village import NOON, county

pytestmark = pytest.mark.django_db
S = ImportRun.State
DAYS = 40
ROW = f"{WEST},007,例甲,112.505,27.905,,"


@pytest.fixture(autouse=True)
def short_memory(settings):
    settings.KEEP_IMPORTS_DAYS = DAYS


@pytest.fixture
def west(tmp_path: Path) -> Office:
    return office("village_officer", county().west, tmp_path)


def swept(days: int, apply: bool = True) -> int:
    """How many imports are forgotten so many days after everything happened."""
    with translation.override("en"):
        steps = forget(on=NOON.date() + dt.timedelta(days=days), apply=apply)
    return next(step.rows for step in steps if "imports" in step.what)


def test_what_was_written_keeps_its_counts_and_can_no_longer_be_taken_back(west: Office) -> None:
    run = west.take(roster(ROW))
    assert (swept(DAYS), ImportStep.objects.exists()) == (0, True)
    assert swept(DAYS + 1) == 1
    assert not ImportPart.objects.exists() and not ImportStep.objects.exists()
    assert (fresh(run).state, fresh(run).counts["new"], Household.objects.filter(number="007").count()) == (
        S.APPLIED,
        1,
        1,
    )
    with pytest.raises(Conflict, match=r"不再保留|no longer kept"):
        west.undo(fresh(run))


def test_what_was_not_written_is_given_up_and_its_columns_are_still_known(west: Office) -> None:
    text = "村编码,户编号,户主,怪名\n" + f"{WEST},007,例甲,例路1号\n"
    run = west.upload(text)
    run.mapping = run.mapping | {"怪名": "address"}
    run.save()
    west.check(run)
    assert swept(DAYS + 1) == 1
    assert fresh(run).state == S.ABANDONED and not ImportPart.objects.exists()
    assert west.upload(text).mapping["怪名"] == "address"


def test_what_is_being_written_stays(west: Office) -> None:
    run = west.upload(roster(ROW))
    west.check(run)
    bring(fresh(run), S.APPLYING)
    assert swept(DAYS + 1) == 0
    assert ImportPart.objects.filter(run=run).count() == 2 and not Job.objects.exists()


def test_what_is_being_taken_back_stays(west: Office) -> None:
    run = west.take(roster(ROW))
    bring(fresh(run), S.UNDOING)
    assert (swept(DAYS + 1), ImportStep.objects.exists()) == (0, True)


def test_a_dry_run_counts_and_keeps_and_the_next_finds_nothing(west: Office) -> None:
    west.take(roster(ROW))
    assert (swept(DAYS + 1, apply=False), ImportStep.objects.exists()) == (1, True)
    assert (swept(DAYS + 1), swept(DAYS + 1)) == (1, 0)


def test_zero_keeps_for_ever(west: Office, settings) -> None:
    settings.KEEP_IMPORTS_DAYS = 0
    west.take(roster(ROW))
    forget(on=NOON.date() + dt.timedelta(days=9999), apply=True)
    assert ImportStep.objects.exists()
