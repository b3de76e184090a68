"""A long list becomes a file in the background, as its user may see it."""

import csv
import io

import pytest

from geodata.base.periods import today
from geodata.jobs import files
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from tests import village as v

pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")

COUNTY = "430382"


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


def job_of(who, **arguments) -> Job:
    usual = {"area": COUNTY, "figure": "households", "on": today().isoformat(), "window": 90, "form": "csv"}
    return run_now(start("reports.gaps", by=who, at=v.NOON, arguments=usual | arguments))


def table(job) -> list[list[str]]:
    text = b"".join(files.content(job.files.get())).decode("utf-8-sig")
    # The last line says who took it, and when.
    return [row for row in csv.reader(io.StringIO(text)) if len(row) > 1][1:]


def test_it_holds_every_household_and_tells_so(places):
    job = job_of(v.officer("county_officer", places.county))
    assert {row[4] for row in table(job)} == {home.number for home in places.homes}
    assert (job.done, job.total, job.result["record"]["rows"]) == (6, 6, 6)
    assert "6" in job.result["says"][0]


def test_an_xlsx_begins_as_one(places):
    job = job_of(v.officer("county_officer", places.county), form="xlsx")
    assert b"".join(files.content(job.files.get())).startswith(b"PK")


@pytest.mark.parametrize("kind", ["village_officer", "planner"])
def test_who_may_not_take_it_away_when_it_runs_gets_a_sentence(places, kind):
    place = places.west if kind == "village_officer" else places.county
    job = job_of(v.officer(kind, place))
    assert (job.state, job.files.exists()) == ("failed", False)
    assert job.error


def test_a_village_officer_takes_the_own_village_away(places):
    job = job_of(v.officer("village_officer", places.west), area=places.west.code)
    assert {row[0] for row in table(job)} == {places.west.code}


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "gpkg"])
def test_a_whole_table_becomes_a_file_in_every_format(places, form):
    who = v.officer("county_officer", places.county)
    usual = {"extract": "households", "area": COUNTY, "on": today().isoformat(), "form": form}
    job = run_now(start("reports.extract", by=who, at=v.NOON, arguments=usual))
    assert (job.done, job.total, job.result["record"]["rows"]) == (6, 6, 6)
    assert job.files.get().name.endswith(f".{form}")


def test_a_table_of_somebody_elses_area_is_refused_when_it_is_made(places):
    who = v.officer("village_officer", places.east)
    usual = {"extract": "households", "area": places.west.code, "on": today().isoformat(), "form": "csv"}
    job = run_now(start("reports.extract", by=who, at=v.NOON, arguments=usual))
    assert (job.state, job.files.exists()) == ("failed", False)
