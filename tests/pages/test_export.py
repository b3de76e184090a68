"""Lists as files: text in every cell, scoped, masked and on record."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from urllib.parse import unquote

import openpyxl
import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from tests import village as v

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.invalid","x")']


def table(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def book(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_csv_begins_with_a_mark_the_list_and_the_day(county):
    answer = county.get("/gaps/export.csv?gap=households")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    first = content.decode("utf-8-sig").splitlines()
    assert first[0] == "Households · 例县"
    assert first[1] == f"As of {today():%-d %b %Y}"
    assert first[2].startswith("Village code,Village or community,Grid code")


def test_a_csv_has_a_line_per_household(places, county):
    rows = table(county.get("/gaps/export.csv?gap=households"))[3:-1]
    assert {row[4] for row in rows} == {home.number for home in places.homes}


def test_an_xlsx_has_the_list_and_its_definitions(places, county):
    workbook = book(county.get("/gaps/export.xlsx?gap=households"))
    assert workbook.sheetnames == ["List", "Definitions"]
    rows = list(workbook["List"].iter_rows(min_row=4, values_only=True))
    assert {row[4] for row in rows} == {home.number for home in places.homes}
    told = dict(workbook["Definitions"].iter_rows(values_only=True))
    assert told["Day"] == today().isoformat()
    assert "Visit status" in told


def test_codes_are_text_in_an_xlsx(county):
    sheet = book(county.get("/gaps/export.xlsx?gap=households"))["List"]
    cell = sheet["A4"]
    assert (cell.data_type, cell.value) == ("s", "430382100201")


def test_no_typed_string_becomes_a_formula_in_an_xlsx(places, county):
    for text in FORMULAS:
        v.household(places.grids[0], v.middle(0, 0), address=text, group=text[:40], phones=[text[:20]])
    workbook = book(county.get("/gaps/export.xlsx?gap=households"))
    cells = [
        cell for sheet in workbook for line in sheet.iter_rows() for cell in line if cell.value is not None
    ]
    assert "f" not in {cell.data_type for cell in cells}
    typed = {cell.value for cell in cells if cell.data_type == "s"}
    assert {text for text in FORMULAS if not text.startswith(("\t", "\r"))} <= typed


def test_no_typed_string_becomes_a_formula_in_a_csv(places, county):
    for text in FORMULAS:
        v.household(places.grids[0], v.middle(0, 0), address=text)
    cells = [cell for row in table(county.get("/gaps/export.csv?gap=households")) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell)]
    assert sum(cell.startswith("'") for cell in cells) == len(FORMULAS)


def test_the_file_is_named_after_list_area_and_day(county, places):
    places.county.name = '例/县"<x>'
    places.county.save()
    named = unquote(county.get("/gaps/export.xlsx?gap=no_contact")["Content-Disposition"])
    assert named.endswith(f"Without a contact member_例_县__x__{today()}.xlsx")


def test_in_chinese_the_headings_are_chinese(county):
    answer = county.client.get("/gaps/export.csv?gap=households", headers={"Accept-Language": "zh-CN"})
    assert table(answer)[2][:2] != ["Village code", "Village"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_on_record_with_its_filter_and_rows(county, kind):
    county.get(f"/gaps/export.{kind}?gap=no_contact&window=30")
    entry = AccessEntry.objects.get(action="export")
    assert (entry.user, entry.subject) == (county.user, "430382")
    assert entry.details == {
        "gap": "no_contact", "on": today().isoformat(), "window": 30, "category": "", "rows": 5, "format": kind,
    }  # fmt: skip


def test_an_export_holds_the_scope_only(places, insider):
    rows = table(insider.get("/gaps/export.csv?gap=households"))[3:-1]
    assert {row[4] for row in rows} == {places.homes[number].number for number in (0, 1, 4)}


def test_a_contact_member_takes_no_list_away(contact):
    assert contact.get("/gaps/export.csv?gap=households").status_code == 403


def test_a_refused_export_is_not_on_record(planner):
    planner.get("/gaps/export.csv?gap=households")
    assert not AccessEntry.objects.filter(action="export").exists()


@pytest.mark.owner("jobs are seen by nobody but their user")
def test_a_long_list_is_offered_as_a_job(places, county, settings, monkeypatch):
    monkeypatch.setitem(at_once.MICROSECONDS, "gaps.xlsx", 1_000 * settings.AT_ONCE_MS / 5)
    assert "This list has more than 5 rows" in county.text("/gaps/export.xlsx?gap=households")
    assert county.get("/gaps/export.xlsx?gap=unvisited").status_code == 200
    answer = county.post("/gaps/export.xlsx?gap=households&area=430382", {})
    job = Job.objects.get(by=county.user)
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert (job.subject, run_now(job).state) == ("430382", "done")


@pytest.mark.owner("jobs are seen by nobody but their user")
def test_the_file_of_a_job_is_on_record_like_any_other(places, county):
    county.post("/gaps/export.csv?gap=households&area=430382", {})
    file = run_now(Job.objects.get(by=county.user)).files.get()
    assert county.get(f"/files/{file.pk}/").status_code == 200
    details = AccessEntry.objects.get(action="export").details
    assert (details["gap"], details["rows"], details["format"]) == ("households", 6, "csv")


@pytest.mark.owner("jobs are seen by nobody but their user")
def test_nobody_starts_a_list_of_elsewhere(places, neighbour, planner):
    assert neighbour.post("/gaps/export.csv?area=430382100201", {}).status_code == 404
    assert planner.post("/gaps/export.csv", {}).status_code == 403
    assert not Job.objects.exists()


def layer(answer) -> dict[str, dict[str, object]]:
    """Household number → feature."""
    document = json.loads(b"".join(answer.streaming_content))
    assert "crs" not in document
    return {feature["properties"]["household_no"]: feature for feature in document["features"]}


def test_a_list_within_a_village_is_a_layer_of_points(places, insider):
    layer_read = layer(insider.get("/gaps/export.geojson?gap=households&area=430382100201"))
    home = v.Household.objects.get(pk=places.homes[0].pk)
    shown = layer_read[home.number]
    assert shown["geometry"]["coordinates"] == [round(home.point.x, 7), round(home.point.y, 7)]
    assert shown["properties"]["status"] == "ok"
    assert AccessEntry.objects.filter(action="export", details__format="geojson").count() == 1


def test_above_the_village_a_layer_has_no_points(county, places):
    layer_read = layer(county.get("/gaps/export.geojson?gap=households&area=430382"))
    assert len(layer_read) == len(places.homes)
    assert [feature["geometry"] for feature in layer_read.values()] == [None] * len(layer_read)


def test_a_geopackage_of_gaps_opens_in_the_colours_of_the_status(insider, tmp_path):
    path = tmp_path / "gaps.gpkg"
    path.write_bytes(
        b"".join(insider.get("/gaps/export.gpkg?gap=households&area=430382100201").streaming_content)
    )
    with closing(sqlite3.connect(path)) as file:
        [(style,)] = file.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'gaps'")
    assert 'attr="status"' in style and "211,232,248,255" in style


def test_somebodys_own_households_are_no_layer(contact):
    assert contact.get("/gaps/export.gpkg?gap=households").status_code in (403, 404)
