"""What an import leaves to a job: writing, checking and taking back much; and what becomes of it when the job ends otherwise."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.imports import runs, undoing
from geodata.imports.kinds import kind_of
from geodata.imports.models import BUSY, ImportRun
from geodata.jobs.models import Job
from geodata.jobs.verbs import start as start_job
from geodata.territory.scope import Scope

CANCELLED = {
    "imports.check": _("Checking was cancelled."),
    "imports.apply": _("Writing was cancelled. Nothing was written."),
    "imports.undo": _("Taking back was cancelled. Nothing was taken back."),
}


@transaction.atomic
def check(
    *,
    run: ImportRun,
    by: User,
    scope: Scope,
    at: dt.datetime,
    answers: Mapping[str, str] | None = None,
    leave_out: bool | None = None,
    request_id: str = "",
) -> ImportRun:
    """At once, or where the file is long in the background. Raises BadInput, Conflict."""
    if run.rows > settings.IMPORT_AT_ONCE:
        run = runs.begin_check(run=run, answers=answers, leave_out=leave_out)
        return _begun("imports.check", run, by, at, request_id)
    runs.check(run=run, scope=scope, on=timezone.localdate(at), at=at, answers=answers, leave_out=leave_out)
    return ImportRun.objects.get(pk=run.pk)


@transaction.atomic
def start(*, run: ImportRun, by: User, at: dt.datetime, request_id: str = "") -> ImportRun:
    """Queue the writing. Raises Conflict while something stops it, or where the user has too many jobs open."""
    return _begun("imports.apply", runs.begin(run=run), by, at, request_id)


@transaction.atomic
def undo(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime, request_id: str = "") -> ImportRun:
    """At once, or where many rows were written in the background. One that is still written says what stands in the way.

    Raises Conflict where it is not written, or somebody else is changing its rows at this moment.
    """
    run = undoing.begin(run=run, scope=scope)
    if undoing.written(run) > settings.IMPORT_AT_ONCE:
        return _begun("imports.undo", run, by, at, request_id)
    undoing.undo(run=run, by=by, scope=scope, at=at)
    return ImportRun.objects.get(pk=run.pk)


def _begun(kind: str, run: ImportRun, by: User, at: dt.datetime, request_id: str) -> ImportRun:
    job = start_job(
        kind,
        by=by,
        at=at,
        arguments={"run": run.pk},
        subject=run.area.code,
        about=run.name,
        request_id=request_id,
        rights=[kind_of(run.kind).right],
    )
    run.job = str(job.pk)
    run.save(update_fields=["job"])
    return run


def let_go(job: Job) -> None:
    """The import of a job that failed or was cancelled is as it was before, with the reason, for all who may go on with it."""
    for run in ImportRun.objects.filter(job=str(job.pk)):
        _given_back(run, job)


def settled(run: ImportRun) -> ImportRun:
    """The import; when its job failed or was cancelled, as it was before, with the reason.

    Only the user who began it sees the job: where a worker died before it could let the import go, it waits for them.
    """
    if run.state not in BUSY or not run.job:
        return run
    job = Job.objects.filter(pk=run.job, state__in=[Job.State.FAILED, Job.State.CANCELLED]).first()
    return _given_back(run, job) if job else run


def _given_back(run: ImportRun, job: Job) -> ImportRun:
    return runs.failed(run=run, told=job.error or str(CANCELLED[job.kind]))


def job_of(run: ImportRun) -> Job | None:
    """The job that has it at this moment, for its user."""
    return Job.objects.filter(pk=run.job).first() if run.state in BUSY and run.job else None
