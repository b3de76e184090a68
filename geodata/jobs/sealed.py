"""Uploads that wait for their job. They may hold what is never stored, such as ID numbers, so they lie sealed (AES-GCM, the
key is the service's SECRET_KEY), are offered to nobody, and go when their job has ended, however it ends.
"""

import datetime as dt
import hashlib
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.errors import NotFound
from geodata.jobs import files
from geodata.jobs.models import Job, JobFile
from geodata.jobs.work import Work

NONCE = 12
"""Bytes, as the standard recommends."""


def keep(path: Path, *, owner: User, name: str, at: dt.datetime) -> JobFile:
    """The file, sealed, for a job that takes it over."""
    nonce = secrets.token_bytes(NONCE)
    content = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, path.read_bytes(), None)
    return files.store(
        owner=owner, name=name, content_type=JobFile.SEALED, file=io.BytesIO(nonce + content), at=at
    )


@contextmanager
def opened(work: Work, *, suffix: str) -> Iterator[Path]:
    """The upload of the job under way, in clear while it lasts; then it is gone. Raises NotFound."""
    kept = work.job.files.filter(content_type=JobFile.SEALED).first()
    if kept is None:
        raise _gone()
    with NamedTemporaryFile(suffix=suffix) as file:
        file.write(_content(b"".join(files.content(kept))))
        file.flush()
        yield Path(file.name)
    forget(work.job)


def forget(job: Job) -> None:
    """For kinds whose jobs take an upload: to hear of those that failed or were cancelled."""
    job.files.filter(content_type=JobFile.SEALED).delete()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(sealed: bytes) -> bytes:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret)).decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except InvalidTag:
            continue
    raise _gone()


def _key(secret: str) -> bytes:
    return hashlib.sha256(b"uploads:" + secret.encode()).digest()


def _gone() -> NotFound:
    return NotFound(_("The file is no longer there."), field="file", value="")
