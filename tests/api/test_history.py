"""What happened to a household, by API."""

import pytest

from geodata.audit.models import AccessEntry
from geodata.people.models import Household
from tests import village as v


@pytest.fixture
def home(places):
    rows = Household.objects.filter(pk=places.homes[0].pk)
    rows.update(head_name="旧名", phones=["10000000001"], address="旧路1号")
    with v.by(v.user("clerk")):
        rows.update(head_name="新名", phones=["10000009999"], address="新路2号")
    return places.homes[0]


def address(home) -> str:
    return f"households/{home.token}/history/"


def test_the_insider_is_told_who_changed_what(home, insider):
    answer = insider.get(address(home)).json()
    moment = next(found for found in answer["results"] if found["who"])
    assert (answer["masked"], moment["who"]) == (False, "例clerk")
    assert {"field": "head_name", "label": "head of household", "before": "旧名", "after": "新名"} in (
        moment["events"][0]["changes"]
    )


def test_the_planner_is_told_masked_values(home, planner):
    answer = planner.get(address(home))
    assert answer.json()["masked"] is True
    text = answer.content.decode()
    assert "旧**" in text
    assert not [word for word in ("旧名", "10000000001", "旧路", "Low income") if word in text]


def test_reading_it_is_on_record_for_a_special_household(home, insider, planner):
    planner.get(address(home))
    insider.get(address(home))
    opened = AccessEntry.objects.filter(action="open_household").order_by("at")
    assert [entry.user for entry in opened] == [planner.user, insider.user], "masked or not"


def test_without_a_change_the_list_is_empty(places, insider):
    assert insider.get(address(places.homes[1])).json()["results"] == []


def test_it_takes_no_parameters(home, insider):
    assert insider.get(f"{address(home)}?on=2026-01-01").status_code == 400
