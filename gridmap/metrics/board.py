"""Counters that all web workers share: a piece of memory laid out before they are copied, a row for each of them.

A worker writes into its own row alone, so that none waits for another and one that is killed spoils nothing; whoever is
asked adds the rows up. A worker that takes a dead one's place goes on with its row: a counter never falls.
"""

import mmap
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which an answer falls into a class; what takes longer has the last one."""
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BUSY, SLOW, READ, BEHIND = range(4)
"""Places of a row that belong to no route: threads at work now, slow statements; requests that a replica answered, and that
none could, though their caller's last write was known.
"""
BEFORE = 4
SECONDS = len(CLASSES)
EACH = SECONDS + 1 + len(BOUNDS) + 1
"""Cells of a route: answers by class of status, seconds together, answers by how long they took."""


class Board:
    """Numbers by route, for so many workers. A route that is not known counts as the last one, ""."""

    def __init__(self, routes: Sequence[str], workers: int) -> None:
        self.routes = [*sorted(set(routes) - {""}), ""]
        self.place = {route: BEFORE + number * EACH for number, route in enumerate(self.routes)}
        self.width = BEFORE + len(self.routes) * EACH
        self.workers = workers
        self.cells = memoryview(mmap.mmap(-1, 8 * self.width * workers)).cast("d")
        self.row = 0
        # Threads of one worker; those of others write elsewhere.
        self.lock = threading.Lock()

    def take_row(self, number: int) -> None:
        """In a worker, before it serves: its row is that of its slot, and whoever had it before is busy no more."""
        self.row = number % self.workers * self.width
        self.cells[self.row + BUSY] = 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        self.add(BUSY, 1)
        try:
            yield
        finally:
            self.add(BUSY, -1)

    def add(self, place: int, number: float) -> None:
        with self.lock:
            self.cells[self.row + place] += number

    def answered(self, route: str, status: int, seconds: float) -> None:
        first = self.row + self.place.get(route, self.place[""])
        with self.lock:
            self.cells[first + min(max(status // 100, 1), 5) - 1] += 1
            self.cells[first + SECONDS] += seconds
            self.cells[first + SECONDS + 1 + bisect_left(BOUNDS, seconds)] += 1

    def total(self, place: int) -> float:
        return sum(self.cells[place :: self.width])

    def of_route(self, route: str) -> list[float]:
        first = self.place[route]
        return [self.total(first + cell) for cell in range(EACH)]
