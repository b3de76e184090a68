"""How fast a job goes, and how long it will take. Values in, values out.

Assumes that what is left of a step goes as fast as what is done of it. Steps have speeds of their own.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`rate` in units a second and `left` in seconds; None where nothing can be said yet."""

    percent: int | None
    rate: float | None
    left: int | None


def pace(*, done: int, total: int, began: dt.datetime | None, at: dt.datetime | None) -> Pace:
    """The pace of a step that began then and had done so much at the time `at`."""
    percent = min(100, 100 * done // total) if total else None
    seconds = (at - began).total_seconds() if began and at else 0.0
    if done == 0 or seconds < SOONEST:
        return Pace(percent, None, None)
    rate = done / seconds
    shown = rate if rate < 10 else round(rate)
    return Pace(percent, shown, round(max(0, total - done) / rate) if total else None)


SOONEST = 1.0
"""Seconds before which a rate says nothing."""
