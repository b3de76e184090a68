"""/projects/: proposed by a form, moved by presses, joined with needs, and on the pages of the households concerned."""

import pytest

from geodata.audit.models import AccessEntry
from geodata.needs import moving as needs
from geodata.projects.models import LivelihoodProject
from gridmap.maps.layers import map_of_place
from gridmap.pages.projects.forms import JoinForm, positions_of, shape_of
from tests import village as v
from tests.needs.conftest import home, need, people, water
from tests.pages.conftest import reader
from tests.projects.conftest import joins, plan, proposed
from tests.roles import owner

__all__ = ("home", "need", "people", "water")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def typed(places, **more: object) -> dict[str, object]:
    said = plan(places)
    return {
        "title": said.title, "category": "water", "area": places.west.code, "reach": 200,
        "begin_on": said.begin_on.isoformat(), "due_on": said.due_on.isoformat(),
    } | more  # fmt: skip


def test_a_project_is_proposed_changed_and_listed(people, places):
    who, (x, y) = reader(people.township.by), v.middle(0, 0).coords
    assert "/projects/new/" in who.text("/projects/")
    answer = who.post("/projects/new/", typed(places, place=f"{x}, {y}"))
    made = LivelihoodProject.objects.get()
    assert (answer.status_code, answer["Location"], made.geometry.geom_type) == (
        302,
        f"/projects/{made.key}/",
        "Point",
    )
    changed = typed(places, budget=90_000, version=1)
    assert who.post(f"/projects/{made.key}/change/", changed).status_code == 302
    assert who.post(f"/projects/{made.key}/change/", changed).status_code == 422
    assert "90,000" in who.text("/projects/?state=proposed&category=water")
    assert "No projects here" in who.text("/projects/?late=1")


def test_the_list_is_taken_away_as_its_page_shows_it_on_record(people, places):
    proposed(people.township, places, title="例路", category="roads")
    proposed(people.township, places, budget=90_000)
    who = reader(people.township.by)
    assert "/projects/export.csv?category=water" in who.text("/projects/?category=water")
    text = b"".join(who.get("/projects/export.csv?category=water").streaming_content).decode()
    assert "例饮水工程" in text and "90000" in text and "例路" not in text
    assert b"".join(who.get("/projects/export.xlsx").streaming_content)[:2] == b"PK"
    with owner():
        told = [entry.details for entry in AccessEntry.objects.filter(action="export")]
    assert sorted((one["list"], one["rows"], one["format"]) for one in told) == [
        ("projects", 1, "csv"),
        ("projects", 2, "xlsx"),
    ]
    for other in (people.contact, people.planner, people.water):
        assert reader(other.by).get("/projects/export.csv").status_code == 403


def test_its_place_is_drawn(people, places):
    project = proposed(people.township, places, geometry=v.middle(0, 0))
    page = reader(people.township.by).text(f"/projects/{project.key}/")
    assert "leaflet.js" in page and "leaflet.css" in page and 'id="words"' in page


def test_needs_of_its_own_kind_are_offered_first(people, places, need, home):
    road = people.contact.records(home, category="roads")
    for one in (need, road):
        people.village.does(needs.accept, one)
    form = JoinForm(proposed(people.township, places, category="roads"), scope=people.township.scope)
    assert [number for number, _name in form.fields["needs"].choices] == [road.number, need.number]


def test_it_is_moved_with_its_needs_by_presses(people, places, need):
    people.village.does(needs.accept, need)
    project, who = proposed(people.township, places), reader(people.township.by)
    page = f"/projects/{project.key}/"
    assert need.number in who.text(page)
    assert who.post(f"{page}needs/", {"needs": [need.number]}).status_code == 302
    for version, move in enumerate(("approve", "build", "report"), start=1):
        told = {"move": move, f"{move}-version": version, f"{move}-percent": 40}
        assert who.post(f"{page}move/", told).status_code == 302
    assert "40%" in who.text(page)
    assert who.post(f"{page}move/", {"move": "accept", "accept-version": 1}).status_code == 422
    assert who.post(f"{page}move/", {"move": "accept", "accept-version": 4}).status_code == 302
    assert who.post(f"{page}move/", {"move": "tell", "tell-version": 5}).status_code == 422
    assert who.post(f"{page}move/", {"move": "war"}).status_code == 404


def test_a_need_is_taken_out_and_what_is_no_need_is_refused(people, places, need):
    people.village.does(needs.accept, need)
    project, who = proposed(people.township, places), reader(people.township.by)
    joins(people.township, project, need)
    path = f"/projects/{project.key}/needs/"
    assert who.post(path, {"out": need.number}).status_code == 302
    assert who.post(path, {"out": need.number}).status_code == 422
    assert who.post(path, {"needs": ["moon"]}).status_code == 422


def test_who_looks_after_a_household_concerned_sees_it_there(people, places, need, home):
    people.village.does(needs.accept, need)
    project = proposed(people.township, places)
    joins(people.township, project, need)
    assert f"/projects/{project.key}/" in reader(people.contact.by).text(f"/households/{home.token}/")


def test_a_department_sees_how_many_needs_and_not_which(people, places, need):
    people.village.does(needs.accept, need)
    project = proposed(people.township, places, department="water")
    joins(people.township, project, need)
    page = reader(people.water.by).text(f"/projects/{project.key}/")
    assert "1 need is joined" in page
    assert need.number not in page


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("112.5, 27.9", "Point"),
        ("112.5 27.9\n112.6 27.9", "LineString"),
        ("112.5,27.9\n112.6,27.9\n112.6,28\n112.5,27.9", "Polygon"),
    ],
)
def test_positions_are_a_point_a_line_or_an_area(text, kind):
    shape = shape_of(text)
    assert shape is not None and shape.geom_type == kind
    assert map_of_place(shape).html
    assert shape_of(positions_of(shape)) == shape
