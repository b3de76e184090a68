"""Departments and the calendar by API."""

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.calendar.loading import load_year
from tests import village as v
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def body(area, **more):
    return {"area": area.code, "code": "forestry", "name": "例林业局", "since": "2026-01-01"} | more


def test_a_department_is_opened_renamed_ended_and_listed(places, by_post):
    county = by_post("county_officer", places.county)
    made = county.post("/api/v1/departments/", body(places.county))
    assert (made.status_code, made.json()["code"]) == (201, "forestry")
    address = f"/api/v1/departments/{made.json()['id']}"
    assert county.post(f"{address}/rename/", {"name": "例林草局"}).json()["name"] == "例林草局"
    listed = county.get(f"/api/v1/departments/?area={places.county.code}").json()["results"]
    assert [row["name"] for row in listed] == ["例林草局"]
    assert county.post(f"{address}/end/", {"on": today().isoformat()}).json()["until"]
    assert county.get("/api/v1/departments/").json()["results"] == []


def test_another_area_is_not_there(places, by_post):
    town = by_post("township_officer", places.town)
    assert town.get(f"/api/v1/departments/?area={places.county.code}").status_code == 404
    assert town.post("/api/v1/departments/", body(places.town)).status_code == 403
    assert by_post("planner", places.county).get("/api/v1/departments/").status_code == 403


def test_officers_of_before_are_listed_and_get_theirs(places, by_post):
    county, post = by_post("county_officer", places.county), v.officer_of_before(places.county).posts.get()
    listed = county.get("/api/v1/departments/officers/").json()["results"]
    assert [row["post"] for row in listed] == [post.pk]
    told = {"post": post.pk, "department": v.department(places.county).pk}
    wrong = told | {"department": v.department(places.town).pk}
    assert county.post("/api/v1/departments/officers/", wrong).status_code == 404
    assert county.post("/api/v1/departments/officers/", told).json()["department"] == told["department"]
    assert county.post("/api/v1/departments/officers/", told).status_code == 404


def test_the_calendar_of_a_year_is_told(places, by_post):
    with owner():
        load_year(2026, at=timezone.now())
    told = by_post("department_officer", places.county).get("/api/v1/calendar/?year=2026").json()
    assert told["known_until"] == "2026-12-31"
    assert {"day": "2026-02-14", "works": True, "name": "调休上班", "origin": "published"} in told["results"]
