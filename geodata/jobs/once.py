"""Files that are given out once: they lie sealed, whoever asked for them takes them away once, and then or when their time is
over they are gone. For what must not lie about, such as one-time links.
"""

import datetime as dt
import hashlib
import io
import uuid

from django.db import connection, transaction

from geodata.accounts.models import User
from geodata.base.errors import NotFound
from geodata.base.scope import Scope
from geodata.base.sealed import seal
from geodata.jobs import sealed
from geodata.jobs.context import Work
from geodata.jobs.files import find_file, record_taken
from geodata.jobs.models import JobFile

LIFE = dt.timedelta(hours=24)
"""So long it waits to be taken away."""


def keep(work: Work, name: str, content_type: str, content: bytes) -> JobFile:
    """The file, sealed, for the job's user alone."""
    key = uuid.uuid4()
    closed = io.BytesIO(seal(content, at=sealed.place_of(key)))
    file = work.keep(name, content_type, closed, key=key, once_until=work.at + LIFE)
    file.size, file.sha256 = len(content), hashlib.sha256(content).hexdigest()
    file.save(update_fields=["size", "sha256"])
    return file


@transaction.atomic
def take(pk: uuid.UUID, *, by: User, scope: Scope, at: dt.datetime) -> tuple[JobFile, bytes]:
    """The file as it was, with its content in clear; it is gone with that, and taking it is on record.

    Of two who press at once the second finds nothing. Raises NotFound.
    """
    file = find_file(pk, by=by, scope=scope, at=at)
    if not JobFile.objects.select_for_update().filter(pk=pk, once_until__gt=at).values_list("pk"):
        raise NotFound(str(pk))
    content = sealed.clear(file)
    record_taken(file, by=by)
    JobFile.objects.filter(pk=pk).delete()
    return file, content


def forget_what_is_over() -> int:
    """Files that nobody has taken in time; how many. By a function of the database: each is shown to its owner alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_once_files()")
        return int(cursor.fetchone()[0])
