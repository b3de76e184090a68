"""The sheets of an Excel workbook, row by row.

calamine reads them quickly and holds a sheet whole, some 90 bytes a cell. A workbook that unpacks to more than `LARGE` is
read by openpyxl instead, which takes ten times as long and holds no more than the texts that its cells share.
"""

import html
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from geodata.files.archives import check_archive
from geodata.files.cell_formats import Shown, shown_by
from geodata.files.limits import MB
from geodata.files.table import ERRORS, EXACT, UNRECKONED, Row, as_text

Told = dict[int, dict[int, str]]
"""Row and column of cells that hold something else than they say, and what they say."""
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
_STYLE = re.compile(rb'\bs="([0-9]{1,6})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_VALUE = re.compile(r'([\w:]+)="([^"]*)"')


@dataclass(frozen=True)
class Sheet:
    """A visible sheet. `rows` begins afresh at its first row with something on it."""

    name: str
    rows: Callable[[], Iterator[Row]]
    hidden: int = 0
    """Rows of it that a filter or a person has hidden."""


@dataclass
class Looks:
    """What the library that reads cells does not tell: cells whose formula has no result or whose format shows a number
    otherwise, and hidden rows.
    """

    told: Told = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


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
    with _by_content(path) as book:
        looks = looks_of(path)

        def named(name: str) -> Sheet:
            seen = looks(name)
            rows = partial(_rows_held, book.get_sheet_by_name(name), seen.told)
            return Sheet(name, rows, len(seen.hidden))

        yield Workbook(
            book.sheet_names,
            [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ],
            named,
        )


def _by_content(path: Path) -> CalamineWorkbook:
    """Many a system calls its workbooks .xls, whatever they are: where the name is wrong, the content tells."""
    usual = ".xlsx" if zipfile.is_zipfile(path) else ".xls"
    if path.suffix.lower() == usual:
        return CalamineWorkbook.from_path(path)
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _rows_held(sheet: CalamineSheet, told: Told) -> Iterator[Row]:
    left = [None] * (sheet.start or (0, 0))[1]
    return _from_first(([*left, *row] for row in sheet.iter_rows()), told)


def looks_of(path: Path) -> Callable[[str], Looks]:
    """By sheet. Of old workbooks nothing."""

    def of(name: str) -> Looks:
        if not zipfile.is_zipfile(path):
            return Looks()
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive, name)
            return _looks(archive, part) if part else Looks()

    return of


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """Where in the archive the sheet of that name stands; "" where that is not said as usual."""
    try:
        book = archive.read("xl/workbook.xml").decode()
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return ""
    sheets = [dict(_VALUE.findall(element)) for element in _SHEET.findall(book)]
    ids = {html.unescape(one.get("name", "")): one.get("r:id", "") for one in sheets}
    links = [dict(_VALUE.findall(element)) for element in _RELATION.findall(relations)]
    target = {one.get("Id", ""): one.get("Target", "") for one in links}.get(ids.get(name, ""), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else ""


def _looks(archive: zipfile.ZipFile, part: str) -> Looks:
    looks, shown = Looks(), shown_by(archive)
    with archive.open(part) as file:
        left = b""
        while data := file.read(PART):
            text = left + data
            if shown or _FORMULA.search(text) or b't="e"' in text:
                _note(text, shown, looks.told)
            if b"hidden=" in text:
                looks.hidden.update(map(int, _HIDDEN.findall(text)))
            left = text[-OVERLAP:]
    return looks


def _note(text: bytes, shown: Mapping[int, Shown], told: Told) -> None:
    for cell in _CELL.finditer(text):
        place, kind = _PLACE.search(cell[1]), _KIND.search(cell[1])
        value = (cell[2] or b"").decode("utf-8", "replace")
        never = not value and _FORMULA.search(cell[0]) and (kind is None or kind[1] != b"str")
        says = (value or UNRECKONED) if never or (kind and kind[1] == b"e") else ""
        style = _STYLE.search(cell[1]) if shown and value and (kind is None or kind[1] == b"n") else None
        if style and (format_ := shown.get(int(style[1]))):
            says = format_(value)
        if place and says:
            told.setdefault(int(place[2]), {})[_column(place[1])] = says


def _column(letters: bytes) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


@contextmanager
def _streamed(path: Path) -> Iterator[Workbook]:
    from openpyxl import load_workbook

    book, looks = load_workbook(path.open("rb"), read_only=True, data_only=True), looks_of(path)

    def named(name: str) -> Sheet:
        seen = looks(name)
        return Sheet(name, partial(_rows_streamed, book[name], seen.told), len(seen.hidden))

    try:
        yield Workbook(
            book.sheetnames,
            [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"],
            named,
        )
    finally:
        book.close()


def _rows_streamed(sheet: Any, told: Told) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size need not be true
    return _from_first((map(_as_calamine, row) for row in sheet.iter_rows(values_only=True)), told)


def _as_calamine(cell: object) -> object:
    """Errors are empty, and a number has Excel's fifteen digits also where a file writes more."""
    if isinstance(cell, int) and abs(cell) >= EXACT:
        return float(cell)
    return None if cell in ERRORS else cell


def _from_first(rows: Iterable[Iterable[object]], told: Told) -> Iterator[Row]:
    """Texts with their line, from the first row that is not blank; what a cell says stands where its value would be."""
    texts = (
        (line, _without_tail(_with(list(map(as_text, row)), told.get(line, {}))))
        for line, row in enumerate(rows, 1)
    )
    return itertools.dropwhile(lambda row: not row[1], texts)


def _with(row: list[str], told: dict[int, str]) -> list[str]:
    for column, shown in told.items():
        row += [""] * (column + 1 - len(row))
        row[column] = shown
    return row


def _without_tail(row: list[str]) -> list[str]:
    """A row without the empty cells that formatting leaves at its end."""
    while row and not row[-1]:
        row.pop()
    return row
