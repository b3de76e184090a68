"""What a cell shows is what its office means: numbers with a format of their own, names of files that are wrong, hidden rows."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from geodata.files import workbooks
from geodata.files.dispatch import parse
from tests.imports.biff import write_xls


def book(path: Path, *rows: list[object], formats: str = "General", hide: int = 0) -> Path:
    """The last column has that format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet, style = made.add_worksheet(), made.add_format({"num_format": formats})
        sheet.write_row(0, 0, ["村", "户主姓名", "户号"])
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row[:-1])
            sheet.write(line, len(row) - 1, row[-1], style)
        if hide:
            sheet.set_row(hide, options={"hidden": True})
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('00"-"0000', 10001, "01-0001"),
        ("00-0000", 10001, "01-0001"),
        (r"00\-0000", 120001, "12-0001"),
        ("000000", 101, "000101"),
        ("000000", 1234567, "1234567"),
        ("000-0000-0000", 13800138000, "138-0013-8000"),
        ("[Red]0000;-0000", 12, "0012"),
        ("0000_ ", 12, "0012"),
        ('"第"000"户"', 12, "012"),
        ('0"人"', 3, "3"),
        ("0", 12, "12"),
        ("0.00", 12, "12"),
        ("#,##0", 10001, "10001"),
        ("0000", 1.5, "1.5"),
        ("yyyy-mm-dd", 45413, "2024-05-01"),
        ("[DBNum1]000", 12, "12"),
        ("0000", "A12", "A12"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(tmp_path, code, value, shown):
    table = parse(book(tmp_path / "户.xlsx", ["例村", "例甲", value], formats=code))
    assert list(table.column("户号")) == [shown]


def test_so_it_is_in_a_workbook_that_is_read_row_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGE", 0)
    table = parse(book(tmp_path / "户.xlsx", ["例村", "例甲", 10001], formats="00-0000"))
    assert list(table.column("户号")) == ["01-0001"]


def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path, monkeypatch):
    new = book(tmp_path / "新.xls", ["例村", "例甲", "01-0001"])
    assert list(parse(new).column("户号")) == ["01-0001"]
    old = write_xls(tmp_path / "旧.xlsx", [["村", "户主姓名", "户号"], ["例村", "例甲", "01-0001"]])
    assert list(parse(old).column("户号")) == ["01-0001"]
    monkeypatch.setattr(workbooks, "LARGE", 0)
    assert list(parse(new).column("户号")) == ["01-0001"]


def test_hidden_rows_are_read_and_that_is_told(tmp_path):
    rows = [["例村", "例甲", "01-0001"], ["例村", "例乙", "01-0002"]]
    table = parse(book(tmp_path / "户.xlsx", *rows, hide=2))
    assert len(table) == 2
    assert any("1" in note for note in table.notes)
    assert parse(book(tmp_path / "全.xlsx", *rows)).notes == []
