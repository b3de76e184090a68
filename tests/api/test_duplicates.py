"""Households that may be one, by API: in pages, and told apart."""

import pytest

from geodata.people.models import Household
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
LIST = "register/duplicates/"


@pytest.fixture
def three(places) -> list[str]:
    """Tokens of three of one village that sound alike and have one phone: three pairs."""
    west = [home for home in places.homes if home.village_id == places.west.pk][:3]
    west += [v.household(places.grids[0]) for _ in range(3 - len(west))]
    with owner():
        Household.objects.filter(pk__in=[home.pk for home in west]).update(
            head_name="张例明", phones=["13800001111"]
        )
    return [home.token for home in west]


def pairs(who, query: str = "") -> list[set[str]]:
    found = who.get(f"{LIST}{query}").json()["results"]
    return [{one["household"]["token"], one["other"]["token"]} for one in found]


def test_each_pair_is_told_with_why(insider, three):
    found = insider.get(LIST).json()["results"]
    assert len(found) == len(three) * (len(three) - 1) // 2
    assert {tuple(one["reasons"]) for one in found} == {("phone",)}
    assert found[0]["household"]["head_name"] == "张例明" and not found[0]["waits"]


def test_a_page_leads_to_the_next(insider, three):
    first = insider.get(f"{LIST}?limit=1").json()
    rest = insider.get(f"{LIST}?limit=500&after={first['next'].split('after=')[1]}").json()
    assert len(first["results"]) + len(rest["results"]) == len(pairs(insider)) and rest["next"] is None


def test_told_apart_they_are_not_there_and_asked_again_they_are(insider, three):
    before, told = pairs(insider), {"household": three[0], "other": three[1]}
    assert insider.post(f"{LIST}apart/", told).status_code == 200
    assert set(three[:2]) not in pairs(insider) and len(pairs(insider)) == len(before) - 1
    assert insider.post(f"{LIST}apart/", told).status_code == 404
    assert insider.post(f"{LIST}apart/", told | {"apart": False}).json()["apart"] is False
    assert pairs(insider) == before


def test_of_an_area_only_its_own(county, three):
    assert pairs(county, "?area=430382100201") == pairs(county) != []
    assert pairs(county, "?area=430382100202") == []


def test_a_planner_has_no_right_and_a_neighbour_does_not_find_the_village(planner, neighbour, three):
    assert planner.get(LIST).status_code == 403
    assert neighbour.get(f"{LIST}?area=430382100201").status_code == 404
