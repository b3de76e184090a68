"""Uploads that wait for their job. They may hold what is never stored, such as ID numbers, so they lie sealed (base/sealed.py), are
offered to nobody, and go when their job has ended, however it ends.
"""

import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import NotFound
from geodata.base.sealed import Place, Unreadable, seal, unseal
from geodata.jobs import files
from geodata.jobs.context import Work
from geodata.jobs.models import Job, JobFile


def keep(path: Path, *, owner: User, name: str, at: dt.datetime) -> JobFile:
    """The file, sealed, for a job that takes it over."""
    key = uuid.uuid4()
    content = io.BytesIO(seal(path.read_bytes(), at=place_of(key)))
    return files.store(owner=owner, name=name, content_type=JobFile.SEALED, file=content, at=at, key=key)


@contextmanager
def opened(work: Work, *, suffix: str) -> Iterator[Path]:
    """The upload of the job under way, in clear while it lasts; then it is gone. Raises NotFound."""
    kept = work.job.files.filter(content_type=JobFile.SEALED).first()
    if kept is None:
        raise _gone()
    with NamedTemporaryFile(suffix=suffix) as file:
        file.write(clear(kept))
        file.flush()
        yield Path(file.name)
    forget(work.job)


def forget(job: Job) -> None:
    """For kinds whose jobs take an upload: to hear of those that failed or were cancelled."""
    job.files.filter(content_type=JobFile.SEALED).delete()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear(kept: JobFile) -> bytes:
    """What the sealed file holds. Raises NotFound where no key of the service opens it."""
    try:
        return unseal(b"".join(files.content(kept)), at=place_of(kept.pk))
    except Unreadable as error:
        raise _gone() from error


def place_of(key: uuid.UUID) -> Place:
    return Place("geodata_jobfile", "content", str(key))


def _gone() -> NotFound:
    return NotFound(_("The file is no longer available."), field="file", value="")
