"""Reports of any length keep little in memory."""

import csv
import io
import tracemalloc
from dataclasses import replace

import openpyxl
import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage import states
from geodata.exports import gaps
from geodata.exports.files import MARK, as_csv, write_xlsx
from geodata.exports.gaps import COLUMNS, Report
from geodata.files.header_rows import under_headings
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults", "in_english")


@pytest.fixture
def report():
    places = v.county()
    who = v.officer("county_officer", places.county)
    scope = scope_of(who, on=today())
    question = states.Question(states.select(scope=scope, area=places.county, on=today()), on=today())
    return Report(question, "households", scope, places.county, who.name, timezone.localtime())


def test_every_row_has_a_cell_for_every_heading(report):
    assert {len(row) for row in report.rows()} == {len(COLUMNS)}


def test_chunks_join_without_gaps_or_repeats(report, monkeypatch):
    monkeypatch.setattr(gaps, "CHUNK", 2)
    numbers = [row[4] for row in report.rows()]
    assert len(numbers) == len(set(numbers)) == report.matched() == 4


def test_control_characters_do_not_break_a_file(report):
    v.Household.objects.update(address="a\x01\x0b\x1fb\ufffe")
    target = io.BytesIO()
    write_xlsx(report, target)
    assert target.getvalue().startswith(b"PK")


def test_a_long_xlsx_does_not_grow_in_memory(report, monkeypatch):
    row = next(report.rows())
    peaks = []
    for length in (500, 5000):
        monkeypatch.setattr(Report, "rows", lambda self, length=length: iter([row] * length))
        tracemalloc.start()
        write_xlsx(report, io.BytesIO())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 1_000_000


def test_an_xlsx_says_on_every_sheet_and_print_who_took_it_and_when(report):
    target = io.BytesIO()
    write_xlsx(replace(report, by="例&某\n"), target)
    book = openpyxl.load_workbook(target)
    mark = f"※ Exported by 例&某 at {report.at:%-d %b %Y, %H:%M}, for official use only."
    assert mark in book.worksheets[0]["A2"].value
    assert mark in book.properties.description and book.properties.creator == "例&某\n"
    assert {sheet.oddFooter.left.text for sheet in book} == {mark.replace("&", "&&")}


def test_a_csv_says_in_its_last_line_who_took_it_and_when(report):
    last = list(as_csv(report))[-1].decode()
    assert (
        last.strip() == f'"※ Exported by {report.by} at {report.at:%-d %b %Y, %H:%M}, for official use only."'
    )


def test_a_file_that_was_taken_comes_back_without_its_watermark(report):
    lines = list(csv.reader(io.StringIO(b"".join(as_csv(report)).decode("utf-8-sig"))))
    table = under_headings(enumerate(lines, 1), "csv")
    assert len(table.lines) == 4
    assert not [cell for column in table.columns for cell in column if MARK in cell]
    assert table.notes == ["Notes below the table were skipped: line 8."]


def test_a_csv_comes_line_by_line(report):
    assert len(list(as_csv(report))) == 1 + 4 + 1
