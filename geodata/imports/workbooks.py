"""The sheets of an Excel workbook, row by row.

calamine reads them quickly and holds a sheet whole, some 90 bytes a cell. A workbook that unpacks to more than `LARGE` is
read by openpyxl instead, which takes ten times as long and holds no more than the texts that its cells share.
"""

import itertools
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from geodata.imports.archives import check_archive
from geodata.imports.limits import MB
from geodata.imports.table import EXACT, Row, as_text

LARGE = 200 * MB
"""Bytes unpacked. An upload never comes to it: only what an operator reads on the machine itself."""
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
"""What stands in a cell whose formula has failed."""


@dataclass(frozen=True)
class Sheet:
    """A visible sheet. `rows` begins afresh at its first row with something on it."""

    name: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True)
class Workbook:
    """`names` are of all its sheets, hidden ones too; `named` opens one of them."""

    names: Sequence[str]
    shown: Sequence[str]
    named: Callable[[str], Sheet]


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """The workbook while it is open. CalamineError: it is none, or it has a password."""
    is_zip = zipfile.is_zipfile(path)
    unpacked = sum(entry.file_size for entry in check_archive(path)) if is_zip else 0
    with (_streamed if unpacked > LARGE else _whole)(path) as book:
        yield book


@contextmanager
def _whole(path: Path) -> Iterator[Workbook]:
    with CalamineWorkbook.from_path(path) as book:
        yield Workbook(
            book.sheet_names,
            [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ],
            lambda name: Sheet(name, partial(_rows_held, book.get_sheet_by_name(name))),
        )


def _rows_held(sheet: CalamineSheet) -> Iterator[Row]:
    left = [None] * (sheet.start or (0, 0))[1]
    return _from_first([*left, *row] for row in sheet.iter_rows())


@contextmanager
def _streamed(path: Path) -> Iterator[Workbook]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        yield Workbook(
            book.sheetnames,
            [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"],
            lambda name: Sheet(name, partial(_rows_streamed, book[name])),
        )
    finally:
        book.close()


def _rows_streamed(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size need not be true
    return _from_first(map(_as_calamine, row) for row in sheet.iter_rows(values_only=True))


def _as_calamine(cell: object) -> object:
    """Errors are empty, and a number has Excel's fifteen digits also where a file writes more."""
    if isinstance(cell, int) and abs(cell) >= EXACT:
        return float(cell)
    return None if cell in ERRORS else cell


def _from_first(rows: Iterable[Iterable[object]]) -> Iterator[Row]:
    """Texts with their line, from the first row that is not blank."""
    texts = enumerate((_without_tail(list(map(as_text, row))) for row in rows), 1)
    return itertools.dropwhile(lambda row: not row[1], texts)


def _without_tail(row: list[str]) -> list[str]:
    """A row without the empty cells that formatting leaves at its end."""
    while row and not row[-1]:
        row.pop()
    return row
