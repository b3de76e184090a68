"""The sheets of an Excel workbook, row by row.

calamine reads them quickly and holds a sheet whole, some 90 bytes a cell. A workbook that unpacks to more than `LARGE` is
read by openpyxl instead, which takes ten times as long and holds no more than the texts that its cells share.
"""

import html
import itertools
import re
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
from geodata.imports.table import ERRORS, EXACT, UNRECKONED, Row, as_text

Failed = dict[int, dict[int, str]]
"""Row and column of cells whose formula has no result, and what stands there instead."""
LARGE = 200 * MB
"""Bytes unpacked. An upload never comes to it: only what an operator reads on the machine itself."""
PART, OVERLAP = 2**20, 2**14
"""Bytes of a sheet that are looked through together, and how many of them once more with the next."""
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_KIND = re.compile(rb'\bt="(\w+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_VALUE = re.compile(r'([\w:]+)="([^"]*)"')


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
        failed = failures(path)
        yield Workbook(
            book.sheet_names,
            [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ],
            lambda name: Sheet(name, partial(_rows_held, book.get_sheet_by_name(name), failed(name))),
        )


def _rows_held(sheet: CalamineSheet, failed: Failed) -> Iterator[Row]:
    left = [None] * (sheet.start or (0, 0))[1]
    return _from_first(([*left, *row] for row in sheet.iter_rows()), failed)


def failures(path: Path) -> Callable[[str], Failed]:
    """By sheet the cells whose formula has no result: it was never reckoned, or it failed. Of old workbooks none."""

    def of(name: str) -> Failed:
        if not zipfile.is_zipfile(path):
            return {}
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive, name)
            return _failed(archive, part) if part else {}

    return of


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """Where in the archive the sheet of that name stands; "" where that is not said as usual."""
    try:
        book = archive.read("xl/workbook.xml").decode()
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return ""
    sheets = [dict(_VALUE.findall(found)) for found in _SHEET.findall(book)]
    ids = {html.unescape(one.get("name", "")): one.get("r:id", "") for one in sheets}
    told = [dict(_VALUE.findall(found)) for found in _RELATION.findall(relations)]
    target = {one.get("Id", ""): one.get("Target", "") for one in told}.get(ids.get(name, ""), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else ""


def _failed(archive: zipfile.ZipFile, part: str) -> Failed:
    found: Failed = {}
    with archive.open(part) as file:
        left = b""
        while data := file.read(PART):
            text = left + data
            if _FORMULA.search(text) or b't="e"' in text:
                _note(text, found)
            left = text[-OVERLAP:]
    return found


def _note(text: bytes, found: Failed) -> None:
    for cell in _CELL.finditer(text):
        place, kind = _PLACE.search(cell[1]), _KIND.search(cell[1])
        shown = (cell[2] or b"").decode("utf-8", "replace")
        never = not shown and _FORMULA.search(cell[0]) and (kind is None or kind[1] != b"str")
        if place and (never or (kind and kind[1] == b"e")):
            found.setdefault(int(place[2]), {})[_column(place[1])] = shown or UNRECKONED


def _column(letters: bytes) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


@contextmanager
def _streamed(path: Path) -> Iterator[Workbook]:
    from openpyxl import load_workbook

    book, failed = load_workbook(path, read_only=True, data_only=True), failures(path)
    try:
        yield Workbook(
            book.sheetnames,
            [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"],
            lambda name: Sheet(name, partial(_rows_streamed, book[name], failed(name))),
        )
    finally:
        book.close()


def _rows_streamed(sheet: Any, failed: Failed) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size need not be true
    return _from_first((map(_as_calamine, row) for row in sheet.iter_rows(values_only=True)), failed)


def _as_calamine(cell: object) -> object:
    """Errors are empty, and a number has Excel's fifteen digits also where a file writes more."""
    if isinstance(cell, int) and abs(cell) >= EXACT:
        return float(cell)
    return None if cell in ERRORS else cell


def _from_first(rows: Iterable[Iterable[object]], failed: Failed) -> Iterator[Row]:
    """Texts with their line, from the first row that is not blank; what failed stands where its value would be."""
    texts = (
        (line, _without_tail(_with(list(map(as_text, row)), failed.get(line, {}))))
        for line, row in enumerate(rows, 1)
    )
    return itertools.dropwhile(lambda row: not row[1], texts)


def _with(row: list[str], failed: dict[int, str]) -> list[str]:
    for column, shown in failed.items():
        row += [""] * (column + 1 - len(row))
        row[column] = shown
    return row


def _without_tail(row: list[str]) -> list[str]:
    """A row without the empty cells that formatting leaves at its end."""
    while row and not row[-1]:
        row.pop()
    return row
