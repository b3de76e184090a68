"""Keeps as many workers alive as there should be, however often they die; ends when it is told to.

A worker is a copy of this process (fork), which has loaded and warmed everything and holds no thread and no connection:
a new one serves after a tenth of a second. A slot whose workers die young is filled again after ever longer
pauses, LONGEST at the most; the other slots go on.
"""

import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

FIRST, LONGEST = 0.1, 1.0
"""Seconds from a worker's death to the next one, doubled from the one to the other while they die young."""
GROWN = 10.0
"""Seconds after which a worker does not count as having died young."""
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass
class Slot:
    """A worker, or the time at which there will be one."""

    pid: int = 0
    born: float = 0.0
    young_deaths: int = 0
    due: float = 0.0

    def died(self, now: float) -> float:
        """It is to be filled again after so many seconds."""
        self.young_deaths = 1 if now - self.born >= GROWN else self.young_deaths + 1
        pause = pause_after(self.young_deaths)
        self.pid, self.due = 0, now + pause
        return pause


def pause_after(young_deaths: int) -> float:
    return min(FIRST * 2.0 ** min(young_deaths - 1, 30), LONGEST)


class Supervisor:
    number: int | None = None
    """In a worker: which of the places it has taken."""

    def __init__(
        self, work: Callable[[], object], *, workers: int, grace: float, door: socket.socket | None = None
    ) -> None:
        """`work` is what a worker does; told to end, it has `grace` seconds. `door` is closed to new callers then."""
        self.work, self.grace, self.door = work, grace, door
        self.slots = [Slot() for _number in range(workers)]
        self.ending = False

    def run(self) -> int:
        """Until a signal ends it. The exit code is 0: it was told to."""
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for each in ENDINGS:
            signal.signal(each, self._end)
        while not self.ending:
            self._fill()
            select.select([reader], [], [], self._until_next())
            with suppress(BlockingIOError):
                os.read(reader, 4096)
            self._reap()
        return self._finish()

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending = True

    def _fill(self) -> None:
        now = time.monotonic()
        for number, slot in enumerate(self.slots):
            if not slot.pid and slot.due <= now:
                slot.pid, slot.born = self._started(number), now

    def _until_next(self) -> float:
        waits = [slot.due - time.monotonic() for slot in self.slots if not slot.pid]
        return max(0.0, min([1.0, *waits]))

    def _started(self, number: int) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for each in (*ENDINGS, signal.SIGCHLD):
                signal.signal(each, signal.SIG_DFL)
            Supervisor.number = number
            self.work()
            code = 0
        except BaseException:
            _write(traceback.format_exc())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            # Not sys.exit: what the supervisor wanted done at its own end is not for its copy to do.
            os._exit(code)

    def _reap(self) -> None:
        for slot in self.slots:
            if slot.pid and (how := _ended(slot.pid)) is not None:
                pid, lived = slot.pid, time.monotonic() - slot.born
                pause = slot.died(time.monotonic())
                if not self.ending:
                    _say(f"web worker {pid} ended ({how}) after {lived:.1f} s; the next one in {pause:.1f} s")

    def _finish(self) -> int:
        """No new callers; requests under way are finished while there is time."""
        if self.door:
            self.door.close()
        self._signal(signal.SIGTERM)
        give_up = time.monotonic() + self.grace
        while any(slot.pid for slot in self.slots) and time.monotonic() < give_up:
            time.sleep(0.02)
            self._reap()
        self._signal(signal.SIGKILL)
        return 0

    def _signal(self, number: signal.Signals) -> None:
        for slot in self.slots:
            if slot.pid:
                with suppress(ProcessLookupError):
                    os.kill(slot.pid, number)


def _ended(pid: int) -> str | None:
    """How a worker ended, None while it lives."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return "unknown"
    if not ended:
        return None
    code = os.waitstatus_to_exitcode(status)
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def _say(line: str) -> None:
    _write(f"gridmap: {line}\n")


def _write(text: str) -> None:
    """In one piece: workers share the stream, and a line in two writes would be cut by another's."""
    sys.stderr.write(text)
    sys.stderr.flush()
