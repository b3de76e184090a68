"""An office's day: what waits for it, and what happened in its area, of all concepts together.

A concept tells it in a module `desk` of its own: `waits(by, scope, on)` gives what waits (geodata/base/desk.py), and
`news(area, by, scope, after, until)` what happened after one day and until another, as its reader may know it.
"""

import datetime as dt

from geodata.accounts.models import User
from geodata.base.desk import News, Waiting, counted
from geodata.base.manifest import modules
from geodata.base.scope import Scope
from geodata.territory.models import Area

DESKS = "geodata.{}.desk"
WEEK = dt.timedelta(days=7)
MOST = 7
"""Lines of what happened."""


def waiting_for(*, by: User, scope: Scope, on: dt.date) -> list[Waiting]:
    """In the order of concepts. One query, whatever waits."""
    desks = [desk for desk in modules(DESKS) if hasattr(desk, "waits")]
    return counted(wait for desk in desks for wait in desk.waits(by, scope, on))


def this_week(*, area: Area, by: User, scope: Scope, on: dt.date) -> list[News]:
    """What happened in the area in the seven days up to that day, the latest first. A query for each concept that tells."""
    desks = [desk for desk in modules(DESKS) if hasattr(desk, "news")]
    found: list[News] = [one for desk in desks for one in desk.news(area, by, scope, on - WEEK, on)]
    return sorted(found, key=lambda one: one.on, reverse=True)[:MOST]
