"""Beginning to write in the background, and what becomes of an import whose job has ended otherwise."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.imports import runs
from geodata.imports.models import ImportRun
from geodata.jobs.models import Job
from geodata.jobs.verbs import start as start_job


@transaction.atomic
def start(*, run: ImportRun, by: User, at: dt.datetime, request_id: str = "") -> ImportRun:
    """Queue the writing. Raises Conflict while something stops it, or where the user has too many jobs open."""
    run = runs.begin(run=run)
    job = start_job(
        "imports.apply",
        by=by,
        at=at,
        arguments={"run": run.pk},
        subject=run.area.code,
        about=run.name,
        request_id=request_id,
    )
    run.job = str(job.pk)
    run.save(update_fields=["job"])
    return run


def settled(run: ImportRun) -> ImportRun:
    """The import; when its job failed or was cancelled, checked as before, with the reason.

    Only the user who began it sees the job; for others it is still being written.
    """
    if run.state != ImportRun.State.APPLYING or not run.job:
        return run
    job = Job.objects.filter(pk=run.job, state__in=[Job.State.FAILED, Job.State.CANCELLED]).first()
    if job is None:
        return run
    return runs.failed(run=run, told=job.error or _("Writing was cancelled. Nothing was written."))


def job_of(run: ImportRun) -> Job | None:
    """The job that writes it, for its user."""
    return Job.objects.filter(pk=run.job).first() if run.job else None
