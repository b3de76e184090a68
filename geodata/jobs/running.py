"""One try of a job: its effect and its end in one transaction, under its user's scope.

A job is done once, or not at all, whoever dies meanwhile. Three things see to it:

- what it does and `state = done` are committed together;
- each try has a number, and only the newest may end the job: one that was given up and wakes again is taken back;
- a lock goes with the transaction, so that a second try waits for the first to be really over.
"""

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import periods, wording
from geodata.base.errors import DomainError, NotAllowed, join
from geodata.base.rls import WEB_ROLE, as_web_role
from geodata.jobs.context import Cancelled, Work
from geodata.jobs.entering import enter
from geodata.jobs.models import Job
from geodata.jobs.registry import kinds, tell_of_the_end
from geodata.jobs.watchdog import Stop, Watch

MOST_TRIES = 5
LOCKS = 20_260_201
"""Any number, of our own among PostgreSQL's advisory locks."""

stopping = threading.Event()
"""The worker has to end: jobs stop at their next word of progress and go back to the queue."""

log = logging.getLogger("gridmap.jobs")

Execute = Callable[[str, Sequence[Any]], Any]
"""One statement with its values; gives its first row or None."""


class Busy(Exception):
    """An earlier try is not over yet."""


class Superseded(Stop):
    """A later try has taken the job over: this one must leave no trace."""


class Interrupted(Stop):
    """The worker ends. The job goes back to the queue."""


@dataclass(frozen=True)
class Count:
    """Rows that take their numbers from a sequence, which is seen before they are committed."""

    sequence: str
    first: int
    total: int
    step: str


class Notes:
    """The job's row, written at once and beside its transaction."""

    def __init__(self, job: uuid.UUID, execute: Execute) -> None:
        self.job, self.execute, self.number = job, execute, 0
        self.counted: Count | None = None
        row = execute("SELECT language, request_id FROM geodata_job WHERE id = %s", [job])
        self.language: str = row[0] if row else ""
        self.request: str = row[1] if row else ""

    def begin(self) -> bool:
        """Take the job for this try; False where there is nothing left to do."""
        row = self.execute(BEGIN, [self.job])
        # The try's number, which every later statement names: a worker that comes back late changes nothing.
        self.number = row[0] if row else 0
        return row is not None

    def count(self, sequence: str, total: int, step: str) -> None:
        self.counted = Count(sequence, self._last(sequence), total, step)

    def stop_counting(self) -> None:
        self.counted = None

    def look(self) -> None:
        """How far a statement under way is, where that can be told. Raises Stop."""
        if counted := self.counted:
            done = self._last(counted.sequence) - counted.first
            self.tell(min(done, counted.total), counted.total, counted.step)
        else:
            self._heed(self.execute(ASK, [self.job, self.number]))

    def _last(self, sequence: str) -> int:
        return int(self.execute("SELECT coalesce(pg_sequence_last_value(%s), 0)", [sequence])[0])

    def tell(self, done: int, total: int, step: str) -> None:
        self._heed(self.execute(TELL, [done, total, step[:200], step[:200], self.job, self.number]))

    def _heed(self, row: Any) -> None:
        if row is None:
            raise Superseded
        if row[0]:
            raise Cancelled
        if stopping.is_set():
            raise Interrupted

    def end(self, state: Job.State, error: str = "") -> None:
        self.execute(END, [state, error, self.job, self.number])

    def without_effect(self) -> bool:
        """Has it failed or been cancelled, in this try or one before?"""
        return self.execute(WITHOUT_EFFECT, [self.job]) is not None

    def give_back(self) -> None:
        """As if this try had not been."""
        self.execute(GIVE_BACK, [self.job, self.number])


BEGIN = """
UPDATE geodata_job SET state = 'running', tries = tries + 1, started = coalesce(started, clock_timestamp()),
    done = 0, total = 0, step = '', step_began = clock_timestamp(), moved = clock_timestamp()
WHERE id = %s AND state IN ('queued', 'running') RETURNING tries"""
MINE = "WHERE id = %s AND tries = %s AND state = 'running'"
TELL = f"""
UPDATE geodata_job SET done = %s, total = %s, step = %s, moved = clock_timestamp(),
    step_began = CASE WHEN step = %s THEN step_began ELSE clock_timestamp() END
{MINE} RETURNING cancel_asked"""  # noqa: S608
ASK = f"SELECT cancel_asked FROM geodata_job {MINE}"  # noqa: S608
END = f"UPDATE geodata_job SET state = %s, error = %s, finished = clock_timestamp() {MINE} RETURNING id"  # noqa: S608
WITHOUT_EFFECT = "SELECT id FROM geodata_job WHERE id = %s AND state IN ('failed', 'cancelled')"
GIVE_BACK = f"UPDATE geodata_job SET state = 'queued', tries = tries - 1 {MINE} RETURNING id"  # noqa: S608


def attempt(job: uuid.UUID, user: int) -> None:
    """One try in a worker. Raises what another try may mend."""
    with _own_connection(user) as execute:
        _patience()
        _attempt(Notes(job, execute), user)


def run_now(job: Job) -> Job:
    """Do a job here and now, in the caller's transaction and without a worker; for commands and tests.

    What it should refuse is in `job.error` as ever; a mistake of ours is raised.
    """
    notes = Notes(job.pk, _here)
    notes.begin()
    _attempt(notes, job.by_id, raising=True)
    job.refresh_from_db()
    return job


def _attempt(notes: Notes, user: int, *, raising: bool = False) -> None:
    with translation.override(notes.language or settings.LANGUAGE_CODE):
        try:
            _take_effect(notes, user)
        except Cancelled:
            notes.end(Job.State.CANCELLED)
        except Superseded:
            log.warning(
                "a later try has taken the job over", extra={"job": notes.job, "request_id": notes.request}
            )
        except Interrupted:
            notes.give_back()
            raise
        except DomainError as error:
            notes.end(Job.State.FAILED, join([part for part in (error.message, error.remedy) if part]))
        except (Busy, OperationalError, InterfaceError, psycopg.OperationalError):
            # A lost connection, a deadlock: the next try may have more luck.
            raise
        except MemoryError:
            log.exception("a job ran out of memory", extra={"job": notes.job, "request_id": notes.request})
            notes.end(Job.State.FAILED, _("It needs more memory than the server allows a job."))
        except Exception:
            notes.end(Job.State.FAILED, _("Something went wrong on our side."))
            if raising:
                raise
            log.exception("a job failed", extra={"job": notes.job, "request_id": notes.request})
        _without_effect(notes, user)


def _without_effect(notes: Notes, user: int) -> None:
    """What waits for the job is let go, where it has failed or was cancelled."""
    if not notes.without_effect():
        return
    try:
        with as_web_role(request=notes.request), transaction.atomic():
            enter(User.objects.get(pk=user), on=periods.today())
            tell_of_the_end(Job.objects.get(pk=notes.job))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception(
            "what waits for a job was not told", extra={"job": notes.job, "request_id": notes.request}
        )


def _take_effect(notes: Notes, user: int) -> None:
    # The inner transaction is taken back first, so that the role can be given back after an error in SQL.
    with as_web_role(request=notes.request), transaction.atomic():
        _lock(notes.job)
        if not notes.number and not notes.begin():
            return
        at = timezone.localtime()
        work = _work(notes, user, at)
        if work.job.tries > MOST_TRIES:
            raise _given_up()
        with _watched(notes):
            result = kinds()[work.job.kind].run(work, **work.job.arguments)
        _finish(notes, work, result)


def _work(notes: Notes, user: int, at: dt.datetime) -> Work:
    who = User.objects.get(pk=user)
    if not who.is_active:
        raise NotAllowed(_("This account has been closed."))
    scope = enter(who, on=at.date())
    job = Job.objects.get(pk=notes.job)
    if job.cancel_asked:
        raise Cancelled
    return Work(job, user=who, scope=scope, at=at, board=notes)


def _finish(notes: Notes, work: Work, result: dict[str, Any]) -> None:
    """The end, in the transaction of the effect. Raises Cancelled or Superseded, and then nothing has happened."""
    done, total, step = work.last_progress
    mine = Job.objects.filter(pk=notes.job, tries=notes.number, state=Job.State.RUNNING, cancel_asked=False)
    ended = mine.update(
        state=Job.State.DONE, result=result, done=done, total=total, step=step[:200], finished=timezone.now()
    )
    if not ended:
        raise Cancelled if Job.objects.filter(pk=notes.job, cancel_asked=True).exists() else Superseded


def _lock(job: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, str(job)])
        if not cursor.fetchone()[0]:
            raise Busy


def _given_up() -> DomainError:
    return DomainError(
        _("It was interrupted %(times)s times and has been abandoned. Nothing was changed.")
        % {"times": wording.figure(MOST_TRIES)},
        remedy=_("Start it again with less at a time, or contact the administrator."),
    )


def _watched(notes: Notes) -> AbstractContextManager[object]:
    """A job done in the caller's transaction is not watched: it has no connection beside its own."""
    return nullcontext() if notes.execute is _here else Watch(notes, connection.connection)


def _here(statement: str, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


@contextmanager
def _own_connection(user: int) -> Iterator[Execute]:
    """A connection of its own as the web role of that user, each statement committed at once."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as own:
        own.execute(f"SET ROLE {WEB_ROLE}")
        own.execute("SELECT set_config('gridmap.user', %s, false)", [str(user)])
        yield lambda statement, values: own.execute(statement, values).fetchone()


def _patience() -> None:
    """When this process is killed, PostgreSQL shall notice in the middle of a long statement too."""
    with connection.cursor() as cursor:
        cursor.execute("SET client_connection_check_interval = '2s'")
