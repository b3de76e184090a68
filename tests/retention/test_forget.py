import datetime as dt
import io
import uuid

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from geodata.accounts import rates
from geodata.accounts.models import ApiToken
from geodata.audit.concept import Action
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.base.periods import today
from geodata.coverage import facts
from geodata.jobs.files import store
from geodata.jobs.models import FilePiece, Job
from geodata.people.models import Household, Resident
from geodata.people.placing import occupy
from geodata.retention import forget
from geodata.territory.models import Area
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.lives import bring

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture(autouse=True)
def short_memory(settings):
    settings.KEEP_NOTES_DAYS, settings.KEEP_LOGS_DAYS, settings.KEEP_LEFT_DAYS = 100, 200, 300
    settings.KEEP_FILES_DAYS, settings.KEEP_JOBS_DAYS = 30, 60
    settings.KEEP_IMPORTS_DAYS, settings.KEEP_WITHDRAWN_DAYS = 40, 20


@pytest.fixture
def home():
    return v.county().homes[0]


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def rows(apply: bool = True) -> dict[str, int]:
    return {step.name: step.rows for step in forget(on=today(), apply=apply)}


def test_old_notes_lose_their_words_and_keep_the_visit(home):
    cadre = v.user()
    v.visit(home, ago(101), by=cadre, note="old")
    v.visit(home, ago(99), by=cadre, note="young")
    assert rows()["notes"] == 1
    assert list(Visit.objects.order_by("day").values_list("note", flat=True)) == ["", "young"]


def test_former_rows_do_not_keep_a_forgotten_note(home):
    visit = v.visit(home, ago(101), by=v.user(), note="old")
    Visit.objects.filter(pk=visit.pk).update(mode="phone")
    rows()
    assert [row.note for row in visit.changes.all()] == [""]


def held(days: int, state: str) -> HeldVisit:
    """One that was handed in and decided so many days ago."""
    then = timezone.now() - dt.timedelta(days=days)
    maker, village = v.user(), Area.objects.get(code="430382100201")
    held_visit = HeldVisit.objects.create(
        client_id=uuid.uuid4(),
        maker=maker,
        village=village,
        token="a",
        day=ago(days),
        mode="visit",
        outcome="met",
        why="right",
        received_at=then,
    )
    bring(held_visit, state, decided_at=None if state == "waiting" else then, reason="例")
    return held_visit


def test_what_was_withdrawn_from_the_inbox_goes_whole(home):
    old, *others = [
        held(*told) for told in ((21, "withdrawn"), (19, "withdrawn"), (21, "refused"), (21, "waiting"))
    ]
    assert rows(apply=False)["withdrawn"] == rows()["withdrawn"] == 1
    assert set(HeldVisit.objects.values_list("pk", flat=True)) == {one.pk for one in others}
    former = HeldVisit.changes.rel.related_model.objects
    assert former.exists() and not former.filter(pgh_obj=old.pk).exists()


def test_old_access_records_go(home):
    for days in (201, 199):
        record_access(user=None, action=Action.EXPORT, at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
    assert rows()["access"] == 1
    assert AccessEntry.objects.filter(action=Action.EXPORT).count() == 1


def test_that_something_was_forgotten_is_on_record(home):
    v.visit(home, ago(101), by=v.user(), note="old")
    rows(apply=False)
    assert not AccessEntry.objects.exists()
    rows()
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.user, entry.details["rows"]) == ("forgot", None, 1)


def test_a_household_that_left_keeps_its_place_in_old_figures_but_no_person(home):
    Resident.objects.create(household=home, village_id=home.village_id, name="例")
    occupy(household=home, occupancy="moved_away", on=ago(301))
    assert rows()["left"] == 1
    left = Household.objects.get(pk=home.pk)
    assert (left.head_name, left.phones, left.placements.count(), left.residents.count()) == ("", [], 1, 0)
    assert left.changes.count() == 0
    assert facts.differences(on=today()) == []


def test_who_left_lately_or_came_back_is_kept(home):
    occupy(household=home, occupancy="moved_away", on=ago(301))
    occupy(household=home, occupancy="lived_in", on=ago(10))
    assert rows()["left"] == 0


def test_a_dry_run_changes_nothing_and_says_so(home, capsys):
    v.visit(home, ago(101), by=v.user(), note="old")
    call_command("forget")
    assert Visit.objects.get().note == "old"
    call_command("forget", apply=True)
    assert Visit.objects.get().note == ""


def test_zero_keeps_for_ever(home, settings):
    settings.KEEP_NOTES_DAYS = 0
    v.visit(home, ago(5000), by=v.user(), note="old")
    assert "notes" not in rows()


def ended(days: int) -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=days)


def test_sessions_that_ended_go_with_what_was_noted_of_them():
    who = v.user()
    for number, days in enumerate((2, -1)):
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=ended(days))
        UserSession.objects.create(user=who, session_key=f"key{number}", ip="127.0.0.1", user_agent="")
    assert rows(apply=False)["sessions"] == 1
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
    assert rows()["failures"] == 1
    assert ApiToken.objects.count() == 1
    assert set(rows().values()) == {0}


def test_counts_of_the_present_stay():
    rates.count("api-1", every=86_400, at=ended(0))
    rates.count("api-1", every=3600, at=ended(9))
    assert rows()["counts"] == 1
    assert rates.count("api-1", every=86_400, at=ended(0)) == 2


def job(days: int, *, state: str = "done") -> Job:
    """One with a file, begun and perhaps ended so many days ago."""
    then = timezone.now() - dt.timedelta(days=days)
    row = Job.objects.create(
        kind="x", by=v.user(), created=then, state=state, finished=then if state == "done" else None
    )
    store(owner=row.by, name="a", content_type="x/y", file=io.BytesIO(b"abc"), at=then, job=row)
    return row


def test_files_go_before_their_jobs(db):
    old, older = job(31), job(61)
    found = rows()
    assert (found["files"], found["jobs"]) == (2, 1)
    assert list(Job.objects.all()) == [old]
    assert older != old and not FilePiece.objects.exists()


def test_what_an_open_job_works_on_stays(db):
    job(31, state="running")
    found = rows()
    assert (found["files"], found["jobs"]) == (0, 0)
    assert FilePiece.objects.exists()
