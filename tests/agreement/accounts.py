"""One's own account: who one is, its tokens, its work and its files."""

import datetime as dt
import io
from typing import Any

from django.utils import timezone

from geodata.accounts.models import ApiToken, User
from geodata.jobs.files import store
from geodata.jobs.models import Job
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.agreement.offices import ones_own_job, somebodys_job

EVERYBODY = "d" * 17
NOBODY = "m" * 17


def _token(of: User, *, at: dt.datetime) -> int:
    ApiToken.issue(user=of, at=at)
    return ApiToken.objects.filter(user=of).latest("pk").pk


def a_token(ask: Ask) -> int:
    return _token(ask.by, at=timezone.now())


def an_old_token(ask: Ask) -> int:
    return _token(ask.by, at=timezone.now() - 2 * ApiToken.LIFE)


def somebodys_token(_ask: Ask) -> int:
    return _token(v.user(), at=timezone.now())


def end_page(ask: Ask) -> Outcome:
    return ask.page("/me/tokens/end/", {"token": ask.thing})


def end_api(ask: Ask) -> Outcome:
    return ask.api("DELETE", f"tokens/{ask.thing}/")


def a_finished_job(ask: Ask) -> Any:
    job = ones_own_job(ask)
    Job.objects.filter(pk=job).update(state=Job.State.DONE, finished=timezone.now())
    return job


def cancel_page(ask: Ask) -> Outcome:
    return ask.page(f"/jobs/{ask.thing}/cancel/", {})


def cancel_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"jobs/{ask.thing}/cancel/")


def _file(of: User, job: Any) -> Any:
    told = {"name": "例.csv", "content_type": "text/csv", "file": io.BytesIO(b"x"), "at": timezone.now()}
    return store(owner=of, job=Job.objects.get(pk=job), role="output", **told).pk


def ones_own_file(ask: Ask) -> Any:
    return _file(ask.by, ones_own_job(ask))


def somebodys_file(ask: Ask) -> Any:
    job = somebodys_job(ask)
    return _file(Job.objects.get(pk=job).by, job)


def file_page(ask: Ask) -> Outcome:
    return ask.page(f"/files/{ask.thing}/")


def file_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"files/{ask.thing}/")


def pages(*paths: str) -> list[Door]:
    """Those below /api/v1/ have no slash in front."""
    return [
        Door(path, lambda ask, path=path: ask.page(path) if path[0] == "/" else ask.api("GET", path))  # type: ignore[misc]
        for path in paths
    ]


def somebody_without_a_password(ask: Ask) -> Any:
    return v.member(ask.stage.village).pk


def slips_page(ask: Ask) -> Outcome:
    return ask.page(f"/accounts/slips/?area={ask.stage.village.code}", {})


def slips_api(ask: Ask) -> Outcome:
    return ask.api("POST", "accounts/slips/", {"village": ask.stage.village.code})


ENDING = [Door("page", end_page), Door("api", end_api)]
CANCELLING = [Door("page", cancel_page), Door("api", cancel_api)]
TAKING = [Door("page", file_page), Door("api", file_api)]
SLIPS = [Door("page", slips_page), Door("api", slips_api)]

VERBS = [
    Verb("look at oneself", pages("/me/", "me/", "tokens/"), outcomes=EVERYBODY),
    Verb("look at one's own jobs", pages("/jobs/", "jobs/"), outcomes=EVERYBODY),
    Verb("end a token", ENDING, a_token, EVERYBODY),
    Verb("end a token that has expired", ENDING, an_old_token, NOBODY),
    Verb("end somebody's token", ENDING, somebodys_token, NOBODY),
    Verb("cancel one's own job", CANCELLING, ones_own_job, "d" * 16 + "m"),
    Verb("cancel a job that has ended", CANCELLING, a_finished_job, "w" * 16 + "m"),
    Verb("cancel somebody's job", CANCELLING, somebodys_job, NOBODY),
    Verb("take one's own file", TAKING, ones_own_file, "d" * 16 + "m"),
    Verb("take somebody's file", TAKING, somebodys_file, NOBODY),
    Verb("make slips", SLIPS, somebody_without_a_password, "dddrrrrrdmmmrrrrr"),
]
