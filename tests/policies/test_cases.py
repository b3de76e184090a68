"""Examples as rows: what rows can say comes back as it was, and what they cannot say is left to JSON."""

import pytest

from geodata.base.errors import BadInput
from geodata.policies.cases import Case, Fact, cases_of, examples_of, offered
from geodata.policies.seeds import invented

pytestmark = pytest.mark.usefixtures("told_in_english")
EVERYTHING = {
    "about": "例", "expect": "yes",
    "household": {
        "size": 2, "has_phone": True, "has_contact": False, "occupancy": "seasonal", "care": ["low_income"],
        "answers": {"heated": False, "mu": 3, "roof": "tiles"}, "near": {"river": 300},
        "livelihoods": [{"kind": "crop", "scale": 3.5, "unit": "亩"}, {"kind": "trade"}],
        "entitlements": ["low_income_aid:paid"],
    },
    "residents": [{"birth_year": 1940, "care_on_the_way": ["disabled"], "answers": {"works": True}}],
}  # fmt: skip


def test_every_fact_of_a_row_comes_back_as_it_was():
    found = cases_of([EVERYTHING])
    assert found is not None and len(found[0].facts) == 15
    assert examples_of(found) == [EVERYTHING]


def test_every_invented_example_is_such_a_form():
    for policy in invented()["policies"]:
        found = cases_of(policy["examples"])
        assert found is not None and examples_of(found) == policy["examples"], policy["code"]


@pytest.mark.parametrize(
    "example",
    [
        {
            "expect": "yes",
            "household": {"size": 2},
            "residents": [{"birth_year": 1940}, {"birth_year": 1942}],
        },
        {"expect": "yes", "household": {"size": 1}, "residents": [{}]},
        {"expect": "yes", "household": {"entitlements": ["low_income_aid:refused"], "size": True}},
        {"expect": "yes", "household": {}, "facts": {"home": {"village": "430382100201"}}},
        {"household": {"size": 1}},
        "text",
    ],
)
def test_what_rows_cannot_say_is_no_such_form(example):
    assert cases_of([example]) is None


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (Fact("size", value="two"), "number"),
        (Fact("size", "person", value="2"), "about the household"),
        (Fact("care:low_income", value="2"), "empty"),
        (Fact("care:low_income", no=True), "Leave this row out"),
        (Fact("answer:roof:tiles", no=True), "Leave this row out"),
    ],
)
def test_a_wrong_row_is_named(fact, told):
    with pytest.raises(BadInput) as refused:
        examples_of([Case(expect="no"), Case(expect="yes", facts=[Fact(""), fact])])
    assert refused.value.field == "case-2-2" and told in refused.value.remedy


def test_a_case_says_what_is_expected_and_an_empty_one_is_none():
    assert examples_of([Case(facts=[Fact("")])]) == []
    with pytest.raises(BadInput) as refused:
        examples_of([Case(facts=[Fact("size", value="1")])])
    assert refused.value.field == "case-1"


@pytest.mark.django_db
def test_questions_are_offered_by_what_is_answered():
    from tests.policies.conftest import question

    question("heated")
    question("mu", "number")
    assert {"answer:heated", "number:mu"} <= {name for _group, rows in offered() for name, _words in rows}
