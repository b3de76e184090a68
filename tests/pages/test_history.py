"""The borders of a village through time, as a page."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.people.placing import move
from geodata.territory.models import Boundary
from tests import village as v
from tests.pages.planning import drafted, split_west, step
from tests.territory.test_passing import redraw

WEST = "/areas/430382100201/history/"


@pytest.fixture
def redrawn(places):
    """The second grid of west took all of the village half a year ago, with the household of the first."""
    day = today() - dt.timedelta(days=180)
    redraw(places.grids[1], v.square(0, 0, wide=2), day=day)
    gone = Boundary.objects.get(area=places.grids[0])
    gone.period = gone.period.__class__(v.LONG_AGO, day)
    gone.save()
    move(household=places.homes[0], grid=places.grids[1], on=day)
    return day


def test_each_drawing_stands_with_what_it_changed(redrawn, insider):
    page = insider.text(WEST)
    assert page.count("<figure") == 2
    assert f"From {redrawn:%-d %b %Y}" in page
    assert "Ended: 第一网格" in page
    assert "Redrawn: 第二网格" in page
    assert "第一网格 → 第二网格 · 1" in page


def test_an_earlier_day_ends_with_its_own_borders(redrawn, insider):
    assert insider.text(f"{WEST}?on={redrawn - dt.timedelta(days=1)}").count("<figure") == 1


def test_a_village_without_grids_says_so(places, by_post):
    place = v.area("430382100203", "例新村")
    page = by_post("village_officer", place).text("/areas/430382100203/history/")
    assert "No grid borders are on record" in page


def test_who_sees_the_county_or_the_village_sees_its_borders(insider, county, planner, department):
    for reader in (insider, county, planner, department):
        assert reader.get(WEST).status_code == 200


def test_for_a_contact_member_there_is_no_such_page(contact):
    assert contact.get(WEST).status_code == 404


def test_nobody_is_asked_to_sign_in(nobody):
    assert nobody.get(WEST)["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "address",
    [
        "/areas/430382/history/",
        "/areas/99/history/",
        f"{WEST}?on=x",
        f"{WEST}?on=2024-13-01",
        f"{WEST}?on=2999-01-01",
    ],
)
def test_what_is_no_village_or_no_day_is_unknown(county, address):
    assert county.get(address).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(redrawn, insider, django_assert_max_num_queries):
    insider.get(WEST)
    with django_assert_max_num_queries(19):  # one of them counts the request
        insider.get(WEST)


def test_who_moved_the_borders_and_why_is_told(places, insider, neighbour, planner, county):
    plan = split_west(planner, drafted(planner, places.west, name="例分网格", reason="例：户数太多"))
    step(planner, plan, "submit")
    step(county, plan, "approve")
    step(county, plan, "publish")
    page = insider.text(WEST)
    assert "例分网格" in page
    assert "例：户数太多" in page
    assert f"drawn by {planner.user.name}, approved by {county.user.name}" in page
    assert "例分网格" not in neighbour.text("/areas/430382100202/history/")
