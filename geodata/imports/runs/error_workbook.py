"""Rows with problems as a workbook: the columns of the file, and what is wrong and how to mend it, to upload again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import IO

import shapely
import xlsxwriter
from django.utils.translation import gettext as _

from geodata.base.formulas import starts_a_formula
from geodata.files.problems import Problem
from geodata.files.table import Table
from geodata.imports.runs.kept_rows import without_lines

LONGEST = 32_767
"""Characters that a cell of a spreadsheet can hold."""


def with_problems(table: Table, problems: Iterable[Problem]) -> Table:
    """Only the rows that a problem speaks of."""
    wrong = {problem.line for problem in problems}
    return without_lines(table, {line for line in table.lines if line not in wrong})


def write_mending(table: Table, problems: Sequence[Problem], target: IO[bytes]) -> int:
    """Every cell is text: nothing that a person typed is ever a formula, and codes keep their digits. Gives the rows."""
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.line is not None:
            told[problem.line].append(problem)
    table = with_problems(table, problems)
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold, plain, quoted = (
        book.add_format({"bold": True}),
        book.add_format(),
        book.add_format({"quote_prefix": True}),
    )
    places = _places(table)
    headings = [*table.headings, *(("lon", "lat") if places else ()), _("Problem"), _("Remedy")]
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    for row, line in enumerate(table.lines):
        cells = [column[row] for column in table.columns]
        cells += places[row] if places else []
        cells += [_joined(told[line], "message"), _joined(told[line], "remedy")]
        for place, text in enumerate(cells):
            style = quoted if starts_a_formula(text) else plain
            sheet.write_string(row + 1, place, text[:LONGEST], style)
    sheet.freeze_panes(1, 0)
    book.close()
    return len(table)


def _joined(problems: Sequence[Problem], part: str) -> str:
    texts = (
        f"{one.column}: {one.message}" if part == "message" and one.column else getattr(one, part)
        for one in problems
    )
    return " ".join(dict.fromkeys(texts))


def _places(table: Table) -> list[list[str]]:
    """Coordinates of points as they stood in the file; nothing for a file that has them in columns."""
    if table.geometry is None:
        return []
    return [
        [repr(shape.x), repr(shape.y)]
        if isinstance(shape, shapely.Point) and not shape.is_empty
        else ["", ""]
        for shape in table.geometry
    ]
