"""Livelihood projects by API: proposed, moved on the version that was seen, joined with needs, and told of as GeoJSON."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.needs import moving as needs
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.needs.conftest import home, need, people, water

__all__ = ["home", "need", "people", "water"]
pytestmark = pytest.mark.django_db


def plan(area: str, **said: object) -> dict[str, object]:
    return {
        "title": "例饮水工程", "category": "water", "area": area, "begin_on": (today() - dt.timedelta(days=9)).isoformat(),
        "due_on": today().isoformat(), **said,
    }  # fmt: skip


def moved(who: Caller, project: dict[str, object], move: str, **said: object) -> dict[str, object]:
    tag = f'"{project["properties"]["version"]}"'  # type: ignore[index]
    told = who.post(f"projects/{project['id']}/moves/", {"move": move, **said}, **{"If-Match": tag})
    assert told.status_code == 200, told.content
    return told.json()


@pytest.fixture
def office(people) -> Caller:
    return caller(people.township.by)


@pytest.fixture
def project(office, places, people) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [*v.middle(0, 0).coords]}
    made = office.post("projects/", plan(places.west.code, geometry=point, reach=5, department="water"))
    assert made.status_code == 201, made.content
    assert made["ETag"] == '"1"'
    return made.json()


def test_a_project_is_told_as_geojson_and_households_as_a_number(office, project, people):
    (found,) = office.get(
        f"projects/?state=proposed&category=water&area={project['properties']['area']}"
    ).json()["features"]
    assert (found["geometry"]["type"], found["properties"]["households"] > 0) == ("Point", True)
    assert office.get("projects/?late=true").json()["features"] == []
    seen = caller(people.water.by).get("projects/").json()["features"]
    assert [one["id"] for one in seen] == [project["id"]]
    assert caller(people.planner.by).get("projects/").status_code == 403
    assert caller(people.neighbour.by).get(f"projects/{project['id']}/").status_code == 404


def test_accepted_it_finishes_its_needs_and_told_once_they_were_asked(office, project, people, need):
    people.village.does(needs.accept, need)
    joined = office.post(f"projects/{project['id']}/needs/", {"needs": [need.number]}).json()
    assert joined["properties"]["joined"] == [{"number": need.number, "state": "accepted"}]
    for move in ("approve", "build", "accept"):
        joined = moved(office, joined, move)
    assert joined["properties"]["joined"] == [{"number": need.number, "state": "done"}]
    early = office.post(
        f"projects/{project['id']}/moves/",
        {"move": "tell"},
        **{"If-Match": f'"{joined["properties"]["version"]}"'},
    )
    assert early.status_code == 409
    need.refresh_from_db()
    people.contact.does(needs.follow_up, need, answer="satisfied")
    assert moved(office, joined, "tell")["properties"]["state"] == "told"


def test_a_plan_is_changed_on_the_version_that_was_seen(office, project, places):
    path, new = f"projects/{project['id']}/", plan(places.west.code, budget=5000, money="county")
    assert office.send("put", path, new).status_code == 428
    assert office.send("put", path, new, **{"If-Match": '"9"'}).status_code == 412
    told = office.send("put", path, new, **{"If-Match": '"1"'}).json()
    assert (told["properties"]["budget"], told["geometry"]) == (5000, None)


def test_needs_are_taken_out_and_households_listed(office, project, people, need, home):
    people.village.does(needs.accept, need)
    path = f"projects/{project['id']}/needs/"
    office.post(path, {"needs": [need.number]})
    assert office.post(path, {"needs": [need.number], "take_out": True}).json()["properties"]["joined"] == []
    told = office.post(f"projects/{project['id']}/households/", {"households": [home.token]}).json()
    assert told["added"] in (0, 1)


def test_pages_follow_each_other(office, places):
    for _each in range(3):
        office.post("projects/", plan(places.west.code))
    first = office.get("projects/?limit=2").json()
    assert len(first["features"]) == 2
    assert len(office.get(first["next"]).json()["features"]) == 1


def test_what_is_no_area_is_not_found(office):
    assert office.get("projects/?area=999999").status_code == 404
