"""Jobs by API: mine, how far they are, their files, and cancelling."""

import uuid

import pytest
from django.utils import timezone

from geodata.audit.models import AccessEntry
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from tests.jobs import kinds  # noqa: F401  (registers them)

pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")


def job_of(who, **arguments) -> Job:
    return start("trial.write", by=who.user, at=timezone.now(), arguments=arguments)


def done(who) -> Job:
    return run_now(job_of(who))


def test_my_jobs_are_listed_the_latest_first_page_by_page(insider):
    jobs = [str(job_of(insider, rows=number).pk) for number in range(3)]
    first = insider.get("jobs/?limit=2").json()
    assert [job["id"] for job in first["jobs"]] == jobs[:0:-1]
    last = insider.get(first["next"]).json()
    assert ([job["id"] for job in last["jobs"]], last["next"]) == (jobs[:1], None)


def test_a_job_tells_its_state_progress_result_and_files(insider):
    answer = insider.get(f"jobs/{done(insider).pk}/").json()
    assert (answer["state"], answer["title"], answer["result"]) == ("done", "Write rows", {"rows": 3})
    assert (answer["done"], answer["total"], answer["percent"], answer["error"]) == (3, 3, 100, "")
    assert [(file["name"], file["size"]) for file in answer["files"]] == [("rows.txt", 3)]


def test_a_file_comes_as_it_is_and_on_record(insider):
    file = insider.get(f"jobs/{done(insider).pk}/").json()["files"][0]
    AccessEntry.objects.all().delete()
    answer = insider.get(file["url"])
    assert b"".join(answer.streaming_content) == b"xxx"
    assert answer["Content-Type"] == "application/octet-stream"
    told = {"job": "trial.write", "format": "txt", "bytes": 3, "by": "api"}
    assert AccessEntry.objects.get().details == told


def test_a_waiting_job_is_cancelled_once(insider):
    job = job_of(insider)
    assert insider.post(f"jobs/{job.pk}/cancel/", {}).json()["state"] == "cancelled"
    again = insider.post(f"jobs/{job.pk}/cancel/", {})
    assert (again.status_code, again.json()["detail"]) == (409, "This job has already ended.")


def test_files_are_counted_with_the_exports_of_a_user(insider, settings):
    settings.EXPORT_RATE = "1/hour"
    address = insider.get(f"jobs/{done(insider).pk}/").json()["files"][0]["url"]
    assert [insider.get(address).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("other", ["neighbour", "outsider", "county"])
def test_nobody_else_has_them(insider, request, other):
    someone, job = request.getfixturevalue(other), done(insider)
    assert someone.get("jobs/").json()["jobs"] == []
    for path in (f"jobs/{job.pk}/", f"files/{job.files.get().pk}/"):
        assert someone.get(path).status_code == 404
    assert someone.post(f"jobs/{job.pk}/cancel/", {}).status_code == 404


def test_what_does_not_exist_is_told_like_what_is_another_persons(insider, neighbour):
    told = [insider.get(f"jobs/{pk}/").json()["detail"] for pk in (uuid.uuid4(), job_of(neighbour).pk)]
    assert told[0] == told[1]
