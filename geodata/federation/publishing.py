"""What a county tells beyond its own installation: counts of a day that is over, of the county, its townships and villages.

One text for all who may read it, made once and kept: a figure that changes later changes it no more. What is sensitive
(coverage/disclosure.py) is told of the last day of a month alone, as a reader without details in the county is told it:
small counts hidden, and second ones with them. What only details tell is never told.
"""

import datetime as dt
import json

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from geodata.audit.record import record_access
from geodata.base.errors import NotFound
from geodata.base.scope import Grant, Right, Scope
from geodata.coverage.counts import Row, coverages, names
from geodata.coverage.disclosure import Answer, Disclosure, Place, answer_of, disclose, month_ends
from geodata.federation.concept import Action
from geodata.federation.models import PublishedCoverage
from geodata.federation.signing import FORMAT, public_key, sign
from geodata.territory.models import Area

LEVELS = (Area.Level.TOWNSHIP, Area.Level.VILLAGE)
WINDOW = 90
MOST = 31
"""Days that are told at once."""


def is_on() -> bool:
    """Publishing is off until a key is set."""
    return bool(settings.PUBLISHING_KEY)


def figures_of(day: dt.date, *, today: dt.date) -> tuple[str, ...]:
    """Which counts are told of that day."""
    answers = {Answer.TOLD, Answer.GUARDED} if day in month_ends(today) else {Answer.TOLD}
    return tuple(name for name in names() if answer_of(name).above in answers)


def publish_due(*, today: dt.date, scope: Scope) -> int:
    """Sign yesterday's coverage of each county that has none yet; how many there were. `scope`: everything, as workers have it."""
    if not is_on():
        return 0
    day = today - dt.timedelta(days=1)
    told = PublishedCoverage.objects.filter(day=day).values_list("area", flat=True)
    due = Area.objects.on(day).level(Area.Level.COUNTY).filter(~Q(code__in=list(told)))
    return sum(publish(area, day=day, today=today, scope=scope) for area in due.order_by("code"))


def publish(area: Area, *, day: dt.date, today: dt.date, scope: Scope) -> bool:
    """Once: of a day that was published before nothing is written. Two workers at once write one."""
    payload = payload_of(area, day=day, today=today, scope=scope)
    row = PublishedCoverage(
        area=area.code,
        day=day,
        payload=payload,
        signature=sign(payload, secret=settings.PUBLISHING_KEY),
        key=public_key(settings.PUBLISHING_KEY),
        made_at=timezone.now(),
    )
    return bool(PublishedCoverage.objects.bulk_create([row], ignore_conflicts=True))


def payload_of(area: Area, *, day: dt.date, today: dt.date, scope: Scope) -> str:
    """The text that is signed: one JSON object, of which `rows` begins with the county and goes on in the order of codes."""
    figures = figures_of(day, today=today)
    found = coverages(area=area, levels=LEVELS, on=day, scope=scope, window=WINDOW)
    rows = [found[LEVELS[0]].total, *(row for level in LEVELS for row in found[level].rows if row.code)]
    hidden = None if day not in month_ends(today) else disclose(area=area, scope=_reader(area), on=day)
    told = {
        "format": FORMAT,
        "area": area.code,
        "day": day.isoformat(),
        "window": WINDOW,
        "figures": figures,
        "rows": [_line(row, figures, hidden) for row in sorted(rows, key=lambda row: row.code or "")],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _reader(area: Area) -> Scope:
    """Whoever reads it: counts of the county, and no details anywhere. The same for all, so that all are told the same."""
    return Scope((Grant(frozenset({Right.COUNTS}), code=area.code),))


def _line(row: Row, figures: tuple[str, ...], hidden: Disclosure | None) -> dict[str, object]:
    """An area with its numbers in the order of the figures; a sign where a number is hidden."""
    marks = hidden.marks(Place.of(row.code, row.level, row.parent), row.counts) if hidden else {}
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "counts": [marks[name].value if name in marks else row.counts[name] for name in figures],
    }


def published(
    *, area: str, since: dt.date | None, collector: str, at: dt.datetime
) -> list[PublishedCoverage]:
    """What was published of the county from that day on, the oldest first, 31 at most; without a day the last one alone. That it
    was taken is on record. Raises NotFound while nothing is published, and of what is no county of ours.
    """
    told = PublishedCoverage.objects.filter(area=area).order_by("day")
    if not is_on() or not (last := told.last()):
        raise NotFound(area, field="area", value=area)
    found = [last] if since is None else list(told.filter(day__gte=since)[:MOST])
    details = {"who": collector, "rows": len(found)}
    record_access(user=None, action=Action.COVERAGE_TAKEN, at=at, subject=area, details=details)
    return found


def key_in_use(secret: str) -> str:
    """The public key by which days are signed from now on. Raises NotFound while nothing is published."""
    if not secret:
        raise NotFound("publish/key")
    return public_key(secret)
