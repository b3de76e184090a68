"""The course of every figure over the last weeks: of an area, and of the areas below it, each with the borders of its day.

Each day is answered as `coverage()` answers it, and nobody is told more of it. Whoever may see details in the whole area
asks for every seventh day. For everybody else small counts are only safe at the days for which they are hidden together
(disclosure.py): today and the ends of months, so the trend goes through these instead.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.errors import BadInput, NotFound
from geodata.base.periods import DateRange
from geodata.base.scope import Scope
from geodata.base.wording import figure
from geodata.coverage import disclosure, of_areas, states
from geodata.coverage.disclosure import Disclosure, Place
from geodata.coverage.hiding import Mark
from geodata.coverage.leaves import Counts, kept_names, names, own_figures
from geodata.coverage.of_areas import Numbers
from geodata.coverage.through_time.reading import Leaves, leaves_through
from geodata.territory import codes
from geodata.territory.models import Area

WEEKS = 53
"""The last year, and the same week of the year before."""

Key = int | tuple[int, None]
"""An area by id, or what lies in a village (or above) and in none of its parts."""


@dataclass(frozen=True, slots=True)
class Course:
    """One area through time. `code` is None for what lies in the parent and in none of its parts."""

    code: str | None
    name: str
    level: str
    parent: str | None
    area_id: int | None
    period: DateRange
    """The days on which the area exists: a grid's course begins and ends with the grid."""
    counts: tuple[Counts | None, ...]
    """For each day of the trend; None: the area did not exist, or the day is not known."""
    hidden: tuple[Mapping[str, Mark], ...]
    """For each day what the reader is not told: these counts are zero, whatever they are."""
    not_asked: frozenset[str] = frozenset()
    """Counts that were left out of the question: they have no values."""

    def values(self, name: str) -> list[int | Mark | None]:
        """That count on each day: the number, the sign that stands for it, or None where there was no such area."""
        return [self._value(place, name) for place in range(len(self.counts))]

    def change(self, name: str, *, since: int = -2) -> int | None:
        """By how much it is more on the last day than on another one, by its place: -2 is the one before the last, 0 the
        first. None where one of both is not told or there is no such day.
        """
        if not -len(self.counts) <= since < len(self.counts):
            return None
        before, now = self._value(since, name), self._value(-1, name)
        return now - before if isinstance(before, int) and isinstance(now, int) else None

    def _value(self, place: int, name: str) -> int | Mark | None:
        if name in self.not_asked:
            raise KeyError(name)
        counts = self.counts[place]
        return None if counts is None else self.hidden[place].get(name) or counts[name]


@dataclass(frozen=True, slots=True)
class Trend:
    """The answer: the area's own course, and one for each area of the level asked for, in the order of codes."""

    days: tuple[dt.date, ...]
    """The earliest first; the last one is the day that was asked for."""
    step: Literal["week", "month", "days"]
    total: Course
    rows: list[Course]
    category: str | None
    from_history: tuple[dt.date, ...]
    """Days whose counts are not kept, so that they were counted anew for this answer."""
    unknown: tuple[dt.date, ...] = ()
    """Days whose counts are not kept (yet), where nothing was to be counted anew."""

    def place(self, day: dt.date) -> int | None:
        """Where a day stands among all."""
        return self.days.index(day) if day in self.days else None

    @property
    def year_before(self) -> int | None:
        """The place of the day a year (52 weeks; twelve months' ends) before the last one."""
        wanted = self.days[-1] - dt.timedelta(weeks=52)
        near = [place for place, day in enumerate(self.days[:-1]) if abs((day - wanted).days) <= 16]
        return min(near, key=lambda place: abs((self.days[place] - wanted).days), default=None)


def trend(
    *,
    area: Area,
    scope: Scope,
    on: dt.date,
    by: str | None = None,
    weeks: int = WEEKS,
    category: str | None = None,
    figures: Collection[str] | None = None,
    kept_only: bool = False,
) -> Trend:
    """Every count of the area, and of each area of level `by` below it if one is given, on the day and on the same
    weekday of the weeks before. Without details in the whole area: on the day and the ends of months before.

    `scope`: where the reader may count. Visits count in the usual window. Figures that ask a table of their own (needs,
    phones, changes) are not kept and cost a query for each day: with `figures` only those among them, and no values of
    the others. With `kept_only` a past day that is not kept costs nothing and is not known. Raises NotFound when the area
    does not lie in the scope, NotAllowed for a day that the reader may not ask about, BadInput for weeks that are too many or a day to come.
    """
    if not 1 <= weeks <= WEEKS:
        raise BadInput(
            _("A trend goes back 1 to %(weeks)s weeks.") % {"weeks": figure(WEEKS)},
            field="weeks",
            value=weeks,
            remedy=_("Choose fewer weeks."),
        )
    free = disclosure.is_free(scope, area.code)
    disclosure.check_day(on, free=free)
    days = days_through(on, free=free, weeks=weeks)
    step: Literal["week", "month"] = "week" if free else "month"
    return _answer(area, by, scope, days, category, step, figures, kept_only=kept_only)


def days_through(on: dt.date, *, free: bool, weeks: int = WEEKS) -> list[dt.date]:
    """The days of a trend up to that one, the earliest first: weeks, or without details the ends of months."""
    if free:
        return [on - dt.timedelta(weeks=back) for back in reversed(range(weeks))]
    first = on - dt.timedelta(weeks=weeks)
    return sorted(day for day in disclosure.days_for(periods.today()) if first <= day <= on)


def change(
    *,
    area: Area,
    scope: Scope,
    since: dt.date,
    on: dt.date,
    by: str | None = None,
    category: str | None = None,
    figures: Collection[str] | None = None,
) -> Trend:
    """The same on two days alone: what has changed since. Raises BadInput where `since` is not before the day."""
    free = disclosure.is_free(scope, area.code)
    disclosure.check_day(on, free=free)
    disclosure.check_day(since, free=free)
    if since >= on:
        raise BadInput(
            _("The earlier day has to be before the later one."),
            field="since",
            value=since.isoformat(),
            remedy=_("Choose an earlier day."),
        )
    return _answer(area, by, scope, [since, on], category, "days", figures)


def _answer(
    area: Area,
    by: str | None,
    scope: Scope,
    days: list[dt.date],
    category: str | None,
    step: Literal["week", "month", "days"],
    figures: Collection[str] | None,
    *,
    kept_only: bool = False,
) -> Trend:
    if not scope.holds_code(area.code):
        raise NotFound(area.code)
    areas = _areas_of(area, days)
    wanted = [(day, _households_of(area, areas, day)) for day in days]
    asked = {*kept_names(), *figures} if figures is not None else None
    leaves = leaves_through(wanted, category=category, names=asked, kept_only=kept_only)
    own = {each.name for each in own_figures()}
    not_asked = frozenset(own.difference(figures) if figures is not None else ())
    sums = _Sums(areas, days, by, area, not_asked, frozenset(leaves.unknown))
    sums.add_leaves(leaves)
    sums.add_areas()
    sums.check()
    hidden = disclosure.disclose_each(area=area, scope=scope, days=days, category=category)
    total = sums.course(area.pk, sums.total, hidden, exists=of_areas.holds(area.period, days))
    rows = [sums.course(key, numbers, hidden) for key, numbers in sums.of_each.items() if sums.is_there(key)]
    rows.sort(key=lambda row: (row.code or f"{row.parent}~", row.period.lower or dt.date.min))
    return Trend(tuple(days), step, total, rows, category, leaves.from_history, leaves.unknown)


def _households_of(area: Area, areas: Sequence[Area], day: dt.date) -> states.Selection:
    """Whose counts are the area's on that day, as `states.select` chooses them."""
    if area.level == Area.Level.GRID:
        return states.Selection(grids=(area.pk,))
    if area.level == Area.Level.VILLAGE:
        return states.Selection(villages=(area.pk,))
    villages = [each.pk for each in areas if each.level == Area.Level.VILLAGE and day in each.period]
    return states.Selection(villages=tuple(villages))


def _areas_of(area: Area, days: Sequence[dt.date]) -> list[Area]:
    """All below the area (and itself) that exist on one of the days or between them. One query."""
    lasting = Q(period__overlap=DateRange(days[0], days[-1], "[]"))
    return list(Area.objects.under(area.code).filter(lasting).order_by("code"))


class _Sums:
    """The numbers of each area that is told (days × names), while they are summed up."""

    def __init__(
        self,
        areas: Sequence[Area],
        days: Sequence[dt.date],
        by: str | None,
        area: Area,
        not_asked: frozenset[str],
        unknown: frozenset[dt.date],
    ) -> None:
        self.areas, self.days, self.by, self.not_asked = areas, days, by, not_asked
        self.known = [day not in unknown for day in days]
        self.by_id = {each.pk: each for each in areas} | {area.pk: area}
        self.exist = {each.pk: of_areas.holds(each.period, days) for each in self.by_id.values()}
        self.total = self._zeros()
        tops = [each for each in areas if each.level == by]
        self.of_each: dict[Key, Numbers] = {each.pk: self._zeros() for each in tops}
        self.tops: dict[str, list[int]] = {}
        for each in tops:
            self.tops.setdefault(each.code, []).append(each.pk)

    def add_leaves(self, leaves: Leaves) -> None:
        """A grid of former borders counts as its village."""
        columns = slice(len(names()) - len(of_areas.NAMES))
        for (village, grid), numbers in leaves.numbers.items():
            if grid is None or grid not in self.exist:
                self._add(village, numbers, columns)
                continue
            inside = self.exist[grid][:, None]
            self._add(grid, np.where(inside, numbers, 0), columns)
            if village in self.by_id:
                self._add(village, np.where(inside, 0, numbers), columns)

    def add_areas(self) -> None:
        counted = slice(len(names()) - len(of_areas.NAMES), None)
        for area, numbers in zip(self.areas, of_areas.through_time(self.areas, self.days), strict=True):
            if numbers.any():
                self._add(area.pk, numbers, counted)

    def _add(self, place: int, numbers: Numbers, columns: slice) -> None:
        self.total[:, columns] += numbers
        if self.by is None:
            return
        left = numbers
        for top in self.tops.get(self.by_id[place].code[: codes.LENGTHS[self.by]], ()):
            inside = self.exist[top][:, None]
            self.of_each[top][:, columns] += np.where(inside, left, 0)
            left = np.where(inside, 0, left)
        if left.any():
            rest = self.of_each.setdefault((place, None), self._zeros())
            rest[:, columns] += left

    def is_there(self, key: Key) -> bool:
        """On one of the days, and not between them alone."""
        return isinstance(key, tuple) or bool(self.exist[key].any())

    def check(self) -> None:
        """The law of sums, before anything is hidden."""
        if self.by is not None and (sum(self.of_each.values(), self._zeros()) != self.total).any():
            raise AssertionError("The parts do not add up to the whole.")

    def course(
        self,
        key: Key,
        numbers: Numbers,
        hidden: Mapping[dt.date, Disclosure] | None,
        *,
        exists: of_areas.Days | None = None,
    ) -> Course:
        place = self.by_id[key[0] if isinstance(key, tuple) else key]
        rest = isinstance(key, tuple)
        code, name = (None, "") if rest else (place.code, place.name)
        level, parent = (self.by or "", place.code) if rest else (place.level, place.parent_code)
        there = self.exist[place.pk] if exists is None else exists
        rows = [
            Counts(tuple(row)) if is_there and known else None
            for row, is_there, known in zip(numbers.tolist(), there.tolist(), self.known, strict=True)
        ]
        node = Place.of(code, level, parent)
        marks = [
            hidden[day].marks(node, counts) if hidden is not None and counts is not None else {}
            for day, counts in zip(self.days, rows, strict=True)
        ]
        told = tuple(map(_told, rows, marks))
        key_of = None if rest else place.pk
        return Course(code, name, level, parent, key_of, place.period, told, tuple(marks), self.not_asked)

    def _zeros(self) -> Numbers:
        return np.zeros((len(self.days), len(names())), np.int64)


def _told(counts: Counts | None, marks: Mapping[str, Mark]) -> Counts | None:
    if counts is None or not marks:
        return counts
    return Counts(**{name: count for name, count in counts.items() if name not in marks})
