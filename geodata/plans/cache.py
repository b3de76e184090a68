"""Villages as they were read a moment ago, so that every stroke of a pencil is answered at once.

Reading a village takes longer than judging what is drawn in it, and hardly ever gives something else. So a live check,
which writes nothing, takes what the same user last read, up to SECONDS ago: a visit made meanwhile is missing from its
figures until then. Opening and saving read anew, always. Whether the user may see the plan is asked each time. The
grids that are saved in a version of a plan never change, and are remembered for everybody who may see it. The memory is
the process's own, a few plans large.
"""

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Any

from geodata.accounts.models import User
from geodata.plans.models import BoundaryPlan, PlanGrid
from geodata.plans.persistence import rows_of
from geodata.plans.snapshot import Reader, VillageSnapshot, snapshots

SECONDS = 20.0
MOST = 16
"""Plans that are remembered; a county's takes some 5 MB."""

Key = tuple[int, tuple[int, ...], dt.date, dt.date | None]
_read: OrderedDict[Key, tuple[float, list[VillageSnapshot]]] = OrderedDict()
_saved: OrderedDict[tuple[int, int], list[PlanGrid]] = OrderedDict()
_lock = threading.Lock()


def anew(user: User) -> Reader:
    """Reads what is so, and remembers it for that user."""

    def read(villages: Iterable[int], *, on: dt.date, today: dt.date | None = None) -> list[VillageSnapshot]:
        wanted = tuple(villages)
        villages_read = snapshots(wanted, on=on, today=today)
        _remember(_read, (user.pk, wanted, on, today), (time.monotonic(), villages_read))
        return villages_read

    return read


def lately(user: User) -> Reader:
    """What that user read in the last SECONDS; reads it where there is no such thing."""

    def read(villages: Iterable[int], *, on: dt.date, today: dt.date | None = None) -> list[VillageSnapshot]:
        wanted = tuple(villages)
        with _lock:
            # By user: what one may see of a village is not another's to read.
            at, villages_read = _read.get((user.pk, wanted, on, today), (-SECONDS, []))
        fresh = time.monotonic() - at < SECONDS
        return villages_read if fresh and villages_read else anew(user)(wanted, on=on, today=today)

    return read


def saved(plan: BoundaryPlan) -> list[PlanGrid]:
    """The grids of that version of the plan."""
    key = (plan.pk, plan.version)
    with _lock:
        grids = _saved.get(key)
    if grids is None:
        grids = rows_of(plan)
        _remember(_saved, key, grids)
    return grids


def _remember(known: OrderedDict[Any, Any], key: Hashable, value: object) -> None:
    """The latest of each kind, MOST of them."""
    with _lock:
        known[key] = value
        known.move_to_end(key)
        while len(known) > MOST:
            known.popitem(last=False)
