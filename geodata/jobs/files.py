"""Putting files into the database and reading them again, a piece at a time: memory does not grow with the file."""

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.errors import BadInput
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
) -> JobFile:
    """Keep the rest of `file`, read from where it stands. `needs`: the rights without
    which nobody gets it, by area; those of its job, unless said. Raises BadInput where it is larger than `largest` bytes."""
    kept = JobFile.objects.create(
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
    for number in range(-(-file.size // PIECE)):
        yield bytes(FilePiece.objects.values_list("content", flat=True).get(file=file, number=number))


def opened(file: JobFile) -> IO[bytes]:
    """A copy on disk, at its beginning, that goes when it is closed."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    copy.writelines(content(file))
    copy.seek(0)
    return copy


def _too_large(name: str, largest: int) -> BadInput:
    return BadInput(
        _("The file %(name)s is larger than %(most)d MB.") % {"name": name, "most": largest // 2**20},
        field="file",
        remedy=_("Divide it, village by village for example."),
    )
