"""Starting a job, and asking it to stop."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.concept import Action
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.errors import Conflict, NotFound
from geodata.base.scope import Right
from geodata.jobs import queue
from geodata.jobs.entering import scope_of
from geodata.jobs.models import Job, JobFile
from geodata.jobs.registry import kinds, tell_of_the_end

LOCK = 20_260_203
"""Beside the user: an advisory lock of ours, next to those of jobs and days."""
MOST_OPEN = 5
"""Jobs that one user may have waiting or running."""


@transaction.atomic
def start(
    kind: str,
    *,
    by: User,
    at: dt.datetime,
    arguments: Mapping[str, Any] | None = None,
    subject: str = "",
    about: str = "",
    files: Iterable[JobFile] = (),
    request_id: str = "",
    rights: Iterable[Right] = (),
    leaves: str = Action.JOB_STARTED,
) -> Job:
    """Queue a job; a worker begins it when the caller's transaction is committed.

    `arguments` are what JSON can hold; `files` are uploads that the job takes over; `rights` what it is for, unless its
    kind says it; `leaves` what it is on the record of access. Whoever asks for the same again while it waits or runs is given that job. Raises Conflict where the
    user has too many jobs open already.
    """
    known = kinds()[kind]
    if same := under_way(kind, by=by, arguments=arguments):
        return same
    # Counted under the lock of `under_way`, so that many requests at once cannot each see room.
    if (others := Job.objects.of(by).open().count()) >= MOST_OPEN:
        raise Conflict(
            _("You already have %(most)s jobs waiting or running.") % {"most": wording.figure(MOST_OPEN)},
            remedy=_("Wait until one has ended, or cancel one."),
        )
    job = Job.objects.create(
        kind=kind,
        by=by,
        subject=subject,
        about=about[:200],
        arguments=dict(arguments or {}),
        needs=scope_of(by, on=timezone.localdate(at)).within_area(subject, rights or known.rights),
        language=get_language() or "",
        created=at,
        request_id=request_id[:64],
    )
    JobFile.objects.of(by).filter(pk__in=[file.pk for file in files]).update(job=job)
    record_access(
        user=by, action=leaves, at=at, subject=subject, details={"job": kind}, request_id=request_id
    )
    # Whoever has jobs already waits behind others who have none.
    queue.add(job.pk, by.pk, before=others)
    return job


def under_way(kind: str, *, by: User, arguments: Mapping[str, Any] | None = None) -> Job | None:
    """The user's job that does exactly this, and waits or runs. From here to the commit no other of theirs is started."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, by.pk % 2**31])
    same = Job.objects.of(by).open().filter(kind=kind, language=get_language() or "", cancel_asked=False)
    return same.filter(arguments=dict(arguments or {})).first()


@transaction.atomic
def cancel(*, job: Job | uuid.UUID, by: User, at: dt.datetime) -> Job:
    """Cancel a job that waits, or ask a running one to stop: it does so when it next tells of its progress.

    Raises NotFound where it is not the user's, Conflict where it has ended.
    """
    key = job.pk if isinstance(job, Job) else job
    locked = Job.objects.of(by).select_for_update().filter(pk=key).first()
    if locked is None:
        raise NotFound(_("There is no such job."))
    if not locked.is_open:
        raise Conflict(_("This job has already ended."))
    # A running one is asked and not ended here: its transaction is its worker's.
    locked.cancel_asked = True
    if locked.state == Job.State.QUEUED:
        locked.state, locked.finished = Job.State.CANCELLED, at
    locked.save(update_fields=["cancel_asked", "state", "finished"])
    if not locked.is_open:
        tell_of_the_end(locked)
    return locked
