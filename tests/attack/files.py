"""Files whose cells are hostile, as an office may be sent them: what an import refuses is left out, the rest is taken."""

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from geodata.base.periods import today
from geodata.files.dispatch import parse
from geodata.imports.kinds.households.households import import_households
from geodata.imports.runs.options import Wishes
from geodata.people.models import Household
from tests.attack.hostile import NAUGHTY, TEXTS

HEADINGS = ("村编码", "户编号", "户主姓名", "家庭住址", "组")
VILLAGE = "430382100201"
HALVES = re.compile("[\ud800-\udfff]")

Rows = Sequence[Sequence[str]]


def rows(form: str) -> list[list[str]]:
    """Each text once in every column of words. Files with halves of a pair, and CSV with NUL, are refused as a whole."""
    told = [text for text in dict.fromkeys([*TEXTS, *NAUGHTY]) if not HALVES.search(text)]
    told = [text for text in told if form != "csv" or "\0" not in text]
    return [[VILLAGE, f"H{number:04d}", text, text, text] for number, text in enumerate(told)]


def write(folder: Path, form: str, lines: Rows) -> Path:
    path = folder / f"roster.{form}"
    if form == "csv":
        with path.open("w", newline="", encoding="utf-8") as target:
            csv.writer(target).writerows([HEADINGS, *lines])
    elif form == "xlsx":
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            for row, cells in enumerate([HEADINGS, *lines]):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell[:32_767])
    else:
        found = [
            {"type": "Feature", "geometry": None, "properties": dict(zip(HEADINGS, cells, strict=True))}
            for cells in lines
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": found}))
    return path


def take(folder: Path, form: str) -> tuple[set[str], list[Household]]:
    """The numbers that were refused, each with words, and the households that came in."""
    lines, refused = rows(form), set()
    for _time in range(6):
        table = parse(write(folder, form, lines))
        number_of = dict(zip(table.lines, table.column("户编号"), strict=True))
        report = import_households(table, on=today(), wishes=Wishes(), apply=True)
        if report.applied:
            return refused, list(Household.objects.filter(number__startswith="H"))
        assert all(problem.message for problem in report.problems)
        gone = {number_of[problem.line] for problem in report.problems if problem.line in number_of}
        assert gone, report.problems[:3]
        refused |= gone
        lines = [cells for cells in lines if cells[1] not in gone]
    raise AssertionError("The file was not taken without the lines that were refused.")
