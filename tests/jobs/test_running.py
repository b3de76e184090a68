"""A job takes effect once with its end, or not at all, under the scope of who started it."""

import json

import pytest
from django.db import connection
from django.utils import translation

from geodata.audit.models import AccessEntry
from geodata.base.errors import Conflict, NotFound
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.jobs import running
from geodata.jobs.models import Job, JobFile
from geodata.jobs.running import run_now
from geodata.jobs.service import MOST_OPEN, cancel, start
from tests import village as v
from tests.jobs import kinds

pytestmark = pytest.mark.django_db


def begun(who=None, kind="trial.write", **arguments) -> Job:
    return start(kind, by=who or v.user(), at=v.NOON, arguments=arguments)


def rows_of(job: Job) -> int:
    return AccessEntry.objects.filter(subject=str(job.pk)).count()


def test_a_job_is_done_with_its_effect_result_and_file():
    job = run_now(begun(rows=4))
    assert (job.state, job.result, job.done, job.total) == ("done", {"rows": 4}, 4, 4)
    assert job.started <= job.finished
    assert rows_of(job) == 4
    assert [(file.name, file.size, file.role) for file in job.files.all()] == [("rows.txt", 4, "output")]


def test_starting_puts_it_into_the_queue():
    job = begun()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs ORDER BY id DESC")
        assert json.loads(cursor.fetchone()[0]) == {"job": str(job.pk), "user": job.by_id}


def test_the_web_role_starts_and_cancels_jobs():
    who = v.officer("county_officer", v.county().county)
    with as_web_role():
        scope_in_force(who, on=v.TODAY)
        job = begun(who)
        cancel(job=job, by=who, at=v.NOON)
    job.refresh_from_db()
    assert job.state == "cancelled"


@pytest.mark.parametrize(("kind", "homes"), [("county_officer", 4), ("township_officer", 3)])
def test_a_job_sees_what_its_user_sees(defaults, kind, homes):
    places = v.county()
    who = v.officer(kind, places.county if kind == "county_officer" else places.town)
    job = run_now(begun(who, "trial.look"))
    assert job.result["role"] == "gridmap_web"
    assert job.result["households"] == homes


def test_a_refusal_is_told_in_a_sentence_and_takes_everything_back():
    job = run_now(begun(fail="domain"))
    assert (job.state, job.error) == ("failed", "例：不行。 例：再试。")
    assert rows_of(job) == 0
    assert not JobFile.objects.exists()


def test_a_refusal_is_told_in_the_language_of_who_started_it():
    with translation.override("en"):
        job = begun()
    with translation.override("zh-hans"):
        job.by.is_active = False
        job.by.save()
        assert run_now(job).error == "This account has been closed."


@pytest.mark.parametrize(("how", "error"), [("ours", ValueError), ("sql", Exception)])
def test_a_mistake_of_ours_is_told_without_its_insides(how, error):
    job = begun(fail=how)
    with pytest.raises(error):
        run_now(job)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error and "insides" not in job.error
    assert rows_of(job) == 0


def test_a_job_that_was_cancelled_is_not_begun():
    job = begun()
    cancel(job=job, by=job.by, at=v.NOON)
    run_now(job)
    assert (job.state, job.tries, rows_of(job)) == ("cancelled", 0, 0)


def test_a_running_job_stops_when_cancelling_was_asked(monkeypatch):
    job = begun()
    monkeypatch.setattr(running.Notes, "begin", asked_meanwhile(running.Notes.begin))
    run_now(job)
    assert (job.state, rows_of(job)) == ("cancelled", 0)


def asked_meanwhile(begin):
    def both(notes):
        done = begin(notes)
        Job.objects.filter(pk=notes.job).update(cancel_asked=True)
        return done

    return both


@pytest.fixture
def heard(monkeypatch):
    """What its kind hears of jobs that end without their effect."""
    monkeypatch.setattr(kinds, "HEARD", told := [])
    return told


def test_its_kind_hears_of_a_job_that_failed(heard):
    run_now(begun(fail="domain"))
    assert heard == [("failed", "例：不行。 例：再试。")]


def test_its_kind_hears_of_a_job_that_was_cancelled_while_it_waited_or_ran(heard, monkeypatch):
    waiting = begun()
    cancel(job=waiting, by=waiting.by, at=v.NOON)
    monkeypatch.setattr(running.Notes, "begin", asked_meanwhile(running.Notes.begin))
    run_now(begun())
    assert heard == [("cancelled", "")] * 2


def test_its_kind_hears_nothing_of_a_job_that_is_done_or_goes_on(heard, monkeypatch):
    run_now(begun())
    monkeypatch.setattr("tests.jobs.kinds.record_access", overtaken(job := begun()))
    run_now(job)
    assert heard == []


def test_a_kind_that_cannot_hear_fails_no_job(monkeypatch, caplog):
    monkeypatch.setattr(kinds, "HEARD", None)
    assert run_now(begun(fail="domain")).state == "failed"
    assert "was not told" in caplog.text


def test_a_job_that_has_ended_is_not_done_again():
    job = run_now(begun())
    run_now(job)
    assert (job.tries, rows_of(job)) == (1, 3)


def test_a_try_that_a_later_one_took_over_leaves_no_trace(monkeypatch):
    job = begun()
    monkeypatch.setattr("tests.jobs.kinds.record_access", overtaken(job))
    run_now(job)
    assert (job.state, rows_of(job)) == ("running", 0)


def overtaken(job):
    def record(**values):
        AccessEntry.objects.create(**values)
        # As another worker would, whose try began after this one was given up.
        Job.objects.filter(pk=job.pk, tries=1).update(tries=2)

    return record


def test_a_job_that_is_interrupted_again_and_again_is_given_up():
    job = begun()
    Job.objects.filter(pk=job.pk).update(tries=running.MOST_TRIES)
    run_now(job)
    assert job.state == "failed"
    assert str(running.MOST_TRIES) in job.error


def test_nobody_has_more_than_a_few_jobs_open():
    who = v.user()
    jobs = [begun(who, rows=number) for number in range(MOST_OPEN)]
    with pytest.raises(Conflict):
        begun(who, rows=MOST_OPEN)
    run_now(jobs[0])
    assert begun(who, rows=MOST_OPEN)


def test_whoever_presses_three_times_has_one_job():
    who = v.user()
    assert len({begun(who, rows=4).pk for _ in range(3)}) == 1
    first = begun(who, rows=4)
    assert first not in (begun(who, rows=5), begun(rows=4))
    run_now(first)
    assert begun(who, rows=4) != first


def test_a_job_that_is_to_stop_is_nobodys_answer():
    job = begun()
    Job.objects.filter(pk=job.pk).update(cancel_asked=True, state="running")
    assert begun(job.by) != job


def test_everybodys_first_job_comes_before_anybodys_second():
    greedy, modest = v.user(), v.user()
    jobs = [begun(greedy, rows=number) for number in range(3)] + [begun(modest)]
    assert order_of_the_queue() == [str(jobs[place].pk) for place in (0, 3, 1, 2)]


def test_no_two_jobs_of_one_user_run_at_once():
    greedy, modest = v.user(), v.user()
    jobs = [begun(greedy, rows=1), begun(greedy, rows=2), begun(modest)]
    assert [fetched() for _ in range(3)] == [str(jobs[0].pk), str(jobs[2].pk), None]


def order_of_the_queue() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'job' FROM procrastinate_jobs ORDER BY priority DESC, id")
        return [row[0] for row in cursor.fetchall()]


def fetched() -> str | None:
    """What the next worker is given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'job' FROM procrastinate_fetch_job_v2(ARRAY['gridmap'], NULL)")
        return cursor.fetchone()[0]


def test_a_job_of_somebody_else_cannot_be_cancelled():
    job = begun()
    with pytest.raises(NotFound):
        cancel(job=job, by=v.user(), at=v.NOON)
    with pytest.raises(Conflict):
        cancel(job=run_now(job), by=job.by, at=v.NOON)
