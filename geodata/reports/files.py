"""A report as a file. Every cell is text: nothing that a person typed is ever a formula, and codes keep their digits."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from geodata.reports.gaps import COLUMNS, Report

BOM = "\ufeff"
"""So that spreadsheets read the CSV as UTF-8."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767
"""Characters that a cell of a spreadsheet can hold."""


def guarded(text: str) -> str:
    """Text that a spreadsheet reading a CSV would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_csv(report: Report) -> Iterator[bytes]:
    """UTF-8 with a byte order mark: the title, the day, headings, a line per household."""
    yield (BOM + _csv([[report.title], [report.as_of], [str(column.heading) for column in COLUMNS]])).encode()
    for row in report.rows():
        yield _csv([row]).encode()


def lines_as_csv(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark: the headings, and the lines as they come."""
    yield (BOM + _csv([headings])).encode()
    for line in lines:
        yield _csv([line]).encode()


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_xlsx(report: Report, target: IO[bytes]) -> None:
    """A sheet with the list and a sheet with the definitions. Rows leave memory as they are written."""
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    plain, quoted = book.add_format(), book.add_format({"quote_prefix": True})
    bold, large = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"bold": True, "font_size": 14}),
    )
    book.set_properties({"title": report.title, "author": report.by, "comments": report.as_of})

    def put(sheet: Worksheet, line: int, cells: Sequence[str], style: object = None) -> None:
        for place, text in enumerate(cells):
            usual = quoted if text.startswith(STARTS_A_FORMULA) else plain
            sheet.write_string(line, place, text[:LONGEST], style or usual)

    sheet = book.add_worksheet(_("List"))
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
    put(sheet, 0, [report.title], large)
    put(sheet, 1, [f"{report.as_of} · {report.by} {report.at:%Y-%m-%d %H:%M}"])
    put(sheet, HEAD, [str(column.heading) for column in COLUMNS], bold)
    last = HEAD
    for last, row in enumerate(report.rows(), start=HEAD + 1):
        put(sheet, last, row)
    sheet.freeze_panes(HEAD + 1, 6)
    sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
    sheet.repeat_rows(HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)

    meaning = book.add_worksheet(_("Definitions"))
    meaning.set_column(0, 0, 20)
    meaning.set_column(1, 1, 80)
    for line, pair in enumerate(report.definitions()):
        put(meaning, line, pair)
    book.close()


HEAD = 2
"""The line of the headings: below the title and the day."""
