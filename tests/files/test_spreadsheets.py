"""CSV and Excel as offices save them."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from geodata.base.errors import BadInput
from geodata.files import workbooks
from geodata.files.dispatch import parse
from geodata.files.limits import UPLOAD
from geodata.files.reading import read_table
from geodata.files.table import has_lost_digits
from tests.imports.biff import write_xls

ROSTER = "户编号,户主姓名\n007,例甲\n008,例乙\n"


def csv_file(folder: Path, data: bytes | str, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    path = folder / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_offices_save(tmp_path: Path, encoding: str) -> None:
    table = parse(csv_file(tmp_path, ROSTER.encode(encoding)))
    assert table.headings == ["户编号", "户主姓名"]
    assert table.columns == [["007", "008"], ["例甲", "例乙"]]


def test_rare_characters_of_gb18030_survive(tmp_path: Path) -> None:
    table = parse(csv_file(tmp_path, "户主姓名,组\n例㛃𠮷,1\n".encode("gb18030")))
    assert table.column("户主姓名") == ["例㛃𠮷"]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"UTF-8"):
        parse(csv_file(tmp_path, b"\xff\x81\x00\xff"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_recognised(tmp_path: Path, separator: str) -> None:
    table = parse(csv_file(tmp_path, ROSTER.replace(",", separator)))
    assert table.column("户主姓名") == ["例甲", "例乙"]


def test_lines_are_those_of_the_file_even_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    table = parse(csv_file(tmp_path, '户编号,地址\n1,"上屋\n下屋"\n\n2,中屋\n'))
    assert table.lines == [2, 5]


def test_two_files_hung_together_are_one_table(tmp_path: Path) -> None:
    path = tmp_path / "户.csv"
    path.write_text("\ufeff村,户号\n例村,1\n\x1a\n\ufeff村,户号\n例村,2\n\x1a", encoding="utf-8")
    table = parse(path)
    assert (list(table.column("户号")), list(table.lines), list(table.problems)) == (["1", "2"], [2, 5], [])


def test_a_row_with_too_many_cells_is_a_problem_with_its_line(tmp_path: Path) -> None:
    table = parse(csv_file(tmp_path, ROSTER + "009,例丙,清溪镇,多\n"))
    assert [problem.line for problem in table.problems] == [4]
    assert len(table) == 2


def test_a_title_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"表": [["例村花名册"], ["户编号", "户主姓名"], ["1", "例甲"]]})
    table = parse(path)
    assert (table.headings, table.lines) == (["户编号", "户主姓名"], [3])


def test_numbers_used_as_codes_lose_no_digit(tmp_path: Path) -> None:
    rows = [["代码", "经度", "户编号"], [430382100001, 112.5266789012, "007"]]
    assert [column[0] for column in parse(workbook(tmp_path, {"表": rows})).columns] == [
        "430382100001",
        "112.5266789012",
        "007",
    ]


def test_a_number_too_long_for_excel_is_seen_to_have_lost_digits(tmp_path: Path) -> None:
    rows = [["户编号", "户主姓名"], [430382100001010001, "例甲"]]
    assert has_lost_digits(parse(workbook(tmp_path, {"表": rows})).column("户编号")[0])


@pytest.mark.parametrize(
    ("text", "lost"), [("1.1E+17", True), ("1.38e10", True), ("E5", False), ("12E", False)]
)
def test_what_a_spreadsheet_cut_short_is_told_from_a_code(text: str, lost: bool) -> None:
    assert has_lost_digits(text) is lost


def test_a_workbook_of_excel_97_is_read(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["行政村编号", "户编号", "户主姓名"], [430382100201.0, "007", "例甲"]]
    table = parse(write_xls(tmp_path / "roster.xls", rows))
    assert table.headings == ["行政村编号", "户编号", "户主姓名"]
    assert [column[0] for column in table.columns] == ["430382100201", "007", "例甲"]


def test_days_of_a_workbook_are_read_as_days(tmp_path: Path) -> None:
    path = tmp_path / "days.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["户编号", "走访日期"])
    book.active.append(["007", dt.date(2024, 5, 1)])
    book.save(path)
    assert parse(path).column("走访日期") == ["2024-05-01"]


def test_lines_are_those_of_the_sheet_below_blank_rows(tmp_path: Path) -> None:
    assert parse(workbook(tmp_path, {"表": [[], [], ["户编号", "户主姓名"], ["1", "例甲"]]})).lines == [4]


def everything(folder: Path) -> Path:
    """A workbook with all that a cell can hold."""
    path = folder / "all.xlsx"
    with xlsxwriter.Workbook(path) as book:
        formats = {"day": "yyyy-mm-dd", "time": "hh:mm", "moment": "yyyy/m/d hh:mm:ss", "span": "[h]:mm"}
        shown = {name: book.add_format({"num_format": code}) for name, code in formats.items()}
        sheet = book.add_worksheet("表")
        sheet.write_row(2, 1, ["户编号", "户主姓名", "备注", "走访日期", "经度", "", "人口"])
        sheet.write_row(3, 1, [430382100001, "  例 甲 ", "上屋\n下屋"])
        sheet.write_datetime(3, 4, dt.datetime(2024, 5, 1), shown["day"])  # noqa: DTZ001
        sheet.write_row(3, 5, [112.5266789012, True, 1e-7])
        sheet.write_row(6, 1, [430382100001010001, "'007", '="008"'])
        sheet.write_datetime(6, 4, dt.datetime(2024, 5, 1, 23, 59, 59, 999000), shown["moment"])  # noqa: DTZ001
        sheet.write_datetime(7, 4, dt.time(13, 30), shown["time"])
        sheet.write_number(8, 4, 1.5, shown["span"])
        sheet.write_formula(8, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(8, 2, '="例乙"', None, "例乙")
        sheet.write_rich_string(8, 3, "上", shown["day"], "屋")
        sheet.write_blank(9, 20, None, shown["day"])
        book.add_worksheet("藏").hide()
        book.add_worksheet("空")
    return path


def test_a_large_workbook_is_read_row_by_row_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = everything(tmp_path)
    held = parse(path)
    assert (held.lines, held.column("户编号")) == (
        [4, 7, 8, 9],
        ["430382100001", "4.3038210000101E+17", "", "#DIV/0!"],
    )
    monkeypatch.setattr(workbooks, "LARGE", 0)
    assert parse(path) == held


@pytest.mark.parametrize("large", [workbooks.LARGE, 0])
@pytest.mark.usefixtures("told_in_english")
def test_one_of_several_sheets_has_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(workbooks, "LARGE", large)
    path = workbook(tmp_path, {"甲": [["a", "b"], [1, 2]], "乙": [["c", "d"], [3, 4]]})
    with pytest.raises(BadInput) as refused:
        parse(path)
    assert "甲, 乙" in refused.value.remedy
    assert parse(path, layer="乙").headings == ["c", "d"]


def test_an_empty_second_sheet_needs_no_choice(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"甲": [["a", "b"], [1, 2]], "Sheet2": []})
    assert parse(path).columns == [["1"], ["2"]]


def test_something_else_called_xlsx_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        parse(csv_file(tmp_path, ROSTER, "roster.xlsx"))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        parse(csv_file(tmp_path, "\n\n"))


def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="200,000"):
        parse(csv_file(tmp_path, "a,b\n" + "1,2\n" * (UPLOAD.rows + 30)))


def test_more_columns_than_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="100"):
        parse(csv_file(tmp_path, ",".join(f"c{n}" for n in range(101)) + "\n" + "1," * 100 + "1\n"))


def test_more_cells_than_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="4,000,000"):
        parse(csv_file(tmp_path, ",".join(f"c{n}" for n in range(100)) + "\n" + ("1," * 99 + "1\n") * 40_001))


def test_a_file_above_twenty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(20 * 2**20 + 1)
    with pytest.raises(BadInput, match="20 MB"):
        read_table(path)


@pytest.mark.parametrize("name", ["map.dwg", "roster.docx", "plan.vrt", "roster"])
def test_an_ending_that_is_not_in_the_list_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_table(csv_file(tmp_path, ROSTER, name))
    assert "GeoPackage" in refused.value.remedy
