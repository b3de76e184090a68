"""What a month did to the register, area by area: who was here before, who came and went and how, who is here, and whose head died.

Every number has its list, and both are one question. Parts add up to the whole, and who was here, with who came, without who
went, are who is here: the law of balance.py.
"""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.base.periods import FIRST_DAY
from geodata.base.scope import Right, Scope
from geodata.people.models import Household, HouseholdQuerySet
from geodata.register.balance import COMING, MOVEMENTS, OTHERWISE, Movement, here, movements, moving, present
from geodata.register.kinds.new_head import Why
from geodata.register.kinds.registry import KINDS
from geodata.register.models import RegisterChange, RegisterChangeQuerySet
from geodata.territory import codes
from geodata.territory.models import Area

GOING = tuple(kind for kind in MOVEMENTS if kind not in COMING)
CAME_OTHERWISE, WENT_OTHERWISE = f"came_{OTHERWISE}", f"went_{OTHERWISE}"
BEFORE, AFTER, HEADS_DIED = "before", "after", "heads_died"
FORM = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
ONE_DAY = dt.timedelta(days=1)

NUMBERS: Mapping[str, Promise | str] = {
    BEFORE: gettext_lazy("Households before"),
    **{kind: KINDS[kind].label for kind in COMING},
    CAME_OTHERWISE: gettext_lazy("came otherwise"),
    **{kind: KINDS[kind].label for kind in GOING},
    WENT_OTHERWISE: gettext_lazy("went otherwise"),
    AFTER: gettext_lazy("Households after"),
    HEADS_DIED: pgettext_lazy("of a month", "heads died"),
}
"""In the order of a line."""


@dataclass(frozen=True, slots=True)
class Month:
    """From its first day up to, not including, `after`: the month that is not over ends with today."""

    first: dt.date
    after: dt.date

    @classmethod
    def of(cls, text: str, *, today: dt.date) -> "Month":
        """Raises BadInput for what is no month (YYYY-MM), and for one that has not begun."""
        match = FORM.fullmatch(text)
        first = dt.date(int(match[1]), int(match[2]), 1) if match else dt.date.max
        if not FIRST_DAY <= first <= today:
            raise BadInput(
                _("This is no month that has begun."),
                field="month",
                value=text,
                remedy=_("Give it as YYYY-MM, from 2000 to this month."),
            )
        days = calendar.monthrange(first.year, first.month)[1]
        return cls(first, min(first + dt.timedelta(days=days), today + ONE_DAY))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def said(self) -> str:
        """As a sentence says it; the text of a month is what addresses hold."""
        return wording.month(self.first)

    @property
    def before(self) -> dt.date:
        return self.first - ONE_DAY

    @property
    def last(self) -> dt.date:
        return self.after - ONE_DAY


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of an area, in the order of NUMBERS."""

    area: Area
    numbers: Mapping[str, int]

    @property
    def difference(self) -> int:
        return self.numbers[AFTER] - self.numbers[BEFORE]


@dataclass(frozen=True, slots=True)
class Report:
    """The line of an area, and one for each area of the level asked for."""

    total: Line
    lines: list[Line]
    month: Month


def held(scope: Scope) -> Scope:
    """Where somebody keeps the register of whole villages and may see whom its changes are about."""
    return scope.to(Right.REGISTER).to(Right.DETAILS)


def report(*, area: Area, by: str, month: Month, scope: Scope) -> Report:
    """Of the area and of every area of level `by` in it, in the order of codes. Five queries."""
    villages = villages_of(area, scope=scope, on=month.last)
    counted = _counted([village.pk for village in villages], month)
    parts = (
        [area]
        if by == area.level
        else list(Area.objects.on(month.last).level(by).under(area.code).order_by("code"))
    )
    lines = [Line(part, _sum(counted, villages, part)) for part in parts]
    total = Line(area, _sum(counted, villages, area))
    if any(total.numbers[name] != sum(line.numbers[name] for line in lines) for name in NUMBERS):
        raise AssertionError(f"The parts of {area.code} do not add up to it.")
    return Report(total, lines, month)


def villages_of(area: Area, *, scope: Scope, on: dt.date) -> list[Area]:
    """The villages of that day in the area (or the one it is) whose register the reader keeps."""
    if area.level == Area.Level.VILLAGE:
        return [area] if area.pk in held(scope).villages else []
    below = Area.objects.on(on).level(Area.Level.VILLAGE).under(area.code)
    return list(below.filter(pk__in=held(scope).villages))


def levels_for(area: Area) -> list[str]:
    """By which areas it may be told: those below it down to villages, or the village itself."""
    below = [level for level in codes.levels_below(area.level) if level != Area.Level.GRID]
    return below or [area.level]


def homes_behind(
    number: str, *, villages: Collection[int], month: Month
) -> tuple[HouseholdQuerySet, dict[int, dt.date]]:
    """The households behind a number, and for those that came, went or have a new head the day. Two queries."""
    if number in (BEFORE, AFTER):
        lived = here(villages, on=month.before if number == BEFORE else month.last)
        return Household.objects.filter(pk__in=lived.values("household")), {}
    if number == HEADS_DIED:
        days = dict(_deaths(villages, month).values_list("household", "effective_on"))
    else:
        kind = OTHERWISE if number in (CAME_OTHERWISE, WENT_OTHERWISE) else number
        came = number in (*COMING, CAME_OTHERWISE)
        days = dict(moving(villages, kind, here=came, first=month.first, after=month.after))
    return Household.objects.filter(pk__in=list(days)), days


def _counted(villages: Collection[int], month: Month) -> dict[int, Counter[str]]:
    """Each number by village (key)."""
    counted: dict[int, Counter[str]] = {village: Counter() for village in villages}
    for name, day in ((BEFORE, month.before), (AFTER, month.last)):
        for village, households in present(villages, on=day).items():
            counted[village][name] = households
    for one in movements(villages, first=month.first, after=month.after):
        counted[one.village].update(_named(one))
    for village in _deaths(villages, month).values_list("village", flat=True):
        counted[village][HEADS_DIED] += 1
    return counted


def _named(one: Movement) -> dict[str, int]:
    if one.kind == OTHERWISE:
        return {CAME_OTHERWISE: one.came, WENT_OTHERWISE: one.went}
    return {one.kind: one.came or one.went}


def _deaths(villages: Collection[int], month: Month) -> RegisterChangeQuerySet:
    """Each household whose head died; what is forgotten of a household that left long ago is not told any more."""
    died = RegisterChange.objects.filter(
        kind="new_head",
        payload__why=Why.DEATH,
        state=RegisterChange.State.CONFIRMED,
        village__in=villages,
        effective_on__gte=month.first,
        effective_on__lt=month.after,
    )
    return died.order_by("household", "effective_on").distinct("household")


def _sum(counted: Mapping[int, Counter[str]], villages: Iterable[Area], area: Area) -> dict[str, int]:
    inside = [counted[village.pk] for village in villages if codes.is_within(village.code, area.code)]
    return {name: sum(numbers[name] for numbers in inside) for name in NUMBERS}
