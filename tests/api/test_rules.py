"""Visit rules by API: the county office's matter."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.visits.models import VisitRule


def body_of(**changes: object) -> dict[str, object]:
    usual = {"group": "low_income", "area": "430382100201", "days": 20, "modes": ["door"]}
    return {**usual, "since": today().isoformat(), **changes}


def test_the_county_office_sets_and_lists_rules(county):
    assert county.post("rules/", body_of()).status_code == 201
    rows = [row for row in county.get("rules/").json()["results"] if row["area"]]
    assert [(row["group"], row["days"], row["modes"], row["until"]) for row in rows] == [
        ("low_income", 20, ["door"], None)
    ]


def test_a_rule_is_ended(county):
    county.post("rules/", body_of())
    body = {"group": "low_income", "area": "430382100201", "on": (today() + dt.timedelta(days=2)).isoformat()}
    assert county.post("rules/end/", body).json()["until"] == body["on"]
    assert county.post("rules/end/", {**body, "group": "destitute"}).status_code in (400, 404)


@pytest.mark.parametrize(("field", "value"), [("group", "nobody"), ("days", 0), ("modes", ["phone"]), ("modes", "door"), ("since", "2020-01-01")])  # fmt: skip
def test_a_bad_value_is_told_in_words(county, field, value):
    answer = county.post("rules/", body_of(**{field: value}))
    assert answer.status_code == 400 and answer.json()["errors"][0]["remedy"]


@pytest.mark.parametrize("who", ["insider", "neighbour", "outsider", "contact", "planner"])
def test_nobody_else_sets_any(request, places, who):
    other = request.getfixturevalue(who)
    assert [other.get("rules/").status_code, other.post("rules/", body_of()).status_code] == [403, 403]
    assert not VisitRule.objects.exclude(area=None).exists()


def test_beyond_the_own_county_there_is_nothing(county):
    assert county.post("rules/", body_of(area="430381")).status_code == 404
