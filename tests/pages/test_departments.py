"""/departments/ and what it says of officers of before."""

import pytest

from geodata.base.periods import today
from geodata.posts.departments import Department
from geodata.posts.models import Post
from tests import village as v
from tests.pages.conftest import reader
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def day() -> str:
    return today().isoformat()


def test_the_county_opens_a_department_and_sees_it(places, county):
    told = {
        "area": places.county.code,
        "code": "forestry",
        "name": "例林业局",
        "name_en": "Forestry",
        "day": day(),
    }
    assert county.post("/departments/", told).status_code == 302
    page = county.text("/departments/")
    assert "Forestry" in page and "forestry" in page


def test_a_refused_department_is_told_beside_the_form(places, county):
    told = {"area": places.county.code, "code": "Not a word", "name": "例", "day": day()}
    answer = county.post("/departments/", told)
    assert answer.status_code == 422
    assert "small letters" in answer.content.decode()


def test_a_township_reads_and_has_no_form(places):
    office = reader(v.officer("township_officer", places.town))
    assert "There are no departments here." in office.text("/departments/")
    assert "Open a department" not in office.text("/departments/")


def test_one_department_tells_its_officers_and_is_renamed_and_ended(places, county):
    who = v.officer("department_officer", places.county)
    address = f"/departments/{who.posts.get().department_id}/"
    assert who.name in county.text(address)
    assert county.post(address, {"name": "例水务局", "name_en": ""}).status_code == 302
    assert "1 officers still hold posts" in county.post(address, {"day": day()}).content.decode()
    assert Department.objects.get(pk=who.posts.get().department_id).name == "例水务局"


def test_officers_of_before_are_told_of_and_get_their_department(places, county):
    post = v.officer_of_before(places.county).posts.get()
    department = v.department(places.county)
    assert "1 department officer has no department yet" in county.text("/departments/")
    assert "No department" in county.text("/posts/")
    told = {"post": post.pk, "department": department.pk}
    assert county.post("/departments/officers/", told).status_code == 302
    assert "Every department officer has a department." in county.text("/departments/officers/")
    assert str(department) in county.text("/posts/")


def test_where_there_is_no_department_the_list_says_so(places, county):
    v.officer_of_before(places.county)
    assert "open one first" in county.text("/departments/officers/")


def test_a_department_officer_is_appointed_to_a_department(places, county):
    department, who = v.department(places.county), v.officer("planner", places.county)
    address = f"/posts/fill/?area={places.county.code}&kind=department_officer"
    told = {"kind": "department_officer", "day": day(), "person": who.pk}
    assert "Choose the department" in county.post(address, told).content.decode()
    assert county.post(address, told | {"department": department.pk}).status_code == 302
    with owner():
        assert Post.objects.get(user=who, kind="department_officer").department == department
    # A department that was chosen for another post is left out.
    told = {
        "kind": "planner",
        "day": day(),
        "person": v.officer("cadre", places.west).pk,
        "department": department.pk,
    }
    assert county.post(address, told).status_code in (302, 422)
