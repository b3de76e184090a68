"""The worker: a process that does jobs one after another. Run as many as needed; each takes what the others leave.

procrastinate keeps the queue, listens for new entries and beats a heart. It does not rescue what a dead worker had
begun: the sweep here puts that back into the queue.
"""

import asyncio
import contextlib
import logging
import resource
import signal
from asyncio import Task
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.manager import JobManager
from procrastinate.worker import Worker
from psycopg import OperationalError

from geodata.base import periods
from geodata.jobs import queue
from geodata.jobs.beat import do_a_step_apart
from geodata.jobs.daily import begin_day_apart
from geodata.jobs.five_minutes import SECONDS, do_what_is_due_apart
from geodata.jobs.running import stopping

log = logging.getLogger("gridmap.jobs")

PATIENCE = 2.0
"""Seconds between two attempts to reach the database."""


class Patient(JobManager):
    """Notes how a job has ended as soon as the database lets it: what is never noted belongs to a living worker for ever."""

    async def finish_job(self, *job: Any, **how: Any) -> None:
        await _patiently(lambda: super(Patient, self).finish_job(*job, **how))

    async def retry_job(self, *job: Any, **how: Any) -> None:
        await _patiently(lambda: super(Patient, self).retry_job(*job, **how))


async def _patiently(note: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await note()
        except ConnectorException as error:
            # All else is refused because the entry is no longer ours.
            if stopping.is_set() or not isinstance(error.__cause__, OperationalError):
                raise
            log.warning("the end of a job cannot be noted yet (%s)", type(error.__cause__).__name__)
        await asyncio.sleep(PATIENCE)


def work(*, once: bool = False) -> bool:
    """Do jobs until SIGTERM, or with `once` until none is left. False: begin anew, in a fresh process.

    Outlives the database: it waits until that is there again.
    """
    _limit_memory()
    while not stopping.is_set():
        try:
            if asyncio.run(_work(once=once)) == "large":
                return False
            if once:
                return True
        except (ConnectorException, OSError) as error:
            log.warning("the database does not answer (%s)", type(error).__name__)
        if not stopping.wait(PATIENCE):
            log.warning("the worker begins again")
    return True


async def _work(*, once: bool) -> str:
    # An application of its own: the one of Django keeps Django's connection, in which jobs are queued.
    connector = DjangoConnector().get_worker_connector()
    app = App(connector=connector)
    app.job_manager = Patient(connector)
    app.add_tasks_from(queue.tasks, namespace="")
    large: list[bool] = []
    async with app.open_async():
        worker = Worker(
            app,
            queues=[queue.QUEUE],
            wait=not once,
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=settings.WORKER_BEAT * 2,
            update_heartbeat_interval=settings.WORKER_BEAT,
            stalled_worker_timeout=settings.WORKER_GIVEN_UP,
            task_middleware=[close_db_connections, _leaves_when_large(large)],
        )
        _on_signals(worker)
        beside = [
            asyncio.create_task(each)
            for each in (_sweep(app, worker), _each_day(), _each_five_minutes(), _each_beat())
        ]
        try:
            await worker.run()  # type: ignore[no-untyped-call]
        finally:
            await _ended(beside)
    return "large" if large else ""


def _on_signals(worker: Worker) -> None:
    """The job under way hears of it at its next word of progress; a second signal ends the process at once."""

    def stop(number: signal.Signals) -> None:
        stopping.set()
        worker.stop()  # type: ignore[no-untyped-call]
        loop.remove_signal_handler(number)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop, number)


async def _ended(tasks: "list[Task[None]]") -> None:
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _each_day() -> None:
    """At the start and at each local midnight: what the day brings with it. Tried again while the database does not let us."""
    begun = None
    while True:
        day = periods.today()
        if day != begun:
            try:
                # Another worker that is at it may be killed: then it is ours.
                if await asyncio.to_thread(begin_day_apart, day):
                    begun = day
            except Exception:
                log.exception("the day could not begin")
                await asyncio.sleep(settings.WORKER_GIVEN_UP)
        await asyncio.sleep(settings.WORKER_BEAT)


async def _each_five_minutes() -> None:
    """At the start and again and again: what is due by the hour."""
    while True:
        try:
            await asyncio.to_thread(do_what_is_due_apart, timezone.now())
        except Exception:
            log.exception("what is due could not be done")
        await asyncio.sleep(SECONDS)


async def _each_beat() -> None:
    """At the start and again and again: what is due within seconds, until nothing is."""
    while True:
        more = False
        try:
            more = await asyncio.to_thread(do_a_step_apart, periods.today())
        except Exception:
            log.exception("what is due at once could not be done")
        await asyncio.sleep(0 if more else settings.WORKER_BEAT)


async def _sweep(app: App, worker: Worker) -> None:
    """Again and again: what belongs to workers whose heart has stopped goes back to the queue."""
    manager = app.job_manager
    while True:
        await asyncio.sleep(settings.WORKER_BEAT)
        with contextlib.suppress(ConnectorException):
            if worker.worker_id is not None:
                # A job that kept the whole process busy must not make us take ourselves for dead.
                await manager.update_heartbeat(worker.worker_id)
            await manager.prune_stalled_workers(settings.WORKER_GIVEN_UP)
            for entry in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_GIVEN_UP):
                # Refused where another worker has been quicker.
                with contextlib.suppress(ConnectorException):
                    await manager.retry_job(entry)


def _leaves_when_large(large: list[bool]) -> Callable[..., Any]:
    """After a job that left the process large, a fresh one goes on: some libraries never give memory back."""

    def after(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
        try:
            return call_next()
        finally:
            if resident() > settings.WORKER_LARGE_MB * 2**20:
                large.append(True)
                worker.stop()  # type: ignore[no-untyped-call]

    return after


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _limit_memory() -> None:
    """A job that wants more fails by itself, before the system ends processes of its own choice."""
    most = settings.WORKER_MOST_MB * 2**20
    if most:
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
