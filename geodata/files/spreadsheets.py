"""CSV in whatever encoding an office saved it, and Excel workbooks, old and new."""

import csv
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError

from geodata.base.errors import BadInput
from geodata.base.wording import figure, listed
from geodata.files import workbooks
from geodata.files.header_rows import ABOVE, best_fit, under_headings
from geodata.files.limits import limits
from geodata.files.problems import Problem, packed
from geodata.files.table import Row, Table, as_text
from geodata.files.workbooks import Sheet, Workbook

ENCODINGS = ("utf-8", "gb18030")  # GB18030 reads every GBK and GB2312 file
SEAMS = "\ufeff\x1a"
"""What stands where a file was hung on another one: its mark, or the end of an old one."""
MARKED = frozenset("'‘’`＇= \t\u3000")
"""What a cell begins with that is more than its text."""
PART = 2**20
"""Characters that are looked at together."""
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_csv(path: Path, *, layer: str = "") -> Table:
    """A CSV in any usual encoding and with any usual separator."""
    encoding = encoding_of(path)
    wrong: list[Problem] = []
    with path.open(encoding=encoding, newline="") as file:
        separator = _separator(file.read(limits().columns * 100))
        file.seek(0)
        kept: list[str] = []
        reader = csv.reader(_keeping(file, kept), delimiter=separator)
        try:
            table = under_headings(_rows(reader, kept, separator, wrong), "CSV")
            table = replace(table, problems=packed([*table.problems, *wrong]))
        except csv.Error as error:
            raise BadInput(
                _("Line %(line)s is not readable as CSV.") % {"line": reader.line_num},
                field="file",
                remedy=_("Open the file in a spreadsheet and save it again as CSV or XLSX."),
            ) from error
    return table if encoding == "utf-8" else _noted(table, encoding)


def _keeping(file: Iterable[str], kept: list[str]) -> Iterator[str]:
    for line in file:
        kept.append(line.lstrip(SEAMS))
        yield kept[-1]


def _rows(reader: Any, kept: list[str], separator: str, wrong: list[Problem]) -> Iterator[Row]:
    """Each with the line that it begins in. `kept`: its lines; one that swallows others is a problem and no row."""
    before = 0
    for row in reader:
        if len(kept) > 1 and _swallows(kept, separator):
            wrong.append(
                Problem(
                    before + 1,
                    "",
                    kept[0].strip()[:40],
                    _(
                        "A quotation mark is opened in this line and not closed: the lines below would"
                        " become one cell."
                    ),
                    _("Close the quotation mark, or delete it."),
                )
            )
        else:
            yield before + 1, [as_text(cell) if cell[:1] in MARKED else cell.strip() for cell in row]
        kept.clear()
        before = reader.line_num


def _swallows(lines: Sequence[str], separator: str) -> bool:
    """Is a quote never closed, or closed by another one in front of a word? Or would whole rows stand in one cell?"""
    try:
        [row] = csv.reader(lines, delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return True
    below = [line for cell in row for line in cell.splitlines()[1:]]
    return len(row) > 2 and any(line.count(separator) >= len(row) - 1 for line in below)


def encoding_of(path: Path) -> str:
    """By its mark, else UTF-8, else GB18030. BadInput: neither."""
    with path.open("rb") as file:
        start = file.read(3)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    for encoding in (marked,) if marked else ENCODINGS:
        if _is_text(path, encoding):
            return encoding
    raise BadInput(
        _("The text of the file is neither UTF-8 nor GBK."),
        field="file",
        remedy=_("Save it as “CSV UTF-8” or as XLSX."),
    )


def _is_text(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return not any("\0" in part for part in iter(partial(file.read, PART), ""))
    except UnicodeDecodeError:
        return False


def read_excel(path: Path, *, layer: str = "") -> Table:
    """An .xlsx or .xls workbook: the sheet of that name, its only visible one with something on it, or the best fit."""
    try:
        with workbooks.opened(path) as book:
            sheet, notes = _choose(book, layer)
            table = under_headings(sheet.rows(), "Excel")
            if sheet.hidden:
                said = _("Rows hidden in the sheet were read as well: %(count)s.")
                notes = [*notes, said % {"count": figure(sheet.hidden)}]
    except CalamineError as error:
        raise BadInput(
            _("This is not an Excel workbook that can be read, or it has a password."),
            field="file",
            value=path.name,
            remedy=_("Open it in a spreadsheet and save it again as XLSX without a password."),
        ) from error
    return replace(table, notes=[*notes, *table.notes])


def _choose(book: Workbook, name: str) -> tuple[Sheet, list[str]]:
    """The sheet to read and, when there were others, a note that says so."""
    if name:
        if name not in book.names:
            raise BadInput(
                _("The workbook has no sheet “%(name)s”.") % {"name": name},
                field="layer",
                value=name,
                remedy=_("Its sheets: %(names)s") % {"names": listed(book.shown)},
            )
        return book.named(name), []
    tops = {sheet: top for sheet in map(book.named, book.shown) if (top := _top(sheet))}
    if len(tops) == 1:
        return next(iter(tops)), []
    fits = {sheet: best_fit(top) for sheet, top in tops.items()}
    most = max(fits.values(), default=0)
    if list(fits.values()).count(most) != 1 or most < 2:
        raise BadInput(
            _("Sheets with content: %(count)s.") % {"count": figure(len(tops))},
            field="layer",
            remedy=_("Specify one of them: %(names)s") % {"names": listed(book.shown)},
        )
    best = next(sheet for sheet, fit in fits.items() if fit == most)
    others = listed(sheet.name for sheet in tops if sheet is not best)
    said = _("The sheet “%(name)s” was read; other sheets: %(others)s.")
    return best, [said % {"name": best.name, "others": others}]


def _top(sheet: Sheet) -> list[Sequence[str]]:
    return [cells for _line, cells in itertools.islice(sheet.rows(), ABOVE)]


def _separator(text: str) -> str:
    """The one by which a line of headings shows itself, also below a title; else that of which the first line has most."""
    lines = text.splitlines()[:ABOVE]

    def fits(sign: str) -> tuple[int, int]:
        try:
            return best_fit(list(csv.reader(lines, delimiter=sign))), text.split("\n", 1)[0].count(sign)
        except csv.Error:
            return 0, 0

    return max(",;\t", key=fits)


def _noted(table: Table, encoding: str) -> Table:
    table.notes.append(_("The text was read as %(encoding)s.") % {"encoding": encoding.upper()})
    return table
