"""How well is each area looked after? Counts per area; children add up to their parent by construction."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from geodata.base import periods
from geodata.base.scope import Scope
from geodata.coverage import disclosure, of_areas, states
from geodata.coverage.disclosure import Disclosure, Place
from geodata.coverage.hiding import Mark
from geodata.coverage.leaves import OF_AREAS, Counts, Leaf, names
from geodata.coverage.of_areas import CountedArea
from geodata.coverage.tallies import kept_or_counted
from geodata.coverage.through_time.reading import WINDOW, leaves_through
from geodata.territory import codes
from geodata.territory.models import Area, Placed

__all__ = ["Counts", "Coverage", "Row", "coverage", "names", "of_scope"]


@dataclass(frozen=True, slots=True)
class Row:
    """One area with its counts. `code` is None for what lies in the parent and in none of its parts: a village's households
    outside every grid, and the posts of leaders of the area itself.
    """

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
        return self.counts.as_dict() | {name: mark.value for name, mark in self.hidden.items()}

    def as_dict(self) -> dict[str, Any]:
        """For answers of the API: what is hidden is null, and its sign stands beside."""
        told: dict[str, Any] = {
            "code": self.code,
            "name": self.name,
            "level": self.level,
            "parent": self.parent,
        }
        told.update(zip(names(), self.counts.numbers, strict=True))
        hidden = {name: mark.value for name, mark in self.hidden.items()}
        told.update(dict.fromkeys(hidden), hidden=hidden)
        return told


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer: the area's own row, and one for each area of the level asked for, in the order of codes."""

    total: Row
    rows: list[Row]
    on: dt.date
    window: int
    category: str | None


def coverage(
    *,
    area: Placed,
    by: str,
    on: dt.date,
    scope: Scope,
    window: int = 90,
    category: str | None = None,
    below: Collection[CountedArea] | None = None,
) -> Coverage:
    """Counts of the area and of every area of level `by` below it (or of itself). Two queries, one where the areas `below`
    it are known: as `of_areas.under` brings them.

    `scope`: where the reader may count. Without details in the whole area small counts are hidden (disclosure.py; six
    queries more, whatever the number of areas). Raises NotFound when the area does not lie in the scope, NotAllowed for
    a day or window that the reader may not ask about.
    """
    found = coverages(
        area=area, levels=(by,), on=on, scope=scope, window=window, category=category, below=below
    )
    return found[by]


def coverages(
    *,
    area: Placed,
    levels: Collection[str],
    on: dt.date,
    scope: Scope,
    window: int = 90,
    category: str | None = None,
    below: Collection[CountedArea] | None = None,
) -> dict[str, Coverage]:
    """The same answer by each of these levels, in no more queries than by one."""
    disclosure.check(free=disclosure.is_free(scope, area.code), on=on, window=window)
    areas = {a.pk: a for a in (of_areas.under(area.code, on=on) if below is None else below)}
    selection = states.select(scope=scope, area=area, on=on, below=areas.values())
    question = states.Question(selection, on=on, window=window, category=category)
    leaves = _leaves(question.knowing(*_known(areas.values(), on)), by_village=Area.Level.GRID not in levels)
    places = _places(leaves, areas)
    total = Counts.sum_of(places.values())
    own = Row(area.code, area.name, area.level, area.parent_code, total, area.pk)
    hidden = disclosure.disclose(area=area, scope=scope, on=on, category=category)
    found = {}
    for by in levels:
        rows = _rows(places, areas, by)
        _check_sums(own, rows)
        told = [_told(row, hidden) for row in rows] if hidden else rows
        found[by] = Coverage(_told(own, hidden) if hidden else own, told, on, window, category)
    return found


def _places(leaves: Mapping[Leaf, Counts], areas: Mapping[int, CountedArea]) -> dict[int, Counts]:
    """What was counted at each area alone, by its key: of its households, and of itself. What lies in a grid of other borders
    counts at the village.
    """
    found: dict[int, Counts] = {}
    for (village, grid), counts in leaves.items():
        place = grid if grid is not None and grid in areas else village
        found[place] = found[place].plus(counts) if place in found else counts
    nothing, beside = Counts(), len(OF_AREAS)
    for place, told in of_areas.counted(areas.values()).items():
        found[place] = Counts((*found.get(place, nothing).numbers[:-beside], *told))
    return found


def _rows(places: Mapping[int, Counts], areas: Mapping[int, CountedArea], by: str) -> list[Row]:
    """The same, summed up by the areas of that level."""
    parts: dict[int | tuple[int, None], list[Counts]] = {pk: [] for pk, a in areas.items() if a.level == by}
    tops, length = {a.code: pk for pk, a in areas.items() if a.level == by}, codes.LENGTHS[by]
    for place, counts in places.items():
        top = tops.get(areas[place].code[:length])
        parts.setdefault((place, None) if top is None else top, []).append(counts)
    rows = [_row(key, counts, areas, by) for key, counts in parts.items()]
    return sorted(rows, key=lambda row: row.code or f"{row.parent}~")


def _known(areas: Collection[CountedArea], on: dt.date) -> tuple[bool, bool]:
    """Do facts hold, and are there tallies? It is the same for all of them."""
    one = next(iter(areas), None)
    if on != periods.today() or one is None:
        return on == periods.today(), False
    return not one.outdated, one.tallied


def _leaves(question: states.Question, *, by_village: bool) -> Mapping[Leaf, Counts]:
    """Of today and of a day that is over what is kept, where it is: tallies.py and through_time/."""
    if question.category or question.window != WINDOW or question.on >= periods.today():
        return kept_or_counted(question, by_village=by_village)
    kept = leaves_through([(question.on, question.selection)])
    return {leaf: Counts((*numbers[0].tolist(), *OF_AREAS)) for leaf, numbers in kept.numbers.items()}


def _check_sums(total: Row, rows: Iterable[Row]) -> None:
    """The law of sums, before anything is hidden: afterwards nobody could see that it is broken."""
    if Counts.sum_of(row.counts for row in rows).numbers != total.counts.numbers:
        raise AssertionError(f"The parts of {total.code} do not add up to it.")


def _told(row: Row, hidden: Disclosure) -> Row:
    marks = hidden.marks(Place.of(row.code, row.level, row.parent), row.counts)
    told = Counts(**{name: count for name, count in row.counts.items() if name not in marks})
    return replace(row, counts=told, hidden=marks) if marks else row


def of_scope(*, scope: Scope, on: dt.date, window: int = 90, category: str | None = None) -> Counts:
    """Counts over everything in the scope, such as a contact member's own households. Two queries."""
    selection = states.select(scope=scope, area=None, on=on)
    leaves = kept_or_counted(states.Question(selection, on=on, window=window, category=category))
    return Counts.sum_of(leaves.values())


def _row(key: int | tuple[int, None], parts: list[Counts], areas: Mapping[int, CountedArea], by: str) -> Row:
    counts = parts[0] if len(parts) == 1 else Counts.sum_of(parts)
    if isinstance(key, tuple):
        return Row(None, "", by, areas[key[0]].code, counts)
    place = areas[key]
    return Row(place.code, place.name, place.level, place.parent_code, counts, place.pk)
