"""/needs/settings/ and its API: the county's office sets what needs are about and by when they are settled; nobody else does."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.needs.setting import settings_version
from geodata.needs.settings_models import NeedCategory, NeedRule
from tests.api.conftest import caller
from tests.needs.conftest import People, home, need, people, water
from tests.pages.conftest import Reader, reader

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")
PATH = "/needs/settings/"


@pytest.fixture
def office(people: People) -> Reader:
    return reader(people.county.by)


def seen(**told: object) -> dict[str, object]:
    return {"version": settings_version(), **told}


def test_a_category_is_added_changed_and_ended_and_goes_on(office, water):
    category = {"code": "example", "name": "例类别", "name_en": "Example", "department": "water"}
    assert office.post(PATH, seen(**category)).status_code == 302
    assert "Example" in office.text(PATH)
    office.post(f"{PATH}?code=example", seen(**category | {"code": "another", "name_en": "Changed"}))
    assert "Changed" in office.text(f"{PATH}?code=example")
    office.post(f"{PATH}category/end/", seen(code="example"))
    made = NeedCategory.objects.get(code="example")
    assert (made.name_en, made.department) == ("Changed", water) and made.period.upper is not None
    office.post(f"{PATH}category/end/", seen(code="example", again="yes"))
    made.refresh_from_db()
    assert made.period.upper is None


def test_a_deadline_is_set_and_ended(office, places):
    deadline = {
        "area": places.county.code, "category": "water", "urgency": 1, "level": 1, "amount": 3, "unit": "days",
        "remind": 1, "late": "escalate", "since": today(),
    }  # fmt: skip
    assert office.post(f"{PATH}deadline/", seen(**deadline)).status_code == 302
    rule = NeedRule.objects.get(area=places.county)
    assert (rule.category.code, rule.amount, rule.unit) == ("water", 3, "days")
    assert places.county.name in office.text(PATH)
    office.post(f"{PATH}deadline/end/", seen(rule=rule.pk))
    rule.refresh_from_db()
    assert rule.period.upper == today() + dt.timedelta(days=1)
    wrong = office.post(f"{PATH}deadline/", seen(**deadline | {"level": 3}))
    assert wrong.status_code == 422 and "Nothing goes up from the county" in wrong.content.decode()


def test_on_a_page_of_before_nothing_is_changed(office):
    category = {"code": "example", "name": "例类别", "name_en": "Example"}
    for version in (seen()["version"] - 1, "", "x"):
        answer = office.post(PATH, category | {"version": version})
        assert answer.status_code == 422 and "changed by someone else" in answer.content.decode()
    assert not NeedCategory.objects.filter(code="example").exists()


def test_programs_send_what_they_saw_as_if_match(people):
    ask = caller(people.county.by)
    tag = ask.get("needs/settings/")["ETag"]
    category = {"code": "example", "name": "例类别", "name_en": "Example"}
    assert ask.post("needs/settings/category/", category).status_code == 428
    made = ask.post("needs/settings/category/", category, **{"If-Match": tag})
    assert (made.status_code, made.json()["first"]) == (201, today().isoformat())
    change = category | {"name_en": "Changed"}
    assert ask.post("needs/settings/category/change/", change, **{"If-Match": tag}).status_code == 412
    changed = ask.post("needs/settings/category/change/", change, **{"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["name_en"]) == (200, "Changed")
    ended = ask.post("needs/settings/category/end/", {"code": "example"}, **{"If-Match": changed["ETag"]})
    assert ended.status_code == 200


def test_only_who_sets_rules_opens_it(people):
    for desk in (
        people.contact,
        people.leader,
        people.village,
        people.township,
        people.planner,
        people.auditor,
    ):
        assert reader(desk.by).get(PATH).status_code == 403
        assert caller(desk.by).get("needs/settings/").status_code == 403
