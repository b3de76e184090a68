"""What an import leaves to a job: writing, and reading, checking and taking back much; and what becomes of it when the job ends otherwise."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.imports.actions import Action
from geodata.imports.kinds.registry import kind_of
from geodata.imports.models import ImportRun
from geodata.imports.runs import lifecycle, undoing, uploading
from geodata.imports.runs.audit import record_step
from geodata.imports.workflow import BUSY
from geodata.jobs import at_once, sealed
from geodata.jobs.models import Job
from geodata.jobs.service import start as start_job
from geodata.jobs.service import under_way

PACKED = 8
"""How far workbooks are packed as a rule."""
CANCELLED = {
    "imports.check": _("Checking was cancelled."),
    "imports.apply": _("The import was cancelled. Nothing was written."),
    "imports.undo": _("Undoing was cancelled. Nothing was undone."),
}


@transaction.atomic
def upload(
    *,
    kind: str,
    path: Path,
    name: str,
    layer: str = "",
    encoding: str = "",
    by: User,
    scope: Scope,
    at: dt.datetime,
    request_id: str = "",
) -> ImportRun | Job:
    """Read a file at once; a large one in the background, and then its job leads to the import.

    Raises NotAllowed without the right for that kind, BadInput for a file that cannot be read or has no rows, Conflict
    where the user has too many jobs open.
    """
    if weight(path) <= at_once.rows("import.read"):
        day = timezone.localdate(at)
        made = uploading.upload(
            kind=kind, path=path, name=name, layer=layer, encoding=encoding, by=by, scope=scope, on=day, at=at
        )
        record_step(made, by=by, at=at)
        return made
    own = scope.to(lifecycle.require(scope, kind_of(kind)).right)
    right = kind_of(kind).right
    told = {
        "kind": kind,
        "layer": uploading.printable(layer),
        "name": uploading.printable(name)[-200:],
        "encoding": encoding,
        "sha256": sealed.digest_of(path),
    }
    return under_way("imports.read", by=by, arguments=told) or start_job(
        "imports.read",
        by=by,
        at=at,
        arguments=told,
        subject=uploading.office(own, on=timezone.localdate(at)).code,
        about=told["name"],
        rights=[right],
        files=[sealed.keep(path, owner=by, name=told["name"], at=at)],
        request_id=request_id,
        leaves=Action.IMPORT_PREPARED,
    )


def weight(path: Path) -> int:
    """Bytes that are to be read: of an archive no less than an eighth of what it says it unpacks to."""
    try:
        with ZipFile(path) as archive:
            return max(path.stat().st_size, sum(each.file_size for each in archive.infolist()) // PACKED)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return path.stat().st_size


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
    run = lifecycle.begin_check(run=run, by=by, scope=scope, at=at, answers=answers, leave_out=leave_out)
    if run.rows > at_once.rows("import.check"):
        return _begun("imports.check", run, by, at, request_id)
    lifecycle.check(run=run, scope=scope, on=timezone.localdate(at), at=at)
    record_step(run, by=by, at=at)
    return ImportRun.objects.get(pk=run.pk)


@transaction.atomic
def start(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime, request_id: str = "") -> ImportRun:
    """Queue the writing. Raises Conflict while something stops it, or where the user has too many jobs open."""
    return _begun("imports.apply", lifecycle.begin(run=run, by=by, scope=scope, at=at), by, at, request_id)


@transaction.atomic
def undo(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime, request_id: str = "") -> ImportRun:
    """At once, or where many rows were written in the background. One that is still written says what stands in the way.

    Raises Conflict where it is not written, or somebody else is changing its rows at this moment.
    """
    run = undoing.begin(run=run, by=by, scope=scope, at=at)
    if undoing.written(run) > at_once.rows("import.undo"):
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
        leaves=Action.IMPORT_PREPARED,
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
    return lifecycle.failed(run=run, told=job.error or str(CANCELLED[job.kind]), at=timezone.now())


def job_of(run: ImportRun) -> Job | None:
    """The job that has it at this moment, for its user."""
    return Job.objects.filter(pk=run.job).first() if run.state in BUSY and run.job else None
