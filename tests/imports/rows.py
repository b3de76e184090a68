"""Taking rows of any kind in tests: headings and rows as text."""

import datetime as dt

from geodata.files.header_rows import under_headings
from geodata.imports.kinds.importer import take
from geodata.imports.kinds.registry import kind_of
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report

DAY = dt.date(2026, 3, 1)
LATER = dt.date(2026, 5, 1)
WEST, EAST, FAR = "430382100201", "430382100202", "430382101201"


def bring(
    kind: str, head: str, *rows: str, on: dt.date = DAY, apply: bool = True, **wishes: object
) -> Report:
    """Import these rows, cells with commas between."""
    cells = [row.split(",") for row in (head, *rows)]
    table = under_headings(enumerate(cells, 1), "CSV")
    return take(kind_of(kind), table, on=on, wishes=Wishes(**wishes), apply=apply)  # type: ignore[arg-type]


def wrong(report: Report) -> list[tuple[int | None, str]]:
    """Line and column of each problem."""
    return [(problem.line, problem.column) for problem in report.problems]
