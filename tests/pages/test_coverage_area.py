"""The panel beside the map: why an area is dark, who could help, and what may be done; each by its right."""

import datetime as dt

import pytest

from geodata.base.periods import today
from tests import village as v

GRID = "430382100201001"
PATH = f"/coverage/area/?area={GRID}"


def test_an_office_is_told_why_and_what_to_do(places, county):
    v.member(places.west)
    lacking = v.household(places.grids[0], v.middle(0, 0))
    page = county.text(PATH)
    assert "Why there is no contact" in page
    assert lacking.head_name in page
    assert "room for" in page
    assert f"/proposals/?area={GRID}" in page
    assert f"/gaps/?area={GRID}&amp;gap=unvisited" in page
    assert 'class="pieces"' in page


def test_the_leader_is_named_to_whoever_sees_the_households(places, county, department):
    who = v.officer("small_leader", places.grids[0], name="leader")
    assert f"Leader: {who.name}" in county.text(PATH)
    assert "Leader:" not in department.text(PATH)


def test_who_counts_only_is_told_figures_alone(places, department):
    page = department.text(PATH)
    assert "Why there is no contact" not in page
    assert "/gaps/" not in page
    assert places.homes[0].head_name not in page
    assert 'class="pieces"' not in page


def test_a_planner_is_told_no_figure_of_visits_by_interval(planner):
    page = planner.text(f"{PATH}&metric=special_overdue")
    assert "Special households overdue" not in page
    assert 'class="pieces"' not in page


def test_a_past_day_has_no_causes(county):
    page = county.text(f"{PATH}&on={today() - dt.timedelta(days=30)}")
    assert "Why there is no contact" not in page


def test_areas_of_others_are_not_found(outsider):
    assert outsider.get(PATH).status_code == 404


def test_beside_the_map_it_is_answered_without_its_frame(county):
    part = county.client.get(PATH, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "<h2" in part


@pytest.mark.parametrize("area", ["430382", GRID])
def test_it_asks_a_bounded_number_of_queries(places, county, django_assert_max_num_queries, area):
    for number in range(8):
        v.link(v.member(places.west), v.household(places.grids[number % 3], v.middle(0, 0)))
    county.get(f"/coverage/area/?area={area}")
    with django_assert_max_num_queries(36):
        county.get(f"/coverage/area/?area={area}")


def test_those_that_share_a_border_are_named_and_a_corner_is_none(places, county, outsider):
    page = county.text("/coverage/area/?area=430382100201002")
    assert "Borders on: 第一网格, 第一网格" in page
    assert "Borders on: 例东村" in county.text("/coverage/area/?area=430382100201")
    # Of what lies beyond the reader's areas nothing is said.
    assert "Borders on" not in outsider.text("/coverage/area/?area=430382101201")
