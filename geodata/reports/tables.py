"""The same report for other programs: a spreadsheet with real numbers and days, a plain table, and layers of areas with their figures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from geodata.base import wording
from geodata.base.extracts import Column, Field, Kind, Question, Row
from geodata.coverage.figures import FIGURES
from geodata.coverage.gap_reasons import Cause
from geodata.coverage.households import State
from geodata.display.lines import describe
from geodata.display.metrics import METRICS
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS
from geodata.exports.files import Cells, marked
from geodata.reports.figures import LED_BY, SHOWN, Line
from geodata.reports.telling import Report, name_of, waiting
from geodata.territory.layers import LAYERS
from geodata.territory.models import Area, Boundary
from geodata.visits.schedule import Status

CHUNK = 2_000
"""Households at a time."""

LISTED = (
    Column(_("Village or community"), 16, _("The village in which the household lives.")),
    Column(_("Grid"), 14, _("The grid on the day of the report.")),
    Column(_("Household number"), 14, _("The local number within the village, as on the roster.")),
    Column(_("Head of household"), 14, _("Empty where the report was asked for without names.")),
    Column(_("Special"), 8, _("In a special group on the cut-off day.")),
    Column(_("Visit status"), 14, _("Visited in time, due, overdue, long overdue or never, on the cut-off day.")),
    Column(_("Visit interval (days)"), 12, _("The shortest of the household's visit rules."), Kind.WHOLE),
    Column(_("Last met on"), 12, _("The last valid visit at which somebody was met, up to the day of the report."), Kind.DAY),
    Column(_("Days since last met"), 10, _("From the last visit at which somebody was met to the day of the report."), Kind.WHOLE),
    Column(_("With a contact member"), 10, _("Has a first contact on the cut-off day.")),
)  # fmt: skip


class GapAreas:
    """The figures of each area as an extract, with its border."""

    name = "areas"
    label: Promise | str = _("Gap report")
    geometry = "MultiPolygon"
    key: tuple[str, ...] = ("code",)

    def __init__(self, report: Report) -> None:
        self.report = report

    def fields(self, question: Question) -> tuple[Field, ...]:
        counted = [
            Field(name, str(FIGURES[name].label), 12, FIGURES[name].help, Kind.WHOLE)
            for name in self.report.figures.shown
        ]
        caused = [
            Field(f"cause_{name}", str(Cause(name).label), 12, _("Households with this cause."), Kind.WHOLE)
            for name in self.report.figures.causes
        ]
        return (
            Field("code", "代码", 18, _("The digits of the national code; three more for a grid.")),
            Field("level", "级别", 10, _("Township, village or grid.")),
            Field("name", "名称", 20, _("The name on that day.")),
            *counted,
            *caused,
            Field("tone", "着色", 10, _("The class of the map: from “ok” to “never”, “few” below five households, “none” without any.")),
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return len(self._lines)

    def rows(self, question: Question) -> Iterator[Row]:
        codes = [line.code for line in self._lines]
        borders = Boundary.objects.on(self.report.edition.day).filter(area__code__in=codes)
        shapes = dict(borders.values_list("area__code", "geometry"))
        for line in self._lines:
            shape = shapes.get(line.code or "")
            yield Row(self._cells(line), bytes(shape.wkb) if shape else None, LAYERS[Area.Level(line.level)])

    @property
    def _lines(self) -> list[Line]:
        return [line for line in self.report.figures.lines if line.code]

    def _cells(self, line: Line) -> list[str]:
        figures = self.report.figures
        numbers = (str(figures.number(line, name)) for name in figures.shown)
        tone = METRICS[LED_BY].tone(figures.row(line))
        return [line.code or "", line.level, line.name, *numbers, *map(str, line.causes), tone]


def write_layer(form: str, report: Report, question: AreaQuestion, target: IO[bytes]) -> None:
    """As CSV, GeoJSON or GeoPackage."""
    FORMATS[form].write(GapAreas(report), question, target)


def write_book(report: Report, question: AreaQuestion, target: IO[bytes], *, names: bool) -> None:
    """Four sheets: the summary, the areas, the households with a gap, and what each of it means."""
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    mark = marked(question.by, question.at)
    book.set_properties(
        {"title": f"{report.edition.area.name} {report.title}", "author": question.by, "comments": mark}
    )
    cells = Cells(book)
    _summary(book, cells, report, mark)
    _areas(book, cells, report)
    _list(book, cells, report, question, names=names)
    _definitions(book, cells, report, question)
    for sheet in book.worksheets():
        sheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()


def _summary(book: xlsxwriter.Workbook, cells: Cells, report: Report, mark: str) -> None:
    sheet = book.add_worksheet(gettext("Summary"))
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 4, 14)
    cells.texts(sheet, 0, [report.headline], cells.large)
    cells.texts(sheet, 1, [" ".join(report.below)])
    head = [*report.head, (gettext("Prepared by"), mark)]
    for number, pair in enumerate(head, start=2):
        cells.texts(sheet, number, pair)
    first = len(head) + 3
    headings = [
        gettext("Figure"),
        gettext("Number"),
        gettext("Denominator"),
        gettext("Share"),
        gettext("Change"),
    ]
    cells.texts(sheet, first, headings, cells.bold)
    for number, tile in enumerate(report.tiles, start=first + 1):
        cells.text(sheet, number, 0, str(tile.label))
        sheet.write_number(number, 1, tile.share.part)
        sheet.write_number(number, 2, tile.share.whole)
        cells.text(sheet, number, 3, tile.share.text)
        if tile.change is not None:
            sheet.write_number(number, 4, tile.change)
    for number, (label, count) in enumerate(report.causes, start=first + len(report.tiles) + 2):
        cells.text(sheet, number, 0, label)
        sheet.write_number(number, 1, count)


def _areas(book: xlsxwriter.Workbook, cells: Cells, report: Report) -> None:
    sheet, figures = book.add_worksheet(gettext("By area")), report.figures
    shown = figures.shown
    headings = [
        gettext("Code"),
        gettext("Level"),
        gettext("Area"),
        *(str(FIGURES[name].label) for name in shown),
        *report.cause_labels,
    ]
    cells.texts(sheet, 0, headings, cells.bold)
    for number, line in enumerate(figures.lines, start=1):
        cells.texts(sheet, number, [line.key, str(Area.Level(line.level).label), name_of(figures, line)])
        counts = (*(figures.number(line, name) for name in shown), *line.causes)
        for place, count in enumerate(counts, start=3):
            sheet.write_number(number, place, count)
    sheet.set_column(0, 0, 18)
    sheet.set_column(2, 2, 24)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(figures.lines), len(headings) - 1)


def _list(
    book: xlsxwriter.Workbook, cells: Cells, report: Report, question: AreaQuestion, *, names: bool
) -> None:
    sheet = book.add_worksheet(gettext("List"))
    for place, column in enumerate(LISTED):
        sheet.set_column(place, place, column.width)
    cells.texts(sheet, 0, [str(column.heading) for column in LISTED], cells.bold)
    kinds, number = [column.kind for column in LISTED], 0
    for number, row in enumerate(_rows(report, question, names=names), start=1):
        cells.row(sheet, number, kinds, row)
        if question.progress:
            question.progress(number)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, number, len(LISTED) - 1)


def _rows(report: Report, question: AreaQuestion, *, names: bool) -> Iterator[list[str]]:
    found = waiting(report.edition, all_gaps=True)
    for start in range(0, len(found), CHUNK):
        yield from _part(found[start : start + CHUNK], question, names=names)


def _part(states: Sequence[State], question: AreaQuestion, *, names: bool) -> Iterator[list[str]]:
    for line in describe(states, scope=question.scope, on=question.on):
        shown = line if names else replace(line, head="")
        yield [
            shown.village,
            shown.grid,
            shown.number,
            shown.head,
            _yes_or_no(line.special),
            str(Status(line.status).label) if line.status else "",
            "" if line.interval is None else str(line.interval),
            line.last_met.isoformat() if line.last_met else "",
            str((question.on - line.last_met).days) if line.last_met else "",
            _yes_or_no(bool(line.contacts)),
        ]


def _yes_or_no(holds: bool) -> str:
    return pgettext("has a location", "Yes") if holds else pgettext("has a location", "No")


def _definitions(book: xlsxwriter.Workbook, cells: Cells, report: Report, question: AreaQuestion) -> None:
    sheet = book.add_worksheet(gettext("Definitions"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    told = [
        *report.head,
        (gettext("Prepared by"), question.by),
        (gettext("Prepared at"), wording.moment(question.at)),
        *((gettext("Method"), sentence) for sentence in report.method),
        *((str(FIGURES[name].label), str(FIGURES[name].help)) for name in SHOWN),
        *((str(column.heading), str(column.meaning)) for column in LISTED),
    ]
    for line, pair in enumerate(told):
        cells.texts(sheet, line, pair)
