"""/policies/: a clerk of a department writes a rule by rows, the county puts it in force, everybody reads it."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from geodata.base.periods import today
from geodata.policies.models import Policy, PolicyVersion
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.policies.conftest import policy, question, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
EXAMPLES = [
    {"about": "poor", "expect": "yes", "household": {"size": 1, "care": ["low_income"]}},
    {"expect": "no", "household": {"size": 1}},
    {"expect": "unknown", "household": {"size": 1, "care_on_the_way": ["low_income"]}},
]


@pytest.fixture
def department(places) -> Reader:
    return reader(v.officer("department_officer", places.county))


@pytest.fixture
def told(places) -> dict[str, object]:
    return {
        "code": "coal", "name": "例政策", "level": "county", "field": "income", "subject": "household",
        "department": v.department(places.county).pk, "plain": "For the poor", "benefit": "Coal", "materials": "one\ntwo",
        "rows": 4, "how_joined": "all", "row-1-what": "care:low_income", "examples": json.dumps(EXAMPLES),
    }  # fmt: skip


def written() -> PolicyVersion:
    return PolicyVersion.objects.get()


def test_a_rule_is_written_by_rows_checked_and_put_in_force(department, county, told):
    assert "/policies/coal/?version=1" in department.post("/policies/new-policy/", told)["Location"]
    assert (written().rule, written().materials) == ({"all": [{"care": "low_income"}]}, ["one", "two"])
    page = department.text("/policies/coal/?version=1")
    assert "Check" in page and "Put in force" not in page and "poor" in page
    department.post("/policies/coal/1/move/", {"move": "check", "version": 1})
    county.post("/policies/coal/1/move/", {"move": "put", "version": 1, "day": today().isoformat()})
    assert written().state == "in_force"
    assert "For the poor" in county.text("/policies/coal/")


def test_papers_stand_together_and_the_window_is_a_sentence(department, told):
    department.post("/policies/new-policy/", told | {"opens": "11-01", "closes": "02-29"})
    page = department.text("/policies/coal/?version=1")
    assert "<dd>one · two</dd>" in page and "1 Nov to 29 Feb" in page


def test_a_wrong_row_is_told_beside_it(department, told):
    answer = department.post("/policies/new-policy/", told | {"row-2-what": "age", "row-2-value": "old"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Write such as “&gt;=80”" in page
    assert not Policy.objects.exists()


def test_an_expert_writes_the_tree_and_is_told_the_line_that_is_none(department, told):
    tree = told | {"rule": '{"all": [\n{"age": ">=80"'}
    answer = department.post("/policies/new-policy/?as=tree", tree)
    assert answer.status_code == 422 and "is no JSON" in answer.content.decode()
    department.post(
        "/policies/new-policy/?as=tree", told | {"rule": '{"first": [{"age": ">=80"}, {"size": "=1"}]}'}
    )
    assert list(written().rule) == ["first"]
    assert "nested deeper" in department.text("/policies/coal/1/change/")


def test_a_draft_is_changed_by_its_form(department, told):
    department.post("/policies/new-policy/", told)
    assert 'value="care:low_income" selected' in department.text("/policies/coal/1/change/")
    changed = told | {"row-2-what": "size", "row-2-value": "≥2", "version": 1}
    assert department.post("/policies/coal/1/change/", changed).status_code == 302
    assert written().rule == {"all": [{"care": "low_income"}, {"size": ">=2"}]}
    stale = department.post("/policies/coal/1/change/", changed)
    assert stale.status_code == 422 and "changed by someone else" in stale.content.decode()


def test_an_example_that_does_not_hold_is_named(department, told):
    department.post(
        "/policies/new-policy/", told | {"examples": json.dumps([EXAMPLES[1], *EXAMPLES[1:]][:2] + EXAMPLES)}
    )
    department.post("/policies/coal/1/move/", {"move": "check", "version": 1})
    assert written().state == "checked"
    wrong = [{**EXAMPLES[0], "expect": "no"}, *EXAMPLES]
    department.post("/policies/coal/1/move/", {"move": "reopen", "version": 1})
    department.post("/policies/coal/1/change/", told | {"examples": json.dumps(wrong), "version": 1})
    answer = department.client.post(
        "/policies/coal/1/move/",
        {"move": "check", "version": 2},
        headers={"Accept-Language": "en"},
        follow=True,
    )
    assert "Example 1:" in answer.content.decode()


def test_the_catalogue_is_searched_and_says_when_nothing_is_like_this(county, places):
    assert "There is no policy yet" in county.text("/policies/")
    question("heated")
    version(policy(places, "coal"), {"answer": "heated", "is": False})
    assert "/policies/coal/" in county.text("/policies/?search=COAL&field=income")
    assert "No policy is like this" in county.text("/policies/?search=water")
    assert "“heated”: no" in county.text("/policies/coal/")


def test_a_draft_of_a_department_is_no_page_for_others(places, department, by_post, told):
    department.post("/policies/new-policy/", told)
    village = by_post("village_officer", places.west)
    assert village.get("/policies/coal/").status_code == 404
    assert village.get("/policies/new-policy/").status_code == 403


def test_a_rule_is_tried_from_its_page(department, told):
    department.post("/policies/new-policy/", told)
    department.post("/policies/coal/1/try/", {})
    assert "It is being counted" in department.text("/policies/coal/?version=1")
    with owner():
        trial = written().trials.get()
    assert trial.counts is None


def test_the_leaflet_holds_what_is_in_force_and_nobodys_name(places, county):
    held = version(policy(places, "coal"), {"size": ">=1"})
    version(held.policy, {"size": ">=2"}, state="draft")
    version(policy(places, "heating"), {"size": ">=1"}, state="draft")
    assert "/policies/leaflet.pdf" in county.text("/policies/")
    answer = county.get("/policies/leaflet.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.getvalue())).pages)
    assert "coal" in text and "heating" not in text
    assert places.county.name in text and county.user.name not in text


def case(number: int, expect: str, *facts: dict[str, str]) -> dict[str, str]:
    rows = {
        f"case-{number}-{row}-{part}": value
        for row, fact in enumerate(facts, 1)
        for part, value in fact.items()
    }
    return {f"case-{number}-expect": expect, **rows}


def test_examples_are_written_by_rows_and_come_back(department, told):
    size = {"what": "size", "value": "1"}
    rows = {
        "cases": "3", "case-facts": "3", **case(1, "yes", size, {"what": "care:low_income"}), **case(2, "no", size),
        **case(3, "unknown", size, {"what": "care_on_the_way:low_income"}), "case-1-about": "poor",
    }  # fmt: skip
    wrong = department.post("/policies/new-policy/", told | rows | {"case-2-1-value": "two"})
    assert wrong.status_code == 422 and "Write a number here" in wrong.content.decode()
    department.post("/policies/new-policy/", told | rows)
    assert written().examples == EXAMPLES
    page = department.text("/policies/coal/1/change/")
    assert 'value="care_on_the_way:low_income" selected' in page and 'name="examples"' not in page
    assert 'name="examples"' in department.text("/policies/coal/1/change/?as=tree")


def test_examples_that_rows_cannot_say_stay_as_they_are(department, told):
    larger = [{**EXAMPLES[0], "residents": [{"birth_year": 1940}, {"birth_year": 1942}]}, *EXAMPLES]
    department.post("/policies/new-policy/", told | {"examples": json.dumps(larger)})
    page = department.text("/policies/coal/1/change/")
    assert 'name="examples"' in page and 'name="row-1-what"' in page and 'name="cases"' not in page
