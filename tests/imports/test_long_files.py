"""Rosters of more rows than a block holds: what is told does not depend on the blocks, nor the memory on the rows."""

import datetime as dt
import json
import tracemalloc
from pathlib import Path

import pytest
import xlsxwriter

from geodata.files import compressed_rows
from geodata.files.dispatch import parse
from geodata.imports.kinds.households.households import import_households
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.people.models import Household
from tests.imports.rows import EAST, WEST, bring
from tests.village import SIDE, SOUTH, county
from tests.village import WEST as LEFT

pytestmark = pytest.mark.django_db

DAY, LATER = dt.date(2026, 3, 1), dt.date(2026, 5, 1)
HEAD = ["村编码", "户编号", "户主姓名", "联系电话", "家庭人数", "经度", "纬度", "备注"]
ROWS = [
    ["例镇花名册"],
    HEAD,
    [WEST, "1", "例一", "10500000001", "3", "112.5001", "27.9001", ""],
    [WEST, "2", "例二", "1050", "x", "112.5001", "", ""],
    [WEST, "小计", "", "", "3"],
    HEAD,
    ["000000000000", "3", "例三", "10500000003", "3", "far", "27.9001", ""],
    [WEST, "", "", "", "3"],
    [EAST, "4", "例四", "10500000004", "3", "2.5", "48.1", ""],
    [""],
    [EAST, "4", "例四", "10500000004", "3", "", "", "", "more"],
    ["备注", "a row for all its words"],
    [EAST, "5", "例五", "10500000005", "3", "", "", "11010119000101001X"],
    [EAST, "5", "例五", "10500000005", "3", "", "", ""],
    ["注：例"],
    ["", "审核"],
]


def file(folder: Path, ending: str) -> Path:
    path = folder / f"roster.{ending}"
    if ending == "csv":
        path.write_text("\n".join(",".join(row) for row in ROWS))
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(ROWS):
            sheet.write_row(place, 0, row)
    return path


def as_read(report: Report) -> dict[str, object]:
    """All of it; the problems, which come as they are found, in the order of their lines."""
    document = json.loads("".join(report.as_json()))
    return document | {"problems": sorted(document["problems"], key=lambda one: (one["line"], one["column"]))}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("block", [1, 2, 5])
def test_a_file_of_several_blocks_is_told_as_one_of_one_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, block: int
) -> None:
    county()
    bring("households", ",".join(HEAD[:4]), f"{WEST},1,例旧,10500000001", f"{WEST},9,例九,10500000009")
    path = file(tmp_path, ending)
    whole = import_households(parse(path), on=LATER, wishes=Wishes(datum="wgs84"))
    monkeypatch.setattr(compressed_rows, "BLOCK", block)
    parts = import_households(parse(path), on=LATER, wishes=Wishes(datum="wgs84"))
    assert as_read(parts) == as_read(whole)
    assert len(whole.problems) > 5
    assert (len(whole.notes), whole.changed) == (6, 1)


def test_rows_are_written_whole_over_the_ends_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    county()
    monkeypatch.setattr(compressed_rows, "BLOCK", 3)
    rows = [
        f"{WEST},{number},例{number},{LEFT + SIDE * number / 10},{SOUTH + SIDE / 2}" for number in range(10)
    ]
    report = bring("households", "村编码,户编号,户主姓名,经度,纬度", *rows, datum="wgs84")
    assert report.applied
    assert [entry.subject for entry in report.created] == [f"{number} 例{number}" for number in range(10)]
    assert Household.objects.filter(head_name__regex="^例[0-9]$", point__isnull=False).count() == 10


def test_checking_takes_memory_by_the_block_and_not_by_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county()
    monkeypatch.setattr(compressed_rows, "BLOCK", 500)
    assert memory_of_a_check(tmp_path, rows=9_000) < 1.5 * memory_of_a_check(tmp_path, rows=3_000)


def memory_of_a_check(folder: Path, *, rows: int) -> int:
    path = folder / "roster.csv"
    cells = (
        f"{WEST},N{n},例{n},105{n:08d},3,{LEFT + SIDE / (2 + n):.6f},{SOUTH + SIDE / 2},例路{n}号"
        for n in range(rows)
    )
    path.write_text("\n".join(["村编码,户编号,户主姓名,联系电话,家庭人数,经度,纬度,家庭住址", *cells]))
    table = parse(path)
    tracemalloc.start()
    report = import_households(table, on=DAY, wishes=Wishes(datum="wgs84", answers={"datum": "right"}))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.new == len(report.created) == rows
    return most
