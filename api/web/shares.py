"""What one caller may hold of the threads of a web process: half of them, at least one, so that others find some free.

Beyond its share a request waits a moment for one of its own to end, as a page does that asks for several things at once. A
waiting request holds a thread too, so only so many wait that one is left over; whoever comes then is refused, and told
when to ask again. Counted in the process: no table, no lock that others wait for.
"""

import threading
from collections import Counter

from django.conf import settings

PATIENCE = 2.0
"""Seconds for which a request waits for its caller's own."""
AGAIN_AFTER = 2
"""Seconds after which somebody who is refused should ask again."""


class Threads:
    """Who holds how many of this process's threads."""

    def __init__(self) -> None:
        self.held: Counter[str] = Counter()
        self.waiting = 0
        self.changed = threading.Condition()

    def take(self, caller: str) -> bool:
        """One more for that caller, if need be after a moment; False where it may not have one."""
        with self.changed:
            if self.held[caller] >= share() and not self._waited(caller):
                return False
            self.held[caller] += 1
            return True

    def give_back(self, caller: str) -> None:
        with self.changed:
            self.held[caller] -= 1
            if self.held[caller] <= 0:
                del self.held[caller]
            self.changed.notify_all()

    def _waited(self, caller: str) -> bool:
        if self.waiting >= most_waiting():
            return False
        self.waiting += 1
        try:
            return self.changed.wait_for(lambda: self.held[caller] < share(), timeout=PATIENCE)
        finally:
            self.waiting -= 1


def share() -> int:
    """Threads that one caller may hold."""
    return max(1, int(settings.WEB_THREADS) // 2)


def most_waiting() -> int:
    """Of all callers together: beside one share that is held, a thread is left over."""
    return max(0, int(settings.WEB_THREADS) - share() - 1)


class Hold:
    """The thread of one request, and for whom it is held. Given back once, at the latest when nobody has it any more."""

    def __init__(self, threads: Threads) -> None:
        self.threads, self.caller = threads, ""

    def move_to(self, caller: str) -> bool:
        """Hold it for that caller from now on; False where it may not have one more."""
        if caller == self.caller:
            return True
        self.release()
        if not self.threads.take(caller):
            return False
        self.caller = caller
        return True

    def release(self) -> None:
        caller, self.caller = self.caller, ""
        if caller:
            self.threads.give_back(caller)

    def __del__(self) -> None:
        self.release()


THREADS = Threads()
