"""The report as a document says what the edition says, and what somebody typed stays what it was."""

import io
import zipfile

import docx
import openpyxl
import orjson
import pyogrio
import pytest
from pypdf import PdfReader

from geodata.base.periods import today
from geodata.jobs import files
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from geodata.reports.models import Edition
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")

TYPED = "{{7*7}}{% load %}<b>&"


@pytest.fixture
def places(defaults):
    made = v.lived_in_county()
    made.homes[2].head_name = TYPED
    made.homes[2].save()
    made.grids[1].name = TYPED
    made.grids[1].save()
    # Of fewer than five there is no share, and so no place among the worst.
    v.households(made.grids[1], [None] * 5)
    return made


@pytest.fixture
def officer(places):
    return v.officer("county_officer", places.county)


def job_of(who, kind="reports.edition", **arguments) -> Job:
    usual = {"area": "430382", "on": today().isoformat(), "names": True} if kind == "reports.edition" else {}
    return run_now(start(kind, by=who, at=v.NOON, arguments=usual | arguments, subject="430382"))


def file_of(job: Job, form: str) -> io.BytesIO:
    file = job.files.get(name__endswith=f".{form}")
    return io.BytesIO(b"".join(files.content(file)))


def test_one_job_makes_the_edition_with_pdf_word_and_spreadsheet(places, officer):
    job = job_of(officer)
    edition = Edition.objects.get()
    assert (job.state, job.result_page, job.error) == ("done", f"/reports/{edition.pk}/", "")
    assert sorted(file.name.rpartition(".")[2] for file in job.files.all()) == ["docx", "pdf", "xlsx"]
    pages = PdfReader(file_of(job, "pdf")).pages
    text = "".join(page.extract_text() for page in pages)
    assert 1 <= len(pages) <= 3
    assert edition.mark in text
    assert f"/reports/{edition.pk}/" in text


def test_what_was_typed_is_a_value_in_word(places, officer):
    book = file_of(job_of(officer), "docx")
    document = docx.Document(book)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert TYPED in cells
    assert any(TYPED in cell and "例西村" in cell for cell in cells)
    assert "49" not in "".join(cells)
    assert zipfile.ZipFile(book).testzip() is None
    assert len(document.inline_shapes) == 2


def test_a_spreadsheet_holds_numbers_and_days(places, officer):
    book = openpyxl.load_workbook(file_of(job_of(officer), "xlsx"))
    assert len(book.sheetnames) == 4
    _summary, by_area, listed, _definitions = book.worksheets
    county = [cell.value for cell in by_area[2]]
    assert county[0] == "430382"
    assert county[3] == 11
    days = [row[7].value for row in listed.iter_rows(min_row=2) if row[7].value]
    assert days
    assert all(hasattr(day, "year") for day in days)


def test_names_are_only_there_where_they_are_asked_for(places, officer):
    job = job_of(officer, names=False)
    document = docx.Document(file_of(job, "docx"))
    assert TYPED not in [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    listed = openpyxl.load_workbook(file_of(job, "xlsx")).worksheets[2]
    assert {row[3].value for row in listed.iter_rows(min_row=2)} == {None}
    assert (job.result["record"]["names"], job.result["record"]["number"]) == (False, 1)


@pytest.mark.parametrize("form", ["csv", "geojson", "gpkg"])
def test_an_edition_becomes_a_layer_later(places, officer, form):
    job_of(officer)
    file = file_of(
        job_of(officer, "reports.edition_file", edition=str(Edition.objects.get().pk), form=form), form
    )
    if form == "csv":
        rows = file.getvalue().decode("utf-8-sig").splitlines()
        assert len(rows) == 12
    elif form == "geojson":
        county = next(f for f in orjson.loads(file.getvalue())["features"] if f["id"] == "430382")
        assert (county["properties"]["households"], county["geometry"]["type"]) == (11, "MultiPolygon")
    else:
        assert {"counties", "townships", "villages", "grids"} <= {
            name for name, _kind in pyogrio.list_layers(file)
        }


def test_whoever_has_lost_the_right_when_it_runs_gets_none(places):
    job = job_of(v.officer("planner", places.county))
    assert (job.state, job.files.exists(), Edition.objects.exists()) == ("failed", False, False)


@pytest.mark.parametrize("kind", ["village_officer"])
def test_a_village_has_its_own(places, kind):
    with owner():
        who = v.officer(kind, places.west)
    job = job_of(who, area=places.west.code)
    assert job.state == "done"
    assert "例西村" in PdfReader(file_of(job, "pdf")).pages[0].extract_text()
