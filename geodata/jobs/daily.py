"""A new day: what concepts have to do when it begins, done by the workers and asked for by nobody.

Each worker sees to it at local midnight and when it starts; whoever comes first does all of it in one transaction, the
others look again when it has ended, should that worker have been killed. What is due is found by its day and not by the
note that it was done (which /healthz reads), so that days on which no worker ran are caught up, and doing it again changes nothing.
"""

import datetime as dt
import logging

from django.db import connection, connections
from django.db.models import Q
from django.utils import timezone

from geodata.base.rls import as_web_role, show
from geodata.base.scope import SERVICE, Grant, Right, Scope
from geodata.jobs.models import BegunDay
from geodata.jobs.registry import what_each_day_brings
from geodata.posts.departments import Department
from geodata.territory.models import Area

LOCK = 20_260_202
"""Beside the day: an advisory lock of ours, next to the one of jobs."""

log = logging.getLogger("gridmap.jobs")


def everything() -> Scope:
    """All areas and departments, with every right: for what nobody asks for."""
    areas = Area.objects.filter(Q(level=Area.Level.VILLAGE) | Q(parent=None))
    rows = list(areas.values_list("pk", "level", "parent_id", "code"))
    villages = {pk: code for pk, level, _parent, code in rows if level == Area.Level.VILLAGE}
    departments = frozenset(Department.objects.values_list("pk", flat=True))
    tops = [code for _pk, _level, parent, code in rows if parent is None]
    return Scope(
        tuple(
            Grant(
                frozenset(Right),
                code=top,
                villages=frozenset(pk for pk, code in villages.items() if code.startswith(top)),
                departments=departments,
                kind=SERVICE,
            )
            # Before there is any area, too: what is on record belongs to none.
            for top in tops or [""]
        )
    )


def begin_day(day: dt.date) -> bool:
    """Do what is due on that day. False: another worker is at it."""
    with as_web_role():
        show(everything())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, day.toordinal()])
            if not cursor.fetchone()[0]:
                return False
        differing = sum(run(day) or 0 for run in what_each_day_brings())
        BegunDay.objects.get_or_create(day=day, defaults={"at": timezone.now()})
        BegunDay.objects.filter(day=day).update(facts_differing=differing)
    log.info("a new day has begun", extra={"day": day.isoformat()})
    return True


def begin_day_apart(day: dt.date) -> bool:
    """The same in a thread that has nothing else to do: its connection ends with it."""
    try:
        return begin_day(day)
    finally:
        connections.close_all()
