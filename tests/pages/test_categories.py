"""/categories/: the county's office adds, changes and ends care categories; nobody else does."""

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.people.models import CareCategory

pytestmark = pytest.mark.usefixtures("in_english")


def form(**changes: object) -> dict[str, object]:
    usual = {"code": "bereaved_parents", "name": "失独家庭", "name_en": "Bereaved parents", "special": "on"}
    return {**usual, "reverify_days": 183, **changes}


def known() -> CareCategory:
    return CareCategory.objects.get(code="bereaved_parents")


def test_a_category_is_added_last_and_offered_at_once(county, home):
    assert county.post("/categories/", form(notice_days=7)).status_code == 302
    added = known()
    assert (added.special, added.reverify_days, added.notice_days) == (True, 183, 7)
    assert CareCategory.objects.last() == added
    assert "Bereaved parents" in county.text("/categories/") and "Bereaved parents" in county.text(
        f"{home}care/"
    )
    assert AccessEntry.objects.filter(action="categories_changed", subject="bereaved_parents").exists()


def test_it_is_changed_and_its_code_never(county):
    county.post("/categories/", form())
    county.post("/categories/?code=bereaved_parents", form(code="another", name="失独户", special=""))
    changed = known()
    assert (changed.name, changed.special) == ("失独户", False)
    assert not CareCategory.objects.filter(code="another").exists()


def test_it_ends_and_takes_people_in_again(county, home):
    county.post("/categories/", form())
    county.post("/categories/end/", {"code": "bereaved_parents"})
    assert known().ended_on == today()
    assert "Bereaved parents" not in county.text(f"{home}care/")
    county.post("/categories/end/", {"code": "bereaved_parents", "again": "yes"})
    assert known().ended_on is None


def test_a_wrong_value_is_told_beside_its_field(county):
    for wrong, said in (
        ({"code": "Bereaved"}, "lower-case letters"),
        ({"code": "low_income"}, "already a care category with this code"),
        ({"name": ""}, "required"),
        ({"notice_days": 4}, "greater than or equal to 5"),
        ({"reverify_days": 9999}, "less than or equal to 1098"),
    ):
        answer = county.post("/categories/", form(**wrong))
        assert answer.status_code == 422 and said in answer.content.decode(), wrong
    assert county.post("/categories/end/", {"code": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    "who", ["insider", "neighbour", "outsider", "contact", "planner", "auditor", "administrator"]
)
def test_it_is_for_the_county_office_alone(request, who):
    other = request.getfixturevalue(who)
    assert (other.get("/categories/").status_code, other.post("/categories/", form()).status_code) == (
        403,
        403,
    )
    assert other.post("/categories/end/", {"code": "low_income"}).status_code == 403
