import datetime as dt
import io

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from geodata.accounts import rates
from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.coverage import facts
from geodata.jobs.files import store
from geodata.jobs.models import FilePiece, Job
from geodata.people.models import Household, Resident
from geodata.people.placing import occupy
from geodata.periods import today
from geodata.retention import forget
from geodata.visits.models import Visit
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture(autouse=True)
def short_memory(settings):
    settings.KEEP_NOTES_DAYS, settings.KEEP_LOGS_DAYS, settings.KEEP_LEFT_DAYS = 100, 200, 300
    settings.KEEP_FILES_DAYS, settings.KEEP_JOBS_DAYS = 30, 60
    settings.KEEP_IMPORTS_DAYS = 40


@pytest.fixture
def home():
    return v.county().homes[0]


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def rows(apply: bool = True) -> list[int]:
    return [step.rows for step in forget(on=today(), apply=apply)]


def test_old_notes_lose_their_words_and_keep_the_visit(home):
    cadre = v.user()
    v.visit(home, ago(101), by=cadre, note="old")
    v.visit(home, ago(99), by=cadre, note="young")
    assert rows()[0] == 1
    assert list(Visit.objects.order_by("day").values_list("note", flat=True)) == ["", "young"]


def test_former_rows_do_not_keep_a_forgotten_note(home):
    visit = v.visit(home, ago(101), by=v.user(), note="old")
    Visit.objects.filter(pk=visit.pk).update(mode="phone")
    rows()
    assert [row.note for row in visit.changes.all()] == [""]


def test_old_access_records_go(home):
    for days in (201, 199):
        record_access(
            user=None, action=AccessEntry.Action.EXPORT, at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        )
    assert rows()[1] == 1
    assert AccessEntry.objects.count() == 1


def test_a_household_that_left_keeps_its_place_in_old_figures_but_no_person(home):
    Resident.objects.create(household=home, village_id=home.village_id, name="例")
    occupy(household=home, occupancy="moved_away", on=ago(301))
    assert rows()[3] == 1
    left = Household.objects.get(pk=home.pk)
    assert (left.head_name, left.phones, left.placements.count(), left.residents.count()) == ("", [], 1, 0)
    assert left.changes.count() == 0
    assert facts.differences(on=today()) == []


def test_who_left_lately_or_came_back_is_kept(home):
    occupy(household=home, occupancy="moved_away", on=ago(301))
    occupy(household=home, occupancy="lived_in", on=ago(10))
    assert rows()[3] == 0


def test_a_dry_run_changes_nothing_and_says_so(home, capsys):
    v.visit(home, ago(101), by=v.user(), note="old")
    call_command("forget")
    assert Visit.objects.get().note == "old"
    call_command("forget", apply=True)
    assert Visit.objects.get().note == ""


def test_zero_keeps_for_ever(home, settings):
    settings.KEEP_NOTES_DAYS = 0
    v.visit(home, ago(5000), by=v.user(), note="old")
    assert len(rows()) == 11


def ended(days: int) -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=days)


def test_sessions_that_ended_go_with_what_was_noted_of_them():
    who = v.user()
    for number, days in enumerate((2, -1)):
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=ended(days))
        UserSession.objects.create(user=who, session_key=f"key{number}", ip="127.0.0.1", user_agent="")
    assert rows(apply=False)[8] == 1
    assert Session.objects.count() == 2
    rows()
    assert [one.session_key for one in (*Session.objects.all(), *UserSession.objects.all())] == [
        "key1",
        "key1",
    ]


def test_tokens_failures_and_counts_go_too():
    who = v.user()
    ApiToken.issue(user=who, at=ended(3))
    ApiToken.issue(user=who, at=ended(0))
    AccessAttempt.objects.create(username="x", ip_address="127.0.0.1", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=ended(201))
    for days in (3, 0):
        rates.count("api-1", every=60, at=ended(days))
        rates.count(f"api-{days}", every=3600, at=ended(days))
    assert rows()[4] == 1
    assert ApiToken.objects.count() == 1
    assert rows()[4:] == [0] * 8


def test_counts_of_the_present_stay():
    rates.count("api-1", every=86_400, at=ended(0))
    rates.count("api-1", every=3600, at=ended(9))
    assert rows()[10] == 1
    assert rates.count("api-1", every=86_400, at=ended(0)) == 2


def job(days: int, *, state: str = "done") -> Job:
    """One with a file, begun and perhaps ended so many days ago."""
    then = timezone.now() - dt.timedelta(days=days)
    made = Job.objects.create(
        kind="x", by=v.user(), created=then, state=state, finished=then if state == "done" else None
    )
    store(owner=made.by, name="a", content_type="x/y", file=io.BytesIO(b"abc"), at=then, job=made)
    return made


def test_files_go_before_their_jobs(db):
    old, older = job(31), job(61)
    assert rows()[5:7] == [2, 1]
    assert list(Job.objects.all()) == [old]
    assert older != old and not FilePiece.objects.exists()


def test_what_an_open_job_works_on_stays(db):
    job(31, state="running")
    assert rows()[5:7] == [0, 0]
    assert FilePiece.objects.exists()
