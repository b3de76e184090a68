"""How well is each area looked after? Counts per area; children add up to their parent by construction."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from geodata.contacts.models import Duty
from geodata.coverage import disclosure, states
from geodata.coverage.disclosure import Disclosure, Place
from geodata.coverage.figures import FIGURES
from geodata.coverage.hiding import Mark
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
    hidden: Mapping[str, Mark] = field(default_factory=dict)
    """What the reader is not told (disclosure.py): these counts are zero here, whatever they are."""

    @property
    def told(self) -> dict[str, int | str]:
        """Each count as it is written: the number, or the sign that stands for it."""
        return {**self.counts._asdict(), **{name: mark.value for name, mark in self.hidden.items()}}

    def as_dict(self) -> dict[str, Any]:
        """For answers of the API: what is hidden is null, and its sign stands beside."""
        told = {name: None if name in self.hidden else count for name, count in self.counts._asdict().items()}
        place = {"code": self.code, "name": self.name, "level": self.level, "parent": self.parent}
        return place | told | {"hidden": {name: mark.value for name, mark in self.hidden.items()}}


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

    `scope`: where the reader may count. Without details in the whole area small counts are hidden (disclosure.py; six
    queries more, whatever the number of areas). Raises NotFound when the area does not lie in the scope, NotAllowed for
    a day or window that the reader may not ask about.
    """
    disclosure.check(free=disclosure.is_free(scope, area.code), on=on, window=window)
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
    _check_sums(own, rows)
    hidden = disclosure.disclose(area=area, scope=scope, on=on, category=category)
    if hidden is None:
        return Coverage(own, rows, on, window, category)
    return Coverage(_told(own, hidden), [_told(row, hidden) for row in rows], on, window, category)


def _check_sums(total: Row, rows: Iterable[Row]) -> None:
    """The law of sums, before anything is hidden: afterwards nobody could see that it is broken."""
    if reduce(Counts.plus, (row.counts for row in rows), Counts()) != total.counts:
        raise AssertionError(f"The parts of {total.code} do not add up to it.")


def _told(row: Row, hidden: Disclosure) -> Row:
    marks = hidden.marks(Place.of(row.code, row.level, row.parent), row.counts._asdict())
    return replace(row, counts=row.counts._replace(**dict.fromkeys(marks, 0)), hidden=marks) if marks else row


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
