"""Titles above, headings of two lines, totals and notes below: what offices put around their rows."""

from pathlib import Path

import pytest
import xlsxwriter

from geodata.files import compressed_rows
from geodata.files.dispatch import parse
from geodata.files.header_rows import under_headings
from geodata.files.table import Table, as_text


@pytest.fixture(autouse=True, params=[compressed_rows.BLOCK, 2])
def _blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a block of rows may end."""
    monkeypatch.setattr(compressed_rows, "BLOCK", request.param)


def table(*rows: str) -> Table:
    """Rows written with bars between the cells."""
    cells = [row.split("|") for row in rows]
    return under_headings(enumerate(cells, 1), "CSV")


def test_lines_of_title_and_date_above_the_headings_are_passed_over() -> None:
    found = table(
        "例镇联户花名册||", "填报单位：例村|日期：2024年5月|", "户编号|户主姓名|联系电话", "1|例甲|"
    )
    assert (found.headings, found.lines) == (["户编号", "户主姓名", "联系电话"], [4])


def test_headings_of_two_lines_are_joined_where_a_merged_cell_spans_them() -> None:
    found = table("户编号|户主||家庭住址||联系电话", "|姓名|身份|村|组|", "1|例甲|党员|例村|3组|10500000001")
    assert found.headings == ["户编号", "户主姓名", "户主 身份", "村", "组", "联系电话"]
    assert found.lines == [3]
    assert len(found.notes) == 1


def test_a_name_below_a_person_keeps_whose_name_it_is() -> None:
    found = table("户编号|网格员||户主姓名", "|姓名|电话|", "1|例乙|10500000002|例甲")
    assert found.headings == ["户编号", "网格员 姓名", "网格员电话", "户主姓名"]


def test_a_first_row_with_gaps_is_no_second_line_of_headings() -> None:
    found = table("户编号|户主姓名||备注", "1|例甲|x|", "2|例乙||")
    assert found.lines == [2, 3]


def test_a_note_between_full_rows_is_a_row_however_far_below_the_next_one_is() -> None:
    rows = ["户编号|户主姓名|家庭人数", "1|例甲|3", "注：例||", "|例乙|", "|例丙|", "2|例丁|4"]
    assert table(*rows).lines == [2, 3, 4, 5, 6]
    assert table(*rows[:-1]).lines == [2, 4, 5]


@pytest.mark.usefixtures("told_in_english")
def test_totals_repeated_headings_and_notes_are_left_out_and_said() -> None:
    found = table(
        "户编号|户主姓名|家庭人数",
        "1|例甲|3",
        "小 计||3",
        "户编号|户主姓名|家庭人数",
        "2|例乙|4",
        "||",
        "合计：|2户|7",
        "填表人：例某|审核：例某|",
        "注：本表一式两份||",
    )
    assert found.lines == [2, 5]
    assert [note.count(line) for note, line in zip(found.notes, ("3, 7", "4", "8, 9"), strict=True)] == [
        1,
        1,
        1,
    ]


def test_a_short_row_that_is_no_note_stays_and_becomes_a_problem_later() -> None:
    assert table("户编号|户主姓名|组", "1|例甲|1", "例乙||").lines == [2, 3]


def test_a_head_whose_name_begins_like_a_note_stays() -> None:
    assert table("户主姓名|户编号|组", "注例|1|1", "单位例|2|1").lines == [2, 3]


def test_a_heading_that_stands_twice_gets_a_number() -> None:
    assert table("户编号|联系电话|联系电话", "1|2|3").headings == ["户编号", "联系电话", "联系电话 (2)"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'430382100201", "430382100201"),
        ("‘007", "007"),
        ('="0071"', "0071"),
        ("'例", "'例"),
        ("=A1", "=A1"),
        (430382100201.0, "430382100201"),
        ("", ""),
    ],
)
def test_marks_that_keep_digits_as_text_are_taken_off(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_the_sheet_that_fits_best_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write_column(0, 0, ["填写说明", "请按表填写"])
        for name, headings in (("名单", ["户编号", "户主姓名", "联系电话"]), ("统计", ["村", "户数"])):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headings)
            sheet.write_row(1, 0, ["1", "例甲"])
    table = parse(path)
    assert table.headings == ["户编号", "户主姓名", "联系电话"]
    assert all(name in table.notes[0] for name in ("名单", "说明", "统计"))
    assert parse(path, layer="统计").headings == ["村", "户数"]


def test_merged_cells_of_a_workbook_are_read_as_two_lines(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "例村花名册")
        sheet.merge_range(1, 0, 2, 0, "户编号")
        sheet.merge_range(1, 1, 2, 1, "户主姓名")
        sheet.merge_range(1, 2, 1, 3, "坐标")
        sheet.write_row(2, 2, ["经度", "纬度"])
        sheet.write_row(3, 0, ["007", "例甲", 112.5, 27.9])
    table = parse(path)
    assert table.headings == ["户编号", "户主姓名", "坐标经度", "坐标纬度"]
    assert table.lines == [4]
