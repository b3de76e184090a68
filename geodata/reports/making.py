"""Making an edition of the gap report."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure, states
from geodata.coverage.counts import coverage
from geodata.coverage.through_time.trend import trend
from geodata.reports.concept import Action
from geodata.reports.figures import LED_BY, Figures, count, tree_of
from geodata.reports.freezing import freeze, moment
from geodata.reports.models import Edition, part_of
from geodata.territory.models import Area

LOCK = 20_260_207
"""Beside the area: an advisory lock of ours, under which editions are numbered."""
WINDOW = 7
"""Days in which visits count: a report looks back on a week."""
WEEKS = 13
LEVELS = (Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE)
"""A grid is read household by household, and above the county its counties report."""


@transaction.atomic
def make_edition(*, area: Area, on: dt.date, by: User, scope: Scope) -> Edition:
    """Read the states of that day as they are known now, work the figures out, and keep both for good.

    NotFound outside the scope; NotAllowed without the right to lists, details or counts in the whole area; BadInput for
    another level or a day to come.
    """
    check(area, scope)
    disclosure.check_day(on, free=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, area.pk])
    inside = list(Area.objects.on(on).under(area.code).order_by("code"))
    before = Edition.objects.filter(area=area).order_by("-number").first()
    edition = Edition(
        area=area,
        area_code=area.code,
        number=before.number + 1 if before else 1,
        day=on,
        known_at=moment(),
        window=WINDOW,
        by=by,
        release=settings.RELEASE,
        villages=[each.pk for each in inside if each.level == Area.Level.VILLAGE],
        previous=before if before and before.day < on else None,
        figures={},
        fingerprint="0" * 64,
    )
    return _kept(edition, inside, by=by, scope=scope)


def _kept(edition: Edition, inside: list[Area], *, by: User, scope: Scope) -> Edition:
    # Its states stand beside it, and are counted there: so what is told is what can be worked out again.
    edition.save(force_insert=True)
    selection = states.Selection(villages=tuple(edition.villages))
    freeze(edition, states.Question(selection, on=edition.day, window=edition.window))
    figures = count(edition, tree_of(inside))
    edition.figures = figures.as_json() | _beside(edition, figures, scope)
    edition.fingerprint = figures.fingerprint()
    edition.save(update_fields=["figures", "fingerprint"])
    record_access(
        user=by,
        action=Action.EDITION_MADE,
        at=edition.known_at,
        subject=edition.area_code,
        details={"number": edition.number, "on": edition.day.isoformat()},
    )
    return edition


def _beside(edition: Edition, figures: Figures, scope: Scope) -> dict[str, object]:
    """What its figures are compared with, and the course of the last weeks, as both are known today."""
    counts = scope.to(Right.COUNTS)
    asked = trend(area=edition.area, scope=counts, on=edition.day, weeks=WEEKS, figures=(), kept_only=True)
    course = asked.total.values(LED_BY)
    return {
        "before": _before(edition, counts),
        "course": [
            [day.isoformat(), value if isinstance(value, int) else None]
            for day, value in zip(asked.days[:-1], course[:-1], strict=True)
        ]
        + [[edition.day.isoformat(), figures.number(figures.total, LED_BY)]],
    }


def _before(edition: Edition, scope: Scope) -> dict[str, object]:
    """The edition before as it was printed; of the first one the week before."""
    if last := edition.previous:
        kept = last.figures
        return {
            "number": last.number,
            "day": last.day.isoformat(),
            "counts": dict(zip(kept["names"], kept["areas"][0][5], strict=True)),
        }
    day = edition.day - dt.timedelta(days=WINDOW)
    area = Area.objects.on(day).filter(code=edition.area_code).first()
    if area is None:
        return {}
    told = coverage(area=area, by=area.level, on=day, scope=scope, window=WINDOW).total.counts
    return {"number": None, "day": day.isoformat(), "counts": told.as_dict()}


def check(area: Area, scope: Scope) -> None:
    """May a report of that area be made in this scope? Raises as `make_edition`."""
    if not scope.holds_code(area.code):
        raise NotFound(area.code)
    if not part_of(scope).holds_code(area.code):
        refuse(Right.EXPORT)
    if area.level not in LEVELS:
        raise BadInput(
            _("A gap report is made of a village, a township or a county."),
            field="area",
            value=area.code,
            remedy=_("Choose one of these."),
        )


def area_of(code: str, scope: Scope) -> Area:
    """The area of that code today, of which a report may be made. Raises as `make_edition`."""
    area = Area.objects.on(periods.today()).filter(code=code).first()
    if area is None:
        raise NotFound(code)
    check(area, scope)
    return area
