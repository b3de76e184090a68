"""The catalogue of policies by API: written by its department, put in force by the county's office, read by everybody there."""

from typing import Any

import pytest
from django.utils import timezone

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.policies.models import PolicyVersion
from geodata.policies.trial import count_next
from geodata.posts.models import Post
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.policies.conftest import policy, version
from tests.roles import owner

pytestmark = pytest.mark.django_db
EXAMPLES = [
    {"expect": "yes", "household": {"size": 1, "care": ["low_income"]}},
    {"expect": "no", "household": {"size": 1}},
    {"expect": "unknown", "household": {"size": 1, "care_on_the_way": ["low_income"]}},
]
CONTENT: dict[str, Any] = {
    "plain": "例",
    "benefit": "例",
    "rule": {"care": "low_income"},
    "examples": EXAMPLES,
}


@pytest.fixture
def department(places) -> Caller:
    return caller(v.officer("department_officer", places.county))


@pytest.fixture
def body(places) -> dict[str, Any]:
    named = {"code": "coal", "name": "例政策", "level": "county", "field": "income", "subject": "household"}
    return {**named, "department": v.department(places.county).pk, **CONTENT}


def move(who: Caller, name: str, *, seen: int = 1, **more: object) -> tuple[int, Any]:
    answer = who.post("policies/coal/versions/1/moves/", {"move": name, **more}, **{"If-Match": f'"{seen}"'})
    return answer.status_code, answer.json()


def test_a_department_writes_it_and_the_county_puts_it_in_force(department, county, contact, body):
    assert department.post("policies/", body).status_code == 201
    assert contact.get("policies/coal/").status_code == 404
    assert move(department, "check")[1]["state"] == "checked"
    assert move(department, "put", day=today().isoformat())[0] == 403
    status, told = move(county, "put", day=today().isoformat())
    assert (status, told["state"], told["moves"]) == (200, "in_force", ["end"])
    read = contact.get("policies/coal/").json()
    assert (read["state"], read["versions"][0]["first"]) == ("in_force", today().isoformat())


def test_a_rule_is_told_in_words(department, body):
    told = department.post("policies/", body | {"rule": {"not": {"age": ">=80"}}, "code": "old"}).json()
    assert told["rule_in_words"] == "not (age ≥ 80)"


def test_what_is_wrong_with_a_rule_says_where_and_how_to_mend_it(department, body):
    answer = department.post("policies/", body | {"rule": {"all": [{"age": "old"}]}})
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"], bool(fault["remedy"])) == (400, "rule.all[0].age", True)


def test_a_draft_is_changed_on_the_version_that_was_seen(department, body):
    department.post("policies/", body)
    address = "policies/coal/versions/1/"
    assert department.send("put", address, CONTENT).status_code == 428
    changed = department.send("put", address, CONTENT | {"plain": "例二"}, **{"If-Match": '"1"'})
    assert (changed.json()["plain"], changed["ETag"]) == ("例二", '"2"')
    assert department.send("put", address, CONTENT, **{"If-Match": '"1"'}).status_code == 412
    assert move(department, "check")[0] == 412


def test_another_department_neither_sees_nor_changes_a_draft(places, department, body):
    department.post("policies/", body)
    with owner():
        other = caller(v.officer("department_officer", places.county))
        Post.objects.filter(user=other.user).update(department=v.department(places.county, "water"))
    assert other.get("policies/coal/versions/1/").status_code == 404
    assert other.get("policies/").json()["results"] == []


def test_the_list_is_asked_by_department_field_state_and_words(contact, places):
    version(policy(places, "coal"), {"care": "low_income"})
    version(policy(places, "water", department="water"), {"size": ">=1"})
    codes = lambda query: [row["code"] for row in contact.get(f"policies/{query}").json()["results"]]  # noqa: E731
    assert codes("") == ["coal", "water"]
    assert codes("?department=water") == ["water"]
    assert codes("?search=COAL&state=in_force&field=income") == ["coal"]
    assert codes("?state=ended") == []
    assert contact.get("policies/?limit=1").json()["next"].endswith("after=1")


def test_a_trial_is_counted_for_all_and_says_nothing_of_few(department, contact, body, places):
    with owner():
        for _ in range(7):
            v.household(places.grids[0], size=9)
    version(policy(places, "coal"), {"size": ">=99"})
    answer = department.post("policies/coal/versions/", CONTENT | {"rule": {"size": "=9"}})
    assert answer.status_code == 201
    address = "policies/coal/versions/2/trial/"
    assert department.get(address).status_code == 404
    assert department.post(address, {}).json()["tried"] is None
    assert department.post(address, {}).status_code == 409
    with as_web_role():
        show(everything())
        count_next(on=today(), at=timezone.now())
    told = department.get(address).json()
    assert told["tried"]["yes"] == told["changed"]["gained"] == 10
    assert told["changed"]["lost"] is None
    assert contact.get(address).status_code == 403
    with owner():
        assert AccessEntry.objects.filter(action="policy_tried", subject="coal").count() == 1


def test_what_holds_is_not_tried(department, places):
    version(policy(places, "coal"), {"care": "low_income"})
    assert department.post("policies/coal/versions/1/trial/", {}).status_code == 409
    assert PolicyVersion.objects.count() == 1
