"""Beside a job that is busy, perhaps in one statement for minutes: is it to stop, and how far is it?

A thread asks, on the connection by which the job tells of its progress. When the job is to stop, the statement under way
is cancelled, and so is the next one, until the job has let go: what it did is taken back as ever.
"""

import threading
from types import TracebackType
from typing import Any, Protocol

import psycopg

EVERY = 0.5
"""Seconds between two looks."""


class Stop(Exception):
    """Why a job must not go on."""


class Watched(Protocol):
    def look(self) -> None:
        """Put up how far the job is. Raises Stop where it must not go on."""


class Watch:
    """Lasts as long as the job's own work. Leaves with the reason where that was cut short."""

    def __init__(self, notes: Watched, busy: psycopg.Connection[Any]) -> None:
        self.notes, self.busy = notes, busy
        self.reason: Stop | None = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self.thread.join()
        # One that came to its end in spite of it is asked once more before it takes effect.
        if self.reason and isinstance(error, Exception) and not isinstance(error, Stop):
            raise self.reason from error

    def _watch(self) -> None:
        while not self.over.wait(EVERY):
            try:
                self.notes.look()
            except Stop as reason:
                self.reason = reason
                return self._cut_short()
            except psycopg.Error:
                # The job itself will meet with whatever befell the database.
                return None
        return None

    def _cut_short(self) -> None:
        while not self.over.is_set():
            try:
                self.busy.cancel()
            except psycopg.Error:
                return
            self.over.wait(EVERY)
