"""A file as one table of text, with the geometry of each row: what readers give and imports take."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.base.formulas import unguarded
from geodata.files.compressed_rows import Packed, blocks_of, in_blocks
from geodata.files.limits import limits
from geodata.files.problems import Problem, packed

EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; what is longer has already lost some."""

ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
"""What stands in a cell whose formula has failed."""
UNRECKONED = "="
"""What a reader puts where a formula stands that was never reckoned. Text that begins so is text."""
_QUOTES = frozenset("'‘’`＇=")
_LOST_DIGITS = re.compile(r"\A[+-]?\d+(?:\.\d+)?[eE]\+?\d+\Z", re.ASCII)


@dataclass(frozen=True)
class Table:
    """Columns of text, "" where a cell is empty, all as long as `lines`.

    `geometry` holds one shapely geometry (or None) per row in the coordinate system of the file. `epsg` is
    what the file declares; None: it declares nothing, and `assumed` says what its format prescribes then.
    """

    headings: list[str]
    columns: Sequence[Sequence[str]]
    lines: Sequence[int]
    format: str
    geometry: NDArray[np.object_] | None = None
    epsg: int | None = None
    assumed: int | None = None
    notes: list[str] = field(default_factory=list)
    problems: Sequence[Problem] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, heading: str) -> Sequence[str]:
        return self.columns[self.headings.index(heading)]

    def blocks(self) -> Iterator["Table"]:
        """A few thousand rows at a time, in lists; without the notes and problems of the whole."""
        for rows in blocks_of(len(self)):
            yield replace(
                self,
                columns=[column[rows] for column in self.columns],
                lines=self.lines[rows],
                geometry=None if self.geometry is None else self.geometry[rows],
                notes=[],
                problems=[],
            )


def as_text(cell: object) -> str:
    """A cell as text in which a code loses no digit: 430382100001.0 is "430382100001", 1.1E+17 stays."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        text = cell.strip()
        return _unquoted(text) if text[:1] in _QUOTES else text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _unquoted(text: str) -> str:
    """Without what keeps a spreadsheet from reading a number or a formula: an apostrophe, or ="…"."""
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text if text[0] == "=" else unguarded(text)


def _number(value: float) -> str:
    if math.isnan(value):
        return ""
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return f"{value:.15g}".upper() if abs(value) >= EXACT else repr(value)


def has_lost_digits(text: str) -> bool:
    """Is it a long number that a spreadsheet cut short, such as 1.1E+17?"""
    return bool(_LOST_DIGITS.match(text))


Row = tuple[int, Sequence[str]]
"""The line and the cells."""


def from_rows(headings: list[str], rows: Iterable[Row], kind: str) -> Table:
    """Rows as columns; blank rows are left out, cells beyond the last heading are a problem."""
    check_size(columns=len(headings))
    problems = packed()
    lines: Packed[int] = Packed()
    columns: list[Packed[str]] = [Packed() for _heading in headings]
    count = 0
    for block in in_blocks(rows):
        count += len(block)
        check_size(rows=count, columns=len(headings))
        kept = list(_fitting(block, len(headings), problems))
        lines.extend(line for line, _cells in kept)
        for place, column in enumerate(columns):
            column.extend(cells[place] for _line, cells in kept)
    return _without_empty(Table(headings, columns, lines, kind, problems=problems))


def _fitting(rows: Iterable[Row], width: int, problems: Packed[Problem]) -> Iterator[Row]:
    """Rows that say something, every one of that width."""
    for line, row in rows:
        if len(row) > width and any(row[width:]):
            problems.append(
                Problem(
                    line,
                    "",
                    "",
                    _("This row has more cells than there are headings."),
                    _("Give every column a heading, or put cells that contain a comma in quotes."),
                )
            )
        elif any(row):
            yield line, row if len(row) == width else [*row[:width], *[""] * (width - len(row))]


def _without_empty(table: Table) -> Table:
    """Columns without a heading go when they are empty; otherwise they are named by their place."""
    named = [
        (heading or str(place), column)
        for place, (heading, column) in enumerate(zip(table.headings, table.columns, strict=True), 1)
        if heading or any(column)
    ]
    return replace(
        table,
        headings=[heading for heading, _column in named],
        columns=[column for _heading, column in named],
    )


def check_size(*, rows: int = 0, columns: int = 0) -> None:
    """BadInput when a table is larger than an import takes."""
    most = limits()
    if rows > most.rows:
        raise too_large(_("The file has more than %(most)s rows.") % {"most": wording.figure(most.rows)})
    if columns > most.columns:
        raise too_large(
            _("The file has more than %(most)s columns.") % {"most": wording.figure(most.columns)}
        )
    if rows * columns > most.cells:
        raise too_large(_("The file has more than %(most)s cells.") % {"most": wording.figure(most.cells)})


def too_large(message: str) -> BadInput:
    return BadInput(message, field="file", remedy=_("Split the file, for example by township."))
