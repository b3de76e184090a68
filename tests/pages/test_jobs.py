"""The pages of jobs: how far, what came of it, its files, and whose they are."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.utils import timezone

from geodata.audit.models import AccessEntry
from geodata.jobs.files import store
from geodata.jobs.models import Job, JobFile
from geodata.jobs.service import start
from tests.jobs import kinds  # noqa: F401  (registers them)

pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")


def job_of(who, **values) -> Job:
    told = {"rows": Job.objects.count()}
    job = start("trial.write", by=who.user, at=timezone.now(), about="例镇", arguments=told)
    Job.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


def file_of(job, **values) -> JobFile:
    return store(
        owner=job.by, name="名单.csv", content_type="text/csv", file=io.BytesIO(b"1,2\r\n"), at=timezone.now(),
        job=job, **values,
    )  # fmt: skip


def running(**values):
    now = timezone.now()
    return {
        "state": "running",
        "started": now,
        "step_began": now - dt.timedelta(seconds=10),
        "moved": now,
    } | values


def test_who_started_none_is_told_what_jobs_are(insider):
    assert "You have not started any jobs" in insider.text("/jobs/")


def test_jobs_are_listed_with_their_progress(insider):
    job_of(insider, **running(done=30, total=120))
    page = insider.text("/jobs/")
    assert "Write rows" in page and "例镇" in page
    assert "30 / 120" in page


def test_jobs_go_on_page_by_page(insider, monkeypatch):
    monkeypatch.setattr("gridmap.pages.jobs.jobs.PAGE", 2)
    for number in range(3):
        job_of(insider, about=f"n{number}")
    assert "n0" not in insider.text("/jobs/") and "from=2" in insider.text("/jobs/")
    assert "n0" in insider.text("/jobs/?from=2")
    assert "no earlier jobs" in insider.text("/jobs/?from=4")


def test_a_running_job_tells_how_far_how_fast_and_how_long(insider):
    page = insider.text(f"/jobs/{job_of(insider, **running(done=100, total=400, step='placing')).pk}/")
    for words in ("placing", "100 of 400 (25 %)", "10 per second", "about 30 seconds left", "Cancel the job"):
        assert words in page


def test_without_a_script_an_open_job_is_read_again_and_an_ended_one_is_not(insider):
    job = job_of(insider)
    assert '<noscript><meta http-equiv="refresh"' in insider.text(f"/jobs/{job.pk}/")
    Job.objects.filter(pk=job.pk).update(state="done", finished=timezone.now())
    assert 'http-equiv="refresh"' not in insider.text(f"/jobs/{job.pk}/")


def test_the_script_gets_the_changing_part_alone(insider):
    job = job_of(insider)
    answer = insider.client.get(f"/jobs/{job.pk}/", headers={"X-Part": "job"}).content.decode()
    assert 'data-state="queued"' in answer and "<html" not in answer


def test_a_job_that_waits_for_no_one_says_so(insider):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    page = f"/jobs/{job_of(insider).pk}/"
    assert "No worker is running" in insider.text(page)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "No worker is running" not in insider.text(page)


def test_a_failed_job_gives_its_sentence_and_the_request(insider):
    job = job_of(insider, state="failed", finished=timezone.now(), error="不行。", request_id="abc12345")
    page = insider.text(f"/jobs/{job.pk}/")
    assert "不行。" in page and "abc12345" in page


def test_a_done_job_gives_its_sentences_its_page_and_its_files(insider):
    result = {"says": ["2 <b> 户"], "page": "/gaps/"}
    job = job_of(insider, state="done", finished=timezone.now(), result=result)
    file = file_of(job)
    page = insider.text(f"/jobs/{job.pk}/")
    assert "2 &lt;b&gt; 户" in page and 'href="/gaps/"' in page and f"/files/{file.pk}/" in page


@pytest.mark.parametrize("foreign", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:1"])
def test_a_result_never_leads_away(insider, foreign):
    job = job_of(insider, state="done", finished=timezone.now(), result={"page": foreign})
    assert "Open the result" not in insider.text(f"/jobs/{job.pk}/")


def test_cancelling_a_waiting_job(insider):
    job = job_of(insider)
    insider.post(f"/jobs/{job.pk}/cancel/", {})
    assert "cancelled" in insider.text(f"/jobs/{job.pk}/")
    insider.post(f"/jobs/{job.pk}/cancel/", {})
    assert "has already ended" in insider.text(f"/jobs/{job.pk}/")


def test_cancelling_a_running_job_is_asked_once(insider):
    job = job_of(insider, **running())
    insider.post(f"/jobs/{job.pk}/cancel/", {})
    page = insider.text(f"/jobs/{job.pk}/")
    assert "It will stop as soon as possible" in page and "Cancel the job" not in page


def test_a_file_is_taken_away_as_it_is_and_on_record(insider):
    answer = insider.get(f"/files/{file_of(job_of(insider, subject='430382')).pk}/")
    assert b"".join(answer.streaming_content) == b"1,2\r\n"
    assert "attachment" in answer["Content-Disposition"]
    entry = AccessEntry.objects.get(action="export")
    assert (entry.user, entry.subject) == (insider.user, "430382")
    assert entry.details == {"job": "trial.write", "format": "csv", "bytes": 5}


def test_the_auditor_reads_which_job_it_was(insider, auditor):
    b"".join(insider.get(f"/files/{file_of(job_of(insider)).pk}/").streaming_content)
    assert "Job Write rows" in auditor.text("/records/")


def test_a_file_without_data_of_households_is_not_on_record(insider):
    assert insider.get(f"/files/{file_of(job_of(insider), personal=False).pk}/").status_code == 200
    assert not AccessEntry.objects.filter(action="export").exists()


def test_a_file_past_its_day_is_gone(insider):
    job = job_of(insider, state="done", finished=timezone.now())
    file = file_of(job)
    JobFile.objects.filter(pk=file.pk).update(kept_until=timezone.localdate() - dt.timedelta(days=1))
    assert insider.get(f"/files/{file.pk}/").status_code == 404
    assert "1 file is no longer kept" in insider.text(f"/jobs/{job.pk}/")


def test_files_are_counted_with_the_exports_of_a_user(insider, settings):
    settings.EXPORT_RATE = "1/hour"
    address = f"/files/{file_of(job_of(insider)).pk}/"
    assert [insider.get(address).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("other", ["neighbour", "outsider", "county", "administrator"])
def test_nobody_else_has_them(insider, request, other):
    job = job_of(insider)
    someone, file = request.getfixturevalue(other), file_of(job)
    assert "Write rows" not in someone.text("/jobs/")
    assert someone.get(f"/jobs/{job.pk}/").status_code == 404
    assert someone.post(f"/jobs/{job.pk}/cancel/", {}).status_code == 404
    assert someone.get(f"/files/{file.pk}/").status_code == 404


def test_the_insider_has_them(insider):
    job = job_of(insider)
    assert insider.get(f"/jobs/{job.pk}/").status_code == 200
    assert insider.get(f"/files/{file_of(job).pk}/").status_code == 200
