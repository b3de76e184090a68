"""What a running job is given: its user and scope, and how it tells of its progress and keeps what it makes."""

import datetime as dt
import time
import uuid
from typing import IO, Protocol

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.jobs import files
from geodata.jobs.models import Job, JobFile
from geodata.jobs.registry import kinds
from geodata.jobs.watchdog import Stop

EVERY = 0.25
"""Seconds between two notes of progress."""


class Cancelled(Stop):
    """Its user asked to cancel it. What it did is taken back."""


class Board(Protocol):
    """Where progress is put up for all to see."""

    def tell(self, done: int, total: int, step: str) -> None:
        """Raises Cancelled where that was asked for, and others where the job must not go on."""

    def count(self, sequence: str, total: int, step: str) -> None:
        """From now on the numbers that come out of that sequence are what is done."""

    def stop_counting(self) -> None:
        """The job itself tells again."""


class Work:
    """The job under way. Whatever it does through Django's connection is taken back unless it comes to its end."""

    def __init__(self, job: Job, *, user: User, scope: Scope, at: dt.datetime, board: Board) -> None:
        self.job = job
        self.user = user
        self.scope = scope
        self.at = at
        self.on = at.date()
        self.last_progress = (0, 0, "")
        self._board = board
        self._last = (-EVERY, "")

    def progress(self, done: int, total: int = 0, step: str = "") -> None:
        """So many of `total` (0: unknown) are done in this step, a few words for the user. Cheap: call it per row.

        Raises Cancelled; let it through.
        """
        self._board.stop_counting()
        self._put_up(done, total, step)

    def count(self, sequence: str, total: int, step: str) -> None:
        """Rows that one long statement writes, of so many, are told while it lasts: each takes a number of the sequence."""
        self._put_up(0, total, step)
        self._board.count(sequence, total, step)

    def _put_up(self, done: int, total: int, step: str) -> None:
        self.last_progress = (done, total, step)
        now, (then, before) = time.monotonic(), self._last
        if now - then >= EVERY or step != before:
            self._last = (now, step)
            self._board.tell(done, total, step)

    def keep(
        self,
        name: str,
        content_type: str,
        file: IO[bytes],
        *,
        personal: bool = True,
        key: uuid.UUID | None = None,
        once_until: dt.datetime | None = None,
    ) -> JobFile:
        """Keep the rest of a file as one that the job made. `personal`: it holds data of households; else see once.py."""
        return files.store(
            owner=self.user,
            name=name,
            content_type=content_type,
            file=file,
            at=self.at,
            role=JobFile.Role.OUTPUT,
            job=self.job,
            needs=self.scope.within_area(self.job.subject, self._rights()),
            personal=personal,
            key=key,
            once_until=once_until,
        )

    def _rights(self) -> set[Right]:
        """What the job was started with; whether it sees details is asked anew."""
        started_with = {Right(right) for rights in self.job.needs.values() for right in rights} - {
            Right.DETAILS
        }
        return started_with or set(kinds()[self.job.kind].rights)

    def file(self, name: str | uuid.UUID) -> JobFile:
        """A file of the job's user by its id, which arguments hold as text. Raises NotFound."""
        kept = JobFile.objects.of(self.user).kept(on=self.on).filter(pk=name).first()
        if kept is None:
            raise NotFound(_("The file is no longer available."), field="file", value=name)
        return kept
