"""Gaps of an area as lines of an agenda: each a count by the areas below it, whose list stands behind it."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import periods
from geodata.base.agenda import MOST, Asked, Found, Line, Outcome, Source, Verb, stays
from geodata.base.scope import Right
from geodata.coverage.counts import Coverage, Row, coverage
from geodata.territory import codes


def _counted(asked: Asked) -> Coverage:
    """The answer of the coverage question, asked once for all of these sources; of a day to come as it is today."""
    if "coverage" not in asked.known:
        below = codes.level_below(asked.area.level)
        assert below is not None  # Grids have no meetings.
        asked.known["coverage"] = coverage(
            area=asked.area, by=below, on=min(asked.on, periods.today()), scope=asked.scope.to(Right.COUNTS)
        )
    found: Coverage = asked.known["coverage"]
    return found


def of_gap(figure: str, gap: str, of: str) -> Callable[[Asked], Found]:
    """Its number in the area and in each area below it that has one."""

    def find(asked: Asked) -> Found:
        counted = _counted(asked)
        rows = [row for row in counted.rows if row.counts[figure]]
        lines = [_line(row, asked, figure, gap, of) for row in rows[:MOST]]
        total = counted.total.counts
        return Found(total[figure], total[of], lines, f"/gaps/?gap={gap}&area={asked.area.code}")

    return find


def _line(row: Row, asked: Asked, figure: str, gap: str, of: str) -> Line:
    code = row.code or row.parent or asked.area.code
    return Line(
        ref=row.code or f"{code}-",
        label=row.name or _("Outside every grid"),
        n=row.counts[figure],
        of=row.counts[of],
        place=code,
        link=f"/gaps/?gap={gap}&area={code}",
        figure=True,
    )


def _source(name: str, label: Promise | str, place: int, figure: str, of: str = "households") -> Source:
    """Somebody takes care of it by a day: what is done about it then stands in its own list."""
    verbs: Mapping[str, Verb] = {Outcome.HANDLE: stays, Outcome.DEFER: stays, Outcome.NOTE: stays}
    find = of_gap(figure, name, of)
    return Source(name=name, label=label, place=place, find=find, verbs=verbs, dispatch=False)


AGENDA = (
    _source("special_overdue", gettext_lazy("Special households overdue"), 50, "special_overdue", "special"),
    _source("no_contact", gettext_lazy("Households without a contact member"), 60, "unlinked"),
    _source(
        "entitlement_unfollowed",
        gettext_lazy("Entitlements not followed up for 14 days"),
        70,
        "entitlement_unfollowed",
    ),
)
