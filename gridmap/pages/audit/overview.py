"""An auditor's home page: what was taken away and opened, by person, object and area, and what stands out."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.display import charts
from geodata.display.week import course_in_words
from geodata.exports.overview import KINDS, Glance, glance
from gridmap.middleware import ScopedRequest

ASKED = {"exports": "action=export", "openings": "action=open_household", "refused": "action=sign_in_refused"}
"""How the record is asked for each kind."""


@dataclass(frozen=True, slots=True)
class Tile:
    """How often in the last week, and the weeks before."""

    label: Promise | str
    number: int
    change: int
    course: charts.Course
    query: str


def auditor_home(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.AUDIT)
    on = periods.today()
    seen = glance(on=on)
    tiles = [
        Tile(
            label,
            seen.weeks[name][-1],
            seen.weeks[name][-1] - seen.weeks[name][-2],
            charts.course(seen.weeks[name], label=course_in_words(label, seen.weeks[name])),
            ASKED[name],
        )
        for name, (label, _actions) in KINDS.items()
    ]
    tables = [
        (_("By person"), _("Account"), seen.by_person),
        (_("By object"), _("Object"), seen.by_object),
        (_("By area"), _("Area"), seen.by_area),
    ]
    context = {"today": on, "seen": seen, "tiles": tiles, "tables": tables, "weeks": weeks_of(seen, on)}
    return render(request, "audit/overview.html", context)


def weeks_of(seen: Glance, on: dt.date) -> list[tuple[dt.date, list[tuple[Promise | str, int]]]]:
    """What the small courses draw, as a table: the last day of each week, and the numbers by kind, the newest week first."""
    many = len(next(iter(seen.weeks.values())))
    return [
        (
            on - dt.timedelta(days=7 * (many - 1 - number)),
            [(label, seen.weeks[name][number]) for name, (label, _actions) in KINDS.items()],
        )
        for number in reversed(range(many))
    ]
