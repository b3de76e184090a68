"""Kinds of jobs to try the machinery on. What one has done can be counted in the record of access."""

import io
import os
import signal
import time
from typing import Any

from django.db import connection

from geodata.audit.concept import Action
from geodata.audit.record import record_access
from geodata.base.errors import BadInput
from geodata.jobs import files
from geodata.jobs.context import Work
from geodata.jobs.registry import job
from geodata.people.models import Household

HEARD: list[tuple[str, str]] = []
"""The state and the reason of each job that wrote rows and ended without its effect."""


@job("trial.write", title="Write rows", ended=lambda job: HEARD.append((job.state, job.error)))
def write(work: Work, rows: int = 3, seconds: float = 0, fail: str = "") -> dict[str, Any]:
    """Appends `rows` entries, over so many seconds; then fails in the way asked for, or makes a file."""
    for row in range(rows):
        record_access(user=work.user, action=Action.EXPORT, at=work.at, subject=str(work.job.pk))
        time.sleep(seconds / rows)
        work.progress(row + 1, rows, "writing")
    if fail:
        _fail(fail)
    work.keep("rows.txt", "text/plain", io.BytesIO(b"x" * rows))
    return {"rows": rows}


@job("trial.look", title="Look around")
def look(work: Work) -> dict[str, Any]:
    """What the database shows to the job, without any filter of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        role = cursor.fetchone()[0]
    return {"role": role, "households": Household.objects.count(), "area": work.scope.codes}


FILL = """
INSERT INTO geodata_filepiece (file_id, number, content)
SELECT %s, n, '' FROM generate_series(1, %s) n, LATERAL (SELECT pg_sleep(0.1 + 0 * n)) t
"""


@job("trial.fill", title="One long statement")
def fill(work: Work, rows: int) -> dict[str, Any]:
    """Gives a file so many pieces by one statement, ten a second."""
    file = work.keep("pieces", "text/plain", io.BytesIO())
    work.count("geodata_filepiece_id_seq", rows, "filling")
    with connection.cursor() as cursor:
        cursor.execute(FILL, [file.pk, rows])
    return {}


@job("trial.read", title="Read a file")
def read(work: Work, file: str) -> dict[str, Any]:
    with files.opened(work.file(file)) as opened:
        return {"bytes": len(opened.read())}


def _fail(how: str) -> None:
    if how == "domain":
        raise BadInput("例：不行。", remedy="例：再试。")
    if how == "sql":
        connection.cursor().execute("SELECT 1/0")
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    raise ValueError("the insides")
