"""The roster of a county in every format; as a spreadsheet beside xlsxwriter with the same cells in memory."""

import tempfile
from typing import IO

import xlsxwriter
from django.utils import timezone

from bench.timing import Line, beside, median
from geodata.base import periods
from geodata.contacts.rights import scope_of
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS, formats_of
from geodata.exports.extracts.registry import EXTRACTS
from geodata.posts.models import Post
from geodata.territory.models import Area

COUNTY = "430382"
AT_MOST = 1.2


def measure() -> list[Line]:
    on = periods.today()
    officer = Post.objects.filter(kind="county_officer", area__code=COUNTY).first().user
    area = Area.objects.on(on).get(code=COUNTY)
    asked = AreaQuestion(scope_of(officer, on=on), area, on, officer.name, timezone.localtime())
    cells = [row.cells for row in EXTRACTS["households"].rows(asked)]

    def ours() -> None:
        with tempfile.TemporaryFile() as target:
            FORMATS["xlsx"].write(EXTRACTS["households"], asked, target)

    def alone() -> None:
        with tempfile.TemporaryFile() as target:
            _write(cells, target)

    mine, peer = beside(ours, alone, times=5)
    lines = [Line(f"roster of {len(cells):,} as XLSX", mine, peer, AT_MOST, "xlsxwriter, cells in memory")]
    return lines + [
        Line(f"{name} as {form}", median(lambda name=name, form=form: _into(name, form, asked), times=3))
        for name in EXTRACTS
        for form in formats_of(EXTRACTS[name])
        if (name, form) != ("households", "xlsx")
    ]


def _write(cells: list[list[str]], target: IO[bytes]) -> None:
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate(cells):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text)
    book.close()


def _into(name: str, form: str, asked: AreaQuestion) -> None:
    with tempfile.TemporaryFile() as target:
        FORMATS[form].write(EXTRACTS[name], asked, target)
