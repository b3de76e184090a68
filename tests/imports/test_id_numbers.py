"""ID numbers in files: no kind of import takes one in any of its columns, however it is written."""

import pytest

from geodata.base.id_numbers import MARK, holds_id_number
from geodata.files.privacy import without_ids
from geodata.files.problems import Problem
from geodata.files.table import Table, from_rows
from geodata.imports.kinds.registry import KINDS
from geodata.imports.runs import kept_rows
from tests.id_numbers import NUMBER, WAYS
from tests.imports.office import WEST, Office, roster


def table(headings: list[str], rows: list[list[str]]) -> Table:
    return from_rows(headings, enumerate(rows, 2), "CSV")


@pytest.mark.parametrize("kind", KINDS)
def test_no_column_of_any_kind_takes_one(kind: str) -> None:
    fields = list(KINDS[kind].fields)
    kept = []
    for place, name in enumerate(fields):
        rows = [["x"] * len(fields) for _row in range(2 * len(WAYS) + 1)]
        for row, text in enumerate(WAYS.values()):
            rows[row][place] = f"例 {text}"
        clean = without_ids(table(fields, rows), villages=[WEST])
        assert clean.headings == fields
        kept += [
            (name, way) for way, text in zip(WAYS, clean.column(name), strict=False) if holds_id_number(text)
        ]
        assert any(str(len(WAYS)) in note and name in note for note in clean.notes)
    assert kept == []


@pytest.mark.parametrize("way", WAYS)
def test_a_column_full_of_them_is_left_out_whole(way: str) -> None:
    clean = without_ids(table(["户主", "编号"], [["例甲", WAYS[way]], ["例乙", WAYS[way]]]))
    assert clean.headings == ["户主"]


def test_headings_and_what_a_reader_told_hold_none_either() -> None:
    rows = table([f"户主 {NUMBER}", "地址"], [["例甲", "x"]])
    rows = Table(**{**vars(rows), "problems": [Problem(2, f"户主 {NUMBER}", f"y{NUMBER}", "", "")]})
    clean = without_ids(rows)
    assert clean.headings == [f"户主 {MARK}", "地址"]
    assert [(one.column, one.value) for one in clean.problems] == [(f"户主 {MARK}", f"y{MARK}")]


@pytest.mark.django_db
def test_what_waits_for_an_office_holds_none(west: Office) -> None:
    rows = [f"{WEST},{number},例甲,112.505,27.905,," for number in ("007", "008")]
    run = west.upload(roster(*rows, f"{WEST},009,例甲 {NUMBER},112.505,27.905,,10500000001"))
    assert kept_rows.table_of(run).column("户主姓名") == ["例甲"] * 3
    assert any("户主姓名" in note for note in run.recognised["notes"])


@pytest.mark.django_db
def test_nor_does_the_name_of_the_file(west: Office) -> None:
    run = west.upload(roster(f"{WEST},007,例甲,112.505,27.905,,"), name=f"身份证{NUMBER}.csv")
    assert run.name == f"身份证{MARK}.csv"
