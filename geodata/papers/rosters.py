"""The roster of contacts on paper: one part a village, a table a grid, its figures those of coverage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from geodata.base.scope import Right
from geodata.coverage.counts import Counts, coverage
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.rosters import FIELDS, Rosters
from geodata.papers.pdf import paper
from geodata.territory.models import Area

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


def sheets(question: AreaQuestion) -> list[Sheet]:
    """The grids of the area with their households. Three queries."""
    names = dict(
        Area.objects.on(question.on)
        .level(Area.Level.GRID)
        .under(question.area.code)
        .values_list("code", "name")
    )
    rows = (row.cells for row in Rosters().rows(question))
    return [
        Sheet(names.get(code, code), code, [[cells[place] for place in PLACES] for cells in group])
        for code, group in groupby(rows, key=lambda cells: cells[GRID])
    ]


def counts(question: AreaQuestion) -> Counts | None:
    """The figures of coverage on that day, where the reader may see them."""
    if not question.scope.to(Right.COUNTS).holds_code(question.area.code):
        return None
    return coverage(
        area=question.area, by=question.area.level, on=question.on, scope=question.scope.to(Right.COUNTS)
    ).total.counts


def roster_context(question: AreaQuestion) -> dict[str, Any]:
    """What page and paper show alike."""
    return {
        "area": question.area,
        "on": question.on,
        "headings": headings(),
        "sheets": sheets(question),
        "counts": counts(question),
    }


def parts(
    question: AreaQuestion, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[bytes]:
    """The papers of the villages one after the other, so that no more than one is in memory."""
    villages = (
        Area.objects.on(question.on).level(Area.Level.VILLAGE).under(question.area.code).order_by("code")
    )
    areas = [question.area] if question.near else list(villages.select_related("parent"))
    for done, area in enumerate(areas):
        progress(done, len(areas))
        one = AreaQuestion(question.scope, area, question.on, question.by, question.at)
        yield paper("print/roster.html", roster_context(one), by=question.by, at=question.at)
    progress(len(areas), len(areas))
