"""Timing two things beside each other, and printing what came out."""

import gc
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


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
        return "held" if self.measured <= self.at_most else "MISSED"


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


def work_beside(
    ours: Callable[[], object], peer: Callable[[], object], *, times: int = 10, rounds: int = 7
) -> tuple[float, float]:
    """Milliseconds of processor time of both, of this process and of its database connection, in turns of `times` calls:
    what else the machine does counts little. Medians.
    """
    mine, theirs = [], []
    ours(), peer()
    gc.collect()
    # As in a worker: what was loaded is looked through no more.
    gc.freeze()
    for _ in range(rounds):
        mine.append(work(ours, times))
        theirs.append(work(peer, times))
    return statistics.median(mine), statistics.median(theirs)


def work(run: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time of one call. The connection must outlive it: `one_connection`."""
    from django.db import connection

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    before = time.process_time_ns() + spent_by(backend)
    for _ in range(times):
        run()
    return (time.process_time_ns() + spent_by(backend) - before) / times / 1e6


def spent_by(process: int) -> int:
    """Nanoseconds of processor time of another process, its threads included."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks)


def one_connection() -> None:
    """As with a pool, the connection outlives each request of a test client."""
    from django.core import signals
    from django.db import close_old_connections

    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)


def median(run: Callable[[], object], *, times: int = 15) -> float:
    run()
    return statistics.median(milliseconds(run) for _ in range(times))


NOTES = "GRIDMAP_BENCH_NOTES"
"""Names the file in which all figures of a run come together: see `python -m bench`."""


def _note(title: str, unit: str, lines: list[Line]) -> None:
    if path := os.environ.get(NOTES):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"title": title, "unit": unit, **asdict(line)}) + "\n" for line in lines
            )


def table(path: Path) -> str:
    """All figures of a run that have a bound, held or missed."""
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [f"{'':66} {'measured':>9} {'bound':>8}"]
    for each in told:
        name, line = each.pop("title"), Line(**{key: each[key] for key in each if key != "unit"})
        if line.at_most is not None:
            of = f"of {line.peer_name}" if line.peer else each["unit"]
            rows.append(
                f"{f'{name}: {line.what}'[:66]:66} {line.measured:9.2f} {line.at_most:8.2f} {line.verdict:6} {of}"
            )
    return "\n".join(rows)


def show(title: str, lines: list[Line], *, unit: str = "ms") -> bool:
    """Print a table: ours, the peer, the ratio, its bound and whether it was held. False when a figure misses its bound."""
    _note(title, unit, lines)
    print(f"\n{title}, {unit}")
    print(f"{'':52} {'ours':>10} {'peer':>10} {'ratio':>7} {'bound':>7}")
    for line in lines:
        peer = f"{line.peer:10.1f}" if line.peer else " " * 10
        ratio = f"{line.measured:7.2f}" if line.peer else " " * 7
        bound = f"{line.at_most:7.2f}" if line.at_most is not None else " " * 7
        print(f"{line.what:52} {line.ours:10.1f} {peer} {ratio} {bound} {line.verdict} {line.peer_name}")
    return all(line.verdict != "MISSED" for line in lines)
