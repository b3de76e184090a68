"""Gap reports by API: editions with their figures, what has changed since, and jobs that make them and their files."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.reports.figures import told
from geodata.reports.making import make_edition
from geodata.reports.models import Edition
from geodata.reports.retention import states
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@owner()
def made(county, area, on: dt.date) -> Edition:
    return make_edition(area=area, on=on, by=county.user, scope=scope_of(county.user, on=on))


@pytest.fixture
def edition(places, county) -> Edition:
    return made(county, places.county, today())


def test_editions_are_listed_the_latest_first_page_by_page(places, county, edition):
    made(county, places.town, today())
    first = county.get("reports/?limit=1").json()
    assert [one["area"] for one in first["results"]] == [places.town.code]
    (last,) = county.get(first["next"]).json()["results"]
    assert (last["id"], last["mark"]) == (str(edition.pk), edition.mark)
    assert county.get(f"reports/?area={places.county.code}").json() == {"results": [last], "next": None}


def test_an_edition_tells_every_figure_as_it_was_told(county, edition):
    answer = county.get(f"reports/{edition.pk}/").json()
    assert answer["fingerprint"] == edition.fingerprint
    figures = told(edition)
    assert [list(area["counts"].values()) for area in answer["areas"]] == [
        list(line.numbers) for line in figures.lines
    ]
    assert answer["areas"][0]["code"] == edition.area_code
    assert sum(answer["areas"][0]["causes"].values()) == sum(figures.total.causes)


def test_a_revision_names_each_household_and_why(places, county, edition):
    assert county.get(f"reports/{edition.pk}/revision/").json()["households"] == []
    with owner():
        for home in places.homes[1:3]:
            v.visit(home, today(), by=county.user)
    answer = county.get(f"reports/{edition.pk}/revision/?limit=1").json()
    assert (answer["kept"], answer["differing"], answer["numbers"] > 100) == (True, 0, True)
    assert answer["why"] == [{"why": "late", "households": 2}]
    assert {one["name"]: one["now"] - one["printed"] for one in answer["figures"]}["unvisited"] == -2
    (home,) = answer["households"]
    assert (home["household"], home["why"]) == (places.homes[1].token, ["late"])
    assert (home["before"]["last_met"], home["after"]["last_met"]) == (
        "2026-05-26",
        today().isoformat(),
    )
    (other,) = county.get(answer["next"]).json()["households"]
    assert other["household"] == places.homes[2].token


def test_once_its_states_are_forgotten_there_is_no_revision(county, edition):
    with owner():
        states(today() + dt.timedelta(days=1), True)
    answer = county.get(f"reports/{edition.pk}/revision/").json()
    assert (answer["kept"], answer["figures"], answer["households"]) == (False, [], [])


def test_a_new_one_is_a_job_and_its_file_another(places, county):
    began = county.post("reports/", {"area": places.west.code, "names": True})
    assert began.status_code == 202
    with owner():
        job = run_now(Job.objects.get(pk=began.json()["id"]))
    told = county.get(f"jobs/{job.pk}/").json()
    assert (told["state"], len(told["files"])) == ("done", 3)
    (edition,) = county.get("reports/").json()["results"]
    filed = county.post(f"reports/{edition['id']}/files/", {"form": "csv"}).json()
    with owner():
        job = Job.objects.get(pk=filed["id"])
    assert (job.kind, job.arguments["form"], job.arguments["names"]) == ("reports.edition_file", "csv", False)


def test_what_there_is_none_of_is_refused(places, county, edition):
    assert county.post(f"reports/{edition.pk}/files/", {"form": "exe"}).status_code == 400
    assert county.post("reports/", {"area": places.grids[0].code}).status_code == 400
    assert county.post("reports/", {"area": "430382999"}).status_code == 404


def test_a_village_sees_none_of_its_county_and_a_planner_none_at_all(places, edition, insider, by_post):
    assert insider.get("reports/").json()["results"] == []
    assert insider.get(f"reports/?area={places.county.code}").status_code == 404
    for path in (f"reports/{edition.pk}/", f"reports/{edition.pk}/revision/"):
        assert insider.get(path).status_code == 404
    assert insider.post("reports/", {"area": places.county.code}).status_code == 404
    assert insider.post(f"reports/{edition.pk}/files/", {"form": "pdf"}).status_code == 404
    planner = by_post("planner", places.county)
    assert planner.get("reports/").status_code == 403
    assert planner.get(f"reports/{edition.pk}/").status_code == 403
    assert planner.post("reports/", {"area": places.county.code}).status_code == 403
