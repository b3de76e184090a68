"""What an area was like on an earlier day, household by household: each counts then where it lies today.

Where borders have moved the same name is not the same place, so the areas of today are compared with themselves. Who has
left since, or lay outside the area then, is not part of the earlier number. That takes details; for everybody else, and for
what is counted of areas and not of households, each area is compared as coverage told it on both days (change()), and one
whose borders are not those of then is not compared.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.scope import Scope
from geodata.coverage import disclosure, states
from geodata.coverage.figures import FIGURES
from geodata.coverage.hiding import Mark
from geodata.coverage.through_time.reading import WINDOW
from geodata.coverage.through_time.trend import Course, change
from geodata.territory import codes
from geodata.territory.models import Area, Boundary

BY_PLACE_OF_TODAY = """
    SELECT p.village_id, p.grid_id, count(*) FILTER (WHERE part), count(*) FILTER (WHERE whole)
    FROM (SELECT household_id, {part} AS part, {whole} AS whole FROM state) then_
    JOIN geodata_placement p ON p.household_id = then_.household_id AND coalesce(p.period @> %(now)s::date, false)
    JOIN geodata_occupancyperiod o ON o.household_id = p.household_id AND o.village_id = p.village_id
        AND coalesce(o.period @> %(now)s::date, false) AND NOT has_left(o.occupancy)
    GROUP BY p.village_id, p.grid_id"""

Number = int | Mark
Pair = tuple[Number, Number]
"""The figure and its denominator."""


@dataclass(frozen=True, slots=True)
class Then:
    """An earlier day, by the areas of the later one: by code, or by ("", code) of what lies in no part of that area."""

    day: dt.date
    total: Pair
    areas: Mapping[str | tuple[str, str], Pair] = field(default_factory=dict)
    by_households: bool = True
    """Each household counts where it lies today."""


def then(
    *,
    area: Area,
    by: str,
    scope: Scope,
    since: dt.date,
    on: dt.date,
    figures: tuple[str, str],
    window: int = WINDOW,
    category: str | None = None,
) -> Then:
    """The figure and its denominator on the earlier day. Three queries by households; else what change() takes, and one more.

    Raises BadInput where `since` is not before `on`, NotAllowed for a day that the reader may not ask about.
    """
    free = disclosure.is_free(scope, area.code)
    disclosure.check_day(since, free=free)
    if since >= on:
        raise BadInput(
            _("The earlier day has to be before the later one."),
            field="than",
            value=since.isoformat(),
            remedy=_("Choose an earlier day."),
        )
    if free and all(name in FIGURES for name in figures):
        return _by_households(area, by, scope, since, on, figures, window, category)
    return _by_areas(area, by, scope, since, on, figures, category)


def _by_households(
    area: Area,
    by: str,
    scope: Scope,
    since: dt.date,
    on: dt.date,
    figures: tuple[str, str],
    window: int,
    category: str | None,
) -> Then:
    question = states.Question(
        _all_around(area, scope, since), on=since, window=window, category=category
    ).knowing(False)
    part, whole = (FIGURES[name] for name in figures)
    query = BY_PLACE_OF_TODAY.format(part=part.condition, whole=whole.condition)
    with_visits = part.needs_visits or whole.needs_visits
    found = states.rows(question, query, {"now": on}, with_visits=with_visits)
    places = {each.pk: each for each in Area.objects.on(on).under(area.code)} | {area.pk: area}
    sums: dict[str | tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    total = [0, 0]
    for village, grid, *numbers in found:
        place = places.get(grid) or places.get(village)
        if place is None or (area.level == Area.Level.GRID and place.pk != area.pk):
            continue
        key = place.code[: codes.LENGTHS[by]]
        own: str | tuple[str, str] = key if len(key) == codes.LENGTHS[by] else ("", place.code)
        for column, number in enumerate(numbers):
            sums[own][column] += number
            total[column] += number
    return Then(since, (total[0], total[1]), {key: (pair[0], pair[1]) for key, pair in sums.items()})


def _all_around(area: Area, scope: Scope, day: dt.date) -> states.Selection:
    """A grid's households may have lain in any grid of its village, where the reader may count."""
    if (
        area.level == Area.Level.GRID
        and area.parent_id
        and scope.holds_code(area.code[: codes.LENGTHS["village"]])
    ):
        return states.Selection(villages=(area.parent_id,))
    return states.select(scope=scope, area=area, on=day)


def _by_areas(
    area: Area,
    by: str,
    scope: Scope,
    since: dt.date,
    on: dt.date,
    figures: tuple[str, str],
    category: str | None,
) -> Then:
    answer = change(area=area, by=by, scope=scope, since=since, on=on, category=category, figures=figures)
    borders = Boundary.objects.on(since).filter(area__code__startswith=area.code, area__level=by)
    same = set(borders.on(on).values_list("area_id", flat=True))
    areas: dict[str | tuple[str, str], Pair] = {
        course.code: pair
        for course in answer.rows
        if course.code and course.area_id in same and (pair := _first(course, figures))
    }
    return Then(since, _first(answer.total, figures) or (0, 0), areas, by_households=False)


def _first(course: Course, figures: tuple[str, str]) -> Pair | None:
    part, whole = (course.values(name)[0] for name in figures)
    return None if part is None or whole is None else (part, whole)
