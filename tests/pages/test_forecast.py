"""What is ahead of an area, as a page."""

import datetime as dt
import re

import pytest

from geodata.base.periods import today
from tests import village as v
from tests.pages.test_gaps import tokens


@pytest.fixture
def due(places):
    """A household of the west village that falls due within a week."""
    home = v.household(places.grids[1])
    v.visit(home, today() - dt.timedelta(days=88), by=v.user())
    return home


def test_numbers_open_into_their_lists(places, county, due):
    page = county.text(f"/forecast/?area={places.west.code}")
    links = re.findall(r'<a href="(/gaps/\?area=[^"]+)">([\d,]+)</a>', page)
    assert {re.search(r"gap=(\w+)", address)[1] for address, _number in links} == {
        "unvisited", "due_in_7", "due_in_14", "due_in_30",
    }  # fmt: skip
    for address, number in set(links):
        assert len(tokens(county.text(address.replace("&amp;", "&")))) == int(number)
    assert due.token in county.text(f"/gaps/?area={places.west.code}&gap=due_in_7")


def test_days_are_offered_in_the_readers_language(places, county):
    page = county.text("/forecast/")
    assert re.search(r'<option value="14" ?>14 days', page) and "14天" not in page


def test_areas_lead_to_those_below(places, county):
    page = county.text("/forecast/?days=14")
    assert f'href="/forecast/?area={places.town.code}&amp;days=14"' in page
    assert "What is ahead, by area" in page


def test_the_map_leads_there_for_those_who_see_details(places, county, planner):
    address = f"/forecast/?area={places.west.code}"
    assert address in county.text(f"/coverage/?area={places.west.code}")
    assert address not in planner.text(f"/coverage/?area={places.west.code}")
    assert planner.get(address).status_code == 403


def test_an_area_of_others_is_not_found(places, by_post):
    assert (
        by_post("village_officer", places.east).get(f"/forecast/?area={places.west.code}").status_code == 404
    )


def test_a_village_without_households_says_so(county, places):
    empty = v.area(f"{places.town.code}209", "例空村", shape=v.square(8, 8))
    assert "There are no households to visit here" in county.text(f"/forecast/?area={empty.code}")
