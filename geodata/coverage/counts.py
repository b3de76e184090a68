"""How well is each area looked after? Counts per area; children add up to their parent by construction."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from geodata.contacts.models import Duty
from geodata.coverage import states
from geodata.coverage.figures import FIGURES
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Scope


class Counts(NamedTuple):
    """Households by figure (see figures.FIGURES), visits and person-times in the window, leader posts of grids."""

    households: int = 0
    linked: int = 0
    unlinked: int = 0
    visited: int = 0
    not_visited: int = 0
    visits: int = 0
    person_times: int = 0
    never: int = 0
    ok: int = 0
    due: int = 0
    overdue: int = 0
    long: int = 0
    exempt: int = 0
    unvisited: int = 0
    special: int = 0
    special_overdue: int = 0
    no_point: int = 0
    no_grid: int = 0
    leader_posts: int = 0
    leader_posts_vacant: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(*map(add, self, other))


@dataclass(frozen=True, slots=True)
class Row:
    """One area with its counts. `code` is None for a village's households outside every grid."""

    code: str | None
    name: str
    level: str
    parent: str | None
    counts: Counts
    area_id: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "level": self.level,
            "parent": self.parent,
        } | self.counts._asdict()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer: the area's own row, and one for each area of the level asked for, in the order of codes."""

    total: Row
    rows: list[Row]
    on: dt.date
    window: int
    category: str | None


def coverage(
    *, area: Area, by: str, on: dt.date, scope: Scope, window: int = 90, category: str | None = None
) -> Coverage:
    """Counts of the area and of every area of level `by` below it (or of itself). Five queries.

    Raises NotFound when the area does not lie in the scope.
    """
    selection = states.select(scope=scope, area=area, on=on)
    question = states.Question(selection, on=on, window=window, category=category)
    areas = {a.pk: a for a in Area.objects.on(on).under(area.code)}
    leaves = _leaves(question)
    posts = _leader_posts(area, areas.values(), on=on)
    total = Counts()
    sums: dict[int | tuple[int, None], Counts] = {pk: Counts() for pk, a in areas.items() if a.level == by}
    tops = {a.code: pk for pk, a in areas.items() if a.level == by}
    for (village, grid), counts in _with_posts(leaves, posts):
        total = total.plus(counts)
        place = areas.get(grid or village) or areas[village]
        top = tops.get(place.code[: codes.LENGTHS[by]])
        key = top if top is not None else (village, None)
        sums[key] = sums[key].plus(counts) if key in sums else counts
    rows = [_row(key, counts, areas, by) for key, counts in sums.items()]
    rows.sort(key=lambda row: row.code or f"{row.parent}~")
    own = Row(area.code, area.name, area.level, area.parent_code, total, area.pk)
    return Coverage(own, rows, on, window, category)


def of_scope(*, scope: Scope, on: dt.date, window: int = 90, category: str | None = None) -> Counts:
    """Counts over everything in the scope, such as a contact member's own households. Two queries."""
    selection = states.select(scope=scope, area=None, on=on)
    leaves = _leaves(states.Question(selection, on=on, window=window, category=category))
    return reduce(Counts.plus, leaves.values(), Counts())


def _leaves(question: states.Question) -> dict[tuple[int, int | None], Counts]:
    """Counts by (village, grid)."""
    counted = ", ".join(
        f"count(*) FILTER (WHERE {figure.condition})"
        for figure in FIGURES.values()
        if figure.name != "households"
    )
    names = [name for name in FIGURES if name != "households"]
    found = states.rows(
        question,
        f"SELECT village_id, grid_id, count(*), sum(visits), sum(person_times), {counted}"
        " FROM state GROUP BY village_id, grid_id",
        with_visits=True,
    )
    return {
        (village, grid): Counts(
            households=households,
            visits=int(visits),
            person_times=int(person_times),
            **dict(zip(names, rest, strict=True)),
        )
        for village, grid, households, visits, person_times, *rest in found
    }


def _leader_posts(area: Area, areas: Iterable[Area], *, on: dt.date) -> dict[tuple[int, int | None], Counts]:
    """Each grid has one post of a small grid leader; vacant when nobody holds it on that day."""
    held = set(
        Duty.objects.on(on)
        .filter(kind=Duty.Kind.SMALL_LEADER, area__code__startswith=area.code)
        .values_list("area_id", flat=True)
    )
    return {
        (grid.parent_id or 0, grid.pk): Counts(leader_posts=1, leader_posts_vacant=int(grid.pk not in held))
        for grid in areas
        if grid.level == Area.Level.GRID
    }


def _with_posts(
    leaves: dict[tuple[int, int | None], Counts], posts: dict[tuple[int, int | None], Counts]
) -> Iterable[tuple[tuple[int, int | None], Counts]]:
    for key in leaves.keys() | posts.keys():
        yield key, leaves.get(key, Counts()).plus(posts.get(key, Counts()))


def _row(key: int | tuple[int, None], counts: Counts, areas: dict[int, Area], by: str) -> Row:
    if isinstance(key, tuple):
        return Row(None, "", by, areas[key[0]].code, counts)
    place = areas[key]
    return Row(place.code, place.name, place.level, place.parent_code, counts, place.pk)
