"""The gap report by one press, its editions, and what has changed since."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.jobs.models import Job
from geodata.reports.making import make_edition
from geodata.reports.models import Edition
from geodata.reports.retention import states
from geodata.saved.models import SavedView
from tests import village as v
from tests.roles import owner


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@pytest.fixture
def edition(places, county) -> Edition:
    with owner():
        return make_edition(
            area=places.county, on=today(), by=county.user, scope=scope_of(county.user, on=today())
        )


def test_one_press_on_the_home_page_starts_it(places, county):
    assert 'action="/reports/make/"' in county.text("/")
    answer = county.post("/reports/make/", {"area": places.county.code})
    with owner():
        job = Job.objects.get(kind="reports.edition")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert job.arguments == {"area": "430382", "on": today().isoformat(), "names": False}


def test_a_saved_view_starts_it_by_one_press(places, county):
    told = {"name": "逾期户", "page": "gaps", "query": f"area={places.west.code}"}
    with owner():
        SavedView.objects.create(owner=county.user, changed_at=v.NOON, **told)
    assert f'name="area" value="{places.west.code}"' in county.text("/saved/")


def test_the_list_names_the_editions_of_the_area(edition, county, insider):
    assert edition.mark in county.text("/reports/")
    assert "There is no edition yet." in insider.text("/reports/")
    assert "There is no edition yet." in county.text(f"/reports/?area={edition.area_code}100")


def test_an_edition_says_what_it_said_and_what_has_changed(places, edition, county):
    page = county.text(f"/reports/{edition.pk}/")
    assert "Nothing has been entered since" in page
    assert edition.fingerprint in page
    assert "0 differences" in page
    with owner():
        v.visit(places.homes[1], today(), by=county.user)
    later = county.text(f"/reports/{edition.pk}/")
    assert "Visit entered later" in later
    assert places.homes[1].number in later
    assert "0 differences" in later


def test_each_document_is_a_job(edition, county):
    answer = county.post(f"/reports/{edition.pk}/file/", {"form": "gpkg"})
    with owner():
        job = Job.objects.get(kind="reports.edition_file")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert county.post(f"/reports/{edition.pk}/file/", {"form": "exe"}).status_code == 404


def test_nobody_else_opens_it_or_makes_one(places, edition, insider, by_post):
    planner = by_post("planner", places.county)
    assert insider.get(f"/reports/{edition.pk}/").status_code == 404
    assert insider.post("/reports/make/", {"area": places.county.code}).status_code == 404
    assert planner.get(f"/reports/{edition.pk}/").status_code == 403
    assert planner.post("/reports/make/", {"area": places.county.code}).status_code == 403
    with owner():
        assert not Job.objects.exists()


def test_once_its_states_are_forgotten_an_edition_still_says_what_it_said(edition, county):
    with owner():
        assert states(today(), apply=True) == 0
        assert states(today() + dt.timedelta(days=1), apply=True) == 3
    page = county.text(f"/reports/{edition.pk}/")
    assert edition.fingerprint in page
    assert "Its states are no longer kept" in page
    assert "Known now" not in page
