"""The figures of an edition: of the area and everything below it, summed up from the states that it keeps.

They are kept as JSON: `names` and `causes` say what stands at which place of `numbers` and `causes` of each of `areas`, the area
itself first. What lies outside every grid of a village has no code. The tree is kept along, so that a later redraw of
the grids changes no sum.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

from geodata.coverage.counts import Row
from geodata.coverage.figures import FIGURES
from geodata.coverage.leaves import Counts, names
from geodata.reports.freezing import CAUSES, frozen
from geodata.reports.models import Edition
from geodata.territory import codes
from geodata.territory.models import Area

SHOWN = ("households", "unlinked", "unvisited", "special", "special_overdue", "exempt", "visited")
"""Those that tables have room for; the rest stand on its page and in the API."""
LED_BY = "unvisited"
"""The figure by which the map is coloured and areas are ranked."""

Leaf = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One area: its key, and its numbers in the order of the names; `code` is None outside the grids of a village."""

    id: int | None
    code: str | None
    name: str
    level: str
    parent: str | None
    numbers: tuple[int, ...] = ()
    causes: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return self.code or f"{self.parent}~"


@dataclass(frozen=True)
class Figures:
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    causes: tuple[str, ...] = CAUSES

    @property
    def total(self) -> Line:
        return self.lines[0]

    @property
    def shown(self) -> list[str]:
        """What tables show of it, as far as its release knew it."""
        return [name for name in SHOWN if name in self.names]

    @cached_property
    def places(self) -> dict[str, str]:
        """The names of all its areas by code."""
        return {line.code: line.name for line in self.lines if line.code}

    def at(self, level: str) -> list[Line]:
        """The areas of a level; of grids also what lies outside them, where there is anything."""
        return [line for line in self.lines if line.level == level]

    def row(self, line: Line) -> Row:
        """As pages are told it: a figure of a former release is left out."""
        known = names()
        counts = dict(zip(self.names, line.numbers, strict=True))
        told = Counts(**{name: count for name, count in counts.items() if name in known})
        return Row(line.code, line.name, line.level, line.parent, told, line.id)

    def number(self, line: Line, name: str) -> int:
        return line.numbers[self.names.index(name)]

    def as_json(self) -> dict[str, Any]:
        areas = [
            [line.id, line.code, line.name, line.level, line.parent, line.numbers, line.causes]
            for line in self.lines
        ]
        return {"names": self.names, "causes": self.causes, "areas": areas}

    def fingerprint(self) -> str:
        """Of all numbers and of what they are of; names of areas may be spelled anew."""
        told = [
            list(self.names),
            list(self.causes),
            [[line.key, line.numbers, line.causes] for line in self.lines],
        ]
        return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def counted_names() -> tuple[str, ...]:
    """Figures that follow from the state of a household alone."""
    return tuple(name for name, figure in FIGURES.items() if not figure.asks_a_table)


def told(edition: Edition) -> Figures:
    """What it was told to be."""
    kept = edition.figures
    lines = (
        Line(pk, code, name, level, parent, tuple(numbers), tuple(causes))
        for pk, code, name, level, parent, numbers, causes in kept["areas"]
    )
    return Figures(tuple(kept["names"]), tuple(lines), tuple(kept["causes"]))


def count(edition: Edition, tree: Iterable[Line], asked: Sequence[str] | None = None) -> Figures:
    """Worked out (again) from the states that it keeps, by that tree. One query."""
    wanted = tuple(asked) if asked is not None else counted_names()
    known = [name for name in wanted if name in FIGURES]
    columns = [f"count(*) FILTER (WHERE {FIGURES[name].condition})" for name in known]
    columns += [f"count(*) FILTER (WHERE cause = {place})" for place in range(1, len(CAUSES) + 1)]
    query = f"SELECT village_id, grid_id, {', '.join(columns)} FROM state GROUP BY village_id, grid_id"  # noqa: S608
    rows = frozen(edition, query)
    leaves = {
        (village, grid): (tuple(rest[: len(known)]), tuple(rest[len(known) :]))
        for village, grid, *rest in rows
    }
    return Figures(tuple(known), tuple(_summed(list(tree), leaves, len(known))))


def tree_of(areas: Iterable[Area]) -> list[Line]:
    """The area first, then all below it, and what may lie outside the grids of each village."""
    lines = [Line(area.pk, area.code, area.name, area.level, area.parent_code) for area in areas]
    outside = [
        Line(line.id, None, "", Area.Level.GRID, line.code)
        for line in lines
        if line.level == Area.Level.VILLAGE
    ]
    return sorted(chain(lines, outside), key=lambda line: line.key)


def _summed(
    tree: Sequence[Line], leaves: Mapping[Leaf, tuple[tuple[int, ...], tuple[int, ...]]], wide: int
) -> Iterable[Line]:
    by_id = {line.id: line.code for line in tree if line.code}
    sums: dict[str, list[int]] = {line.key: [0] * (wide + len(CAUSES)) for line in tree}
    above = {line.key: _above(line, sums) for line in tree if line.level == Area.Level.GRID}
    for (village, grid), (numbers, causes) in leaves.items():
        # What lies in a grid of other borders counts as lying outside.
        place = by_id.get(grid) or f"{by_id[village]}~"
        for key in above[place]:
            sums[key] = [one + more for one, more in zip(sums[key], (*numbers, *causes), strict=True)]
    for line in tree:
        found = sums[line.key]
        if line.code or found[0]:
            yield replace(line, numbers=tuple(found[:wide]), causes=tuple(found[wide:]))


def _above(line: Line, known: Mapping[str, object]) -> list[str]:
    """The line's own key, and those of all above it in the tree."""
    code = line.code or line.parent or ""
    lengths = [length for length in codes.LENGTHS.values() if length <= len(code)]
    return [
        line.key,
        *(key for length in lengths if (key := code[:length]) in known and key != line.key),
    ]
