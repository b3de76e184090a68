"""Putting files into the database and reading them again, a piece at a time: memory does not grow with the file."""

import datetime as dt
import hashlib
import re
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.concept import Action
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Scope
from geodata.jobs.models import FilePiece, Job, JobFile

PIECE = 2**20
LARGEST = 200 * 2**20
"""Bytes."""

UNFIT = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]')
"""Signs that a file's name must not have."""


@transaction.atomic
def store(
    *,
    owner: User,
    name: str,
    content_type: str,
    file: IO[bytes],
    at: dt.datetime,
    role: JobFile.Role = JobFile.Role.INPUT,
    job: Job | None = None,
    needs: Mapping[str, list[str]] | None = None,
    personal: bool = True,
    largest: int = LARGEST,
    key: uuid.UUID | None = None,
    once_until: dt.datetime | None = None,
) -> JobFile:
    """Keep the rest of `file`, read from where it stands. `needs`: the rights without
    which nobody gets it, by area; those of its job, unless said. `key`: what is sealed names it, so it is known before.
    `once_until`: see once.py. Raises BadInput where it is larger than `largest` bytes."""
    kept = JobFile.objects.create(
        pk=key or uuid.uuid4(),
        once_until=once_until,
        job=job,
        owner=owner,
        role=role,
        name=UNFIT.sub("_", name)[-200:] or "_",
        content_type=content_type,
        needs=dict(needs if needs is not None else job.needs if job else {}),
        personal=personal,
        created=at,
        kept_until=at.date() + dt.timedelta(days=settings.KEEP_FILES_DAYS),
    )
    digest, number = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        kept.size += len(piece)
        if kept.size > largest:
            raise _too_large(name, largest)
        digest.update(piece)
        FilePiece.objects.create(file=kept, number=number, content=piece)
        number += 1
    kept.sha256 = digest.hexdigest()
    kept.save(update_fields=["size", "sha256"])
    return kept


def content(file: JobFile) -> Iterator[bytes]:
    """The file, a piece at a time."""
    # Of a sealed file the size is that of what it holds: the pieces tell how many there are.
    for number in FilePiece.objects.filter(file=file).order_by("number").values_list("number", flat=True):
        yield bytes(FilePiece.objects.values_list("content", flat=True).get(file=file, number=number))


def opened(file: JobFile) -> IO[bytes]:
    """A copy on disk, at its beginning, that goes when it is closed."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    copy.writelines(content(file))
    copy.seek(0)
    return copy


def _too_large(name: str, largest: int) -> BadInput:
    return BadInput(
        _("The file %(name)s is larger than %(most)s MB.")
        % {"name": name, "most": wording.figure(largest // 2**20)},
        field="file",
        remedy=_("Split it, for example village by village."),
    )


def find_file(pk: uuid.UUID, *, by: User, scope: Scope, at: dt.datetime) -> JobFile:
    """A file of one's own that is still kept and whose rights still hold. Raises NotFound."""
    own = JobFile.objects.of(by).within(scope).offered(at=at)
    file = own.kept(on=timezone.localdate(at)).select_related("job").filter(pk=pk).first()
    if file is None:
        raise NotFound(str(pk))
    return file


def record_taken(file: JobFile, *, by: User) -> None:
    """That it was taken away, where it holds data of households: never its name, which a person chose.

    A job says more by `record` in its result: filters and counts.
    """
    if not file.personal:
        return
    kind, more = (file.job.kind, file.job.result.get("record", {})) if file.job else ("", {})
    record_access(
        user=by,
        action=Action.EXPORT,
        subject=file.job.subject if file.job else "",
        details={"job": kind, "format": file.name.rpartition(".")[2][:10], "bytes": file.size, **more},
    )
