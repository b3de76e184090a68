"""Timing two things beside each other, and printing what came out."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One figure: ours and the peer's in milliseconds (medians), and what the ratio or ours is to stay under."""

    what: str
    ours: float
    peer: float | None = None
    at_most: float | None = None
    peer_name: str = ""

    @property
    def measured(self) -> float:
        return self.ours / self.peer if self.peer else self.ours

    @property
    def verdict(self) -> str:
        if self.at_most is None:
            return ""
        return "ok" if self.measured <= self.at_most else "MISSED"


def milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def beside(ours: Callable[[], object], peer: Callable[[], object], *, times: int = 15) -> tuple[float, float]:
    """Medians of both, measured in turns so that whatever else the machine does hits both alike."""
    mine, theirs = [], []
    ours(), peer()
    gc.collect()
    for _ in range(times):
        mine.append(milliseconds(ours))
        theirs.append(milliseconds(peer))
    return statistics.median(mine), statistics.median(theirs)


def median(run: Callable[[], object], *, times: int = 15) -> float:
    run()
    return statistics.median(milliseconds(run) for _ in range(times))


def show(title: str, lines: list[Line]) -> bool:
    """Print a table; False when a figure misses its bound."""
    print(f"\n{title}")
    print(f"{'':52} {'ours ms':>10} {'peer ms':>10} {'ratio':>7} {'bound':>7}")
    for line in lines:
        peer = f"{line.peer:10.1f}" if line.peer else " " * 10
        ratio = f"{line.measured:7.2f}" if line.peer else " " * 7
        bound = f"{line.at_most:7.2f}" if line.at_most is not None else " " * 7
        print(f"{line.what:52} {line.ours:10.1f} {peer} {ratio} {bound} {line.verdict} {line.peer_name}")
    return all(line.verdict != "MISSED" for line in lines)
