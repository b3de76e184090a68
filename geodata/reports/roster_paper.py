"""The roster of contacts on paper: one part a village, a table a grid, its figures those of coverage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from geodata.coverage.counts import Counts, coverage
from geodata.reports.extracts.extract import Asked
from geodata.reports.extracts.rosters import FIELDS, Rosters
from geodata.reports.pdf import paper
from geodata.territory.models import Area
from geodata.territory.scope import Right

SHOWN = (
    "household_no",
    "head_name",
    "group",
    "address",
    "phone",
    "family_size",
    "contact_member",
    "second_contacts",
)
"""The columns of the paper; the spreadsheet has all."""
PLACES = [[field.name for field in FIELDS].index(name) for name in SHOWN]
GRID = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One grid of the roster: its name ("" outside every grid), code and rows."""

    name: str
    code: str
    rows: list[list[str]]

    @property
    def linked(self) -> int:
        return sum(bool(row[SHOWN.index("contact_member")]) for row in self.rows)


def headings() -> list[str]:
    return [str(FIELDS[place].column().heading) for place in PLACES]


def sheets(asked: Asked) -> list[Sheet]:
    """The grids of the area with their households. Three queries."""
    names = dict(
        Area.objects.on(asked.on).level(Area.Level.GRID).under(asked.area.code).values_list("code", "name")
    )
    rows = (row.cells for row in Rosters().rows(asked))
    return [
        Sheet(names.get(code, code), code, [[cells[place] for place in PLACES] for cells in group])
        for code, group in groupby(rows, key=lambda cells: cells[GRID])
    ]


def counts(asked: Asked) -> Counts | None:
    """The figures of coverage on that day, where the reader may see them."""
    if not asked.scope.to(Right.COUNTS).holds_code(asked.area.code):
        return None
    return coverage(
        area=asked.area, by=asked.area.level, on=asked.on, scope=asked.scope.to(Right.COUNTS)
    ).total.counts


def told(asked: Asked) -> dict[str, Any]:
    """What page and paper show alike."""
    return {
        "area": asked.area,
        "on": asked.on,
        "headings": headings(),
        "sheets": sheets(asked),
        "counts": counts(asked),
    }


def parts(asked: Asked, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[bytes]:
    """The papers of the villages one after the other, so that no more than one is in memory."""
    villages = Area.objects.on(asked.on).level(Area.Level.VILLAGE).under(asked.area.code).order_by("code")
    areas = [asked.area] if asked.near else list(villages.select_related("parent"))
    for done, area in enumerate(areas):
        progress(done, len(areas))
        one = Asked(asked.scope, area, asked.on, asked.by, asked.at)
        yield paper("print/roster.html", told(one), by=asked.by, at=asked.at)
    progress(len(areas), len(areas))
