"""A rule as rows of a form gives back the same rule; what is nested deeper is left to the tree."""

import pytest

from geodata.base.errors import BadInput
from geodata.base.filters.tree import read
from geodata.people.models import CareCategory
from geodata.policies.models import DoorQuestion
from geodata.policies.rows import Row, offered, rows_of, rule_of
from geodata.policies.seeds import invented
from tests.policies.conftest import policy, question
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english", "defaults")]


@pytest.fixture
def asked():
    question("heated")
    question("pigs", "number")
    question("roof", "choice", choices=[{"code": "tile", "name": "瓦"}])


@pytest.mark.parametrize(
    "rule",
    [
        {"all": [{"care": "low_income"}]},
        {"any": [{"age": ">=80"}, {"not": {"occupancy": "empty"}}]},
        {
            "all": [
                {"any": [{"answer": "heated", "is": False}, {"answer": "pigs", "is": ">=3"}]},
                {"size": "1..3"},
            ]
        },
        {"any": [{"answer": "roof", "is": "tile"}, {"livelihood": "crop", "scale": ">=10", "unit": "亩"}]},
        {
            "all": [
                {"distance": "<=500", "to": "river"},
                {"has_phone": False},
                {"lives_alone": True},
                {"not": {"entitlement": "coal"}},
            ]
        },
        {"all": [{"village": "430382100"}, {"livelihood": "trade"}, {"area_kind": "village"}]},
    ],
)
def test_rows_give_the_same_rule_again(asked, rule):
    how, rows = rows_of(rule)
    assert rule_of(how, rows) == rule


def test_several_of_a_kind_are_a_group_of_which_one_is_enough(asked):
    how, rows = rows_of({"care": ["low_income", "destitute"]})
    assert rule_of(how, rows) == {"all": [{"any": [{"care": "low_income"}, {"care": "destitute"}]}]}


@pytest.mark.parametrize(
    "rule",
    [
        {"first": [{"age": ">=80"}, {"size": "=1"}]},
        {"all": [{"any": [{"all": [{"age": ">=80"}, {"size": "=1"}]}]}]},
        {"not": {"all": [{"age": ">=80"}]}},
        {"distance": "<=500", "to": [111.9, 27.7]},
        {"entitlement": "coal", "state": ["paid"]},
        {"any": [{"all": [{"care": ["low_income", "destitute"]}, {"size": "=1"}]}]},
    ],
)
def test_what_is_nested_deeper_is_no_form(asked, rule):
    assert rows_of(rule) is None


def test_what_people_type_is_read(asked):
    rule = rule_of("all", [Row("age", value="≥ 80"), Row("size", value="2"), Row("answer:heated", no=True)])
    assert rule == {"all": [{"age": ">=80"}, {"size": "=2"}, {"answer": "heated", "is": False}]}


WRONG = {
    "nothing": [],
    "no leaf": [Row("mood:good")],
    "no value": [Row("age")],
    "a value too many": [Row("care:low_income", value="3")],
    "no question": [Row("answer:mood")],
    "no metres": [Row("distance:river")],
    "no number": [Row("answer:pigs")],
    "a value of yes or no": [Row("answer:heated", value="3")],
}


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_named_with_its_remedy(asked, rows):
    with pytest.raises(BadInput) as refused:
        rule_of("all", rows)
    assert (refused.value.field, bool(refused.value.remedy)) == ("row-1", True)


def test_what_is_offered_is_what_rules_can_ask(asked, places):
    policy(places, "coal")
    names = {name for _group, choices in offered("household") for name, _words in choices}
    assert {
        "age",
        "care:low_income",
        "answer:heated",
        "answer:roof:tile",
        "occupancy:empty",
        "entitlement:coal",
    } <= names
    assert {"lives_alone", "has_phone", "has_point", "has_contact", "distance:river"} <= names
    for name in names - {"age", "size", "village", "answer:pigs"}:
        read(rule_of("all", [Row(name, value="<=500" if name.startswith("distance") else "")]))


def test_most_of_the_invented_rules_fit_the_form():
    with owner():
        for one in invented()["questions"]:
            DoorQuestion.objects.create(**one, period="[,)")
    rules = [one["rule"] for one in invented()["policies"]]
    assert CareCategory.objects.exists()
    assert sum(rows_of(rule) is not None for rule in rules) >= 44
