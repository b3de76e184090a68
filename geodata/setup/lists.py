"""Where a list of divisions comes from: the prefecture that we ship, or a file."""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.files.headings import recognise
from geodata.files.problems import Problem
from geodata.files.reading import read_table
from geodata.setup.divisions import County, Row, counties

SHIPPED = Path(__file__).resolve().parents[2] / "fixtures" / "divisions" / "xiangtan_divisions_clean.csv"
"""Sources beside it."""
HEADINGS = {"code": "统计用区划代码", "name": "名称"}
NEEDED = tuple(HEADINGS)


@cache
def shipped() -> tuple[County, ...]:
    """The counties of the prefecture that comes along."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        rows: list[Row] = [
            (line, row["code"], row["name"]) for line, row in enumerate(csv.DictReader(lines), 2)
        ]
    return tuple(counties(rows)[0])


def of_file(path: Path) -> tuple[list[County], list[Problem]]:
    """Those of a file with columns for code and name. Raises BadInput where it cannot be read."""
    table = read_table(path)
    fields = recognise(table, NEEDED)
    for field in NEEDED:
        if field not in fields:
            raise BadInput(
                _("The file has no column “%(name)s”.") % {"name": HEADINGS[field]},
                field="file",
                remedy=_("Give the list the headings 统计用区划代码 and 名称, or code and name."),
            )
    code, name = (table.column(fields[field][0]) for field in NEEDED)
    return counties(zip(table.lines, code, name, strict=True))
