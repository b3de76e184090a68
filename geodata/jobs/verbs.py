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
from geodata.errors import Conflict, NotFound
from geodata.jobs import queue
from geodata.jobs.models import Job, JobFile
from geodata.jobs.registry import kinds, tell_of_the_end
from geodata.second_line import scope_of
from geodata.territory.scope import Right

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
) -> Job:
    """Queue a job; a worker begins it when the caller's transaction is committed.

    `arguments` are what JSON can hold; `files` are uploads that the job takes over; `rights` what it is for, unless its
    kind says it. Whoever asks for the same again while it waits or runs is given that job. Raises Conflict where the
    user has too many jobs open already.
    """
    known = kinds()[kind]
    if same := under_way(kind, by=by, arguments=arguments):
        return same
    if (others := Job.objects.of(by).open().count()) >= MOST_OPEN:
        raise Conflict(
            _("%(number)d jobs of yours are waiting or running already.") % {"number": MOST_OPEN},
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
    found = Job.objects.of(by).select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no such job."))
    if not found.is_open:
        raise Conflict(_("This job has ended already."))
    found.cancel_asked = True
    if found.state == Job.State.QUEUED:
        found.state, found.finished = Job.State.CANCELLED, at
    found.save(update_fields=["cancel_asked", "state", "finished"])
    if not found.is_open:
        tell_of_the_end(found)
    return found
