"""A table as a file. Text stays text: nothing that a person typed is ever a formula, and codes keep their digits."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Protocol

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geodata.base import wording
from geodata.base.extracts import Column, Kind
from geodata.base.formulas import guarded, starts_a_formula
from geodata.exports.cells import typed

BOM = "\ufeff"
"""So that spreadsheets read the CSV as UTF-8."""

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""The formats of a table, and their media types."""

MARK = "※"
"""Begins the watermark."""
LONGEST = 32_767
"""Characters that a cell of a spreadsheet can hold."""


class Tabular(Protocol):
    """What becomes a file: a title, of which day, by whom and when, and rows of text under headings."""

    @property
    def title(self) -> str: ...
    @property
    def as_of(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    def rows(self) -> Iterator[list[str]]: ...
    def definitions(self) -> list[tuple[str, str]]: ...


def marked(by: str, at: dt.datetime) -> str:
    """The watermark: who took the file, and when. The importer leaves a line that begins so out."""
    taken = {"by": "".join(sign for sign in by if sign.isprintable())[:60], "at": wording.moment(at)}
    return f"{MARK} " + _("Exported by %(by)s at %(at)s, for official use only.") % taken


def write(form: str, report: Tabular, target: IO[bytes]) -> None:
    """The table in one of the formats of TYPES."""
    if form == "xlsx":
        write_xlsx(report, target)
    else:
        target.writelines(as_csv(report))


def as_csv(report: Tabular) -> Iterator[bytes]:
    """UTF-8 with a byte order mark: the title, the day, headings, a line per row, the watermark."""
    yield (
        BOM + _csv([[report.title], [report.as_of], [str(column.heading) for column in report.columns]])
    ).encode()
    for row in report.rows():
        yield _csv([row]).encode()
    yield _csv([[marked(report.by, report.at)]]).encode()


def lines_as_csv(
    headings: Sequence[str], lines: Iterable[Sequence[str]], *, mark: str = ""
) -> Iterator[bytes]:
    """UTF-8 with a byte order mark: the headings, the lines as they come, and the watermark."""
    yield (BOM + _csv([headings])).encode()
    for line in lines:
        yield _csv([line]).encode()
    if mark:
        yield _csv([[mark]]).encode()


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_xlsx(report: Tabular, target: IO[bytes]) -> None:
    """A sheet with the list and a sheet with the definitions. Rows leave memory as they are written."""
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    mark = marked(report.by, report.at)
    book.set_properties({"title": report.title, "author": report.by, "comments": f"{report.as_of} {mark}"})
    cells = Cells(book)
    for sheet in (_list(book, cells, report, mark), _definitions(book, cells, report)):
        sheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
    book.close()


class Cells:
    """Writes cells as what they are: text, which is never a formula, or a number or a day."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.quoted = book.add_format({"quote_prefix": True})
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.large = book.add_format({"bold": True, "font_size": 14})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def texts(self, sheet: Worksheet, line: int, cells: Sequence[str], style: Format | None = None) -> None:
        for place, text in enumerate(cells):
            self.text(sheet, line, place, text, style)

    def text(self, sheet: Worksheet, line: int, place: int, text: str, style: Format | None = None) -> None:
        if text:  # an empty cell needs none: half of a roster's cost
            usual = self.quoted if starts_a_formula(text) else None
            sheet.write_string(line, place, text[:LONGEST], style or usual)

    def row(self, sheet: Worksheet, line: int, kinds: Sequence[Kind], cells: Sequence[str]) -> None:
        for place, (kind, text) in enumerate(zip(kinds, cells, strict=True)):
            if kind is Kind.TEXT:
                self.text(sheet, line, place, text)
                continue
            value = typed(kind, text)
            if isinstance(value, str):
                self.text(sheet, line, place, value)
            elif isinstance(value, dt.date):
                sheet.write_datetime(line, place, value, self.moment if kind is Kind.MOMENT else self.day)
            elif value is not None:
                sheet.write_number(line, place, value)


def _list(book: xlsxwriter.Workbook, cells: Cells, report: Tabular, mark: str) -> Worksheet:
    sheet, columns = book.add_worksheet(_("List")), report.columns
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    cells.texts(sheet, 0, [report.title], cells.large)
    cells.texts(sheet, 1, [f"{report.as_of} · {mark}"])
    cells.texts(sheet, HEAD, [str(column.heading) for column in columns], cells.bold)
    kinds, last = [column.kind for column in columns], HEAD
    for last, row in enumerate(report.rows(), start=HEAD + 1):
        cells.row(sheet, last, kinds, row)
    sheet.freeze_panes(HEAD + 1, 6)
    sheet.autofilter(HEAD, 0, last, len(columns) - 1)
    sheet.repeat_rows(HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _definitions(book: xlsxwriter.Workbook, cells: Cells, report: Tabular) -> Worksheet:
    sheet = book.add_worksheet(_("Definitions"))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for line, pair in enumerate(report.definitions()):
        cells.texts(sheet, line, pair)
    return sheet


HEAD = 2
"""The line of the headings: below the title and the day."""
