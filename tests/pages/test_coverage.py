"""The coverage page: one answer as a map, a legend and a table, and all of it in the address."""

import datetime as dt
import json
import re

import pytest

from geodata.base.periods import today
from geodata.coverage.disclosure import days_for
from geodata.territory.models import Boundary
from gridmap.maps.layers import box_of
from tests import village as v
from tests.roles import owner


def tones(page: str) -> dict[str, str]:
    """What the map is told: the tone of each area by code."""
    return json.loads(re.search(r'"tones": ({[^}]*})', page)[1])


def row(page: str, code: str) -> str:
    return re.search(rf'<tr data-code="{code}".*?</tr>', page)[0]


def legend(page: str) -> dict[str, int]:
    found = re.findall(r'data-tone="(\w+)">[^<]*</span> <b> ?(?:<a[^>]*>)?(\d+)', page)
    return {tone: int(count) for tone, count in found}


def test_a_county_opens_by_grid_where_the_gap_is(county, planner):
    page = county.text("/coverage/")
    assert {len(code) for code in tones(page)} == {15}
    # Of grids a planner is told less than of villages.
    assert {len(code) for code in tones(planner.text("/coverage/"))} == {12}


def test_a_county_may_be_shown_by_township(county):
    page = county.text("/coverage/?by=township")
    assert set(tones(page)) == {"430382100", "430382101"}
    assert 'data-name="例镇"' in row(page, "430382100")


def test_where_townships_have_no_borders_yet_villages_are_drawn(places, county):
    with owner():
        Boundary.objects.filter(area__level__in=("county", "township", "grid")).delete()
    page = county.text("/coverage/")
    assert {len(code) for code in tones(page)} == {12}
    # The map shows what is drawn, and not the whole country.
    assert box_of(places.county, on=today())[0] == pytest.approx(v.WEST, abs=0.05)
    assert {len(code) for code in tones(county.text("/coverage/?by=township"))} <= {9}


def test_an_area_leads_to_the_level_below_it(county):
    page = county.text("/coverage/?by=township")
    assert "?area=430382100&amp;by=village" in row(page, "430382100")
    page = county.text("/coverage/?area=430382100201")
    assert "area=430382100201001&amp;by=household" in row(page, "430382100201001")


def test_the_trail_leads_back_up_and_keeps_the_filters(county):
    page = county.text("/coverage/?area=430382100201&window=30")
    trail = page[page.index('class="trail"') :]
    assert re.search(r"/coverage/\?area=430382100&amp;metric=unvisited&amp;window=30&amp;on=[-\d]+", trail)


def test_areas_above_the_own_are_named_but_not_linked(insider):
    trail = insider.text("/coverage/").split('class="trail"')[1].split("</nav>")[0]
    assert "例县" in trail
    assert "<a" not in trail


def test_numbers_come_with_their_denominators(county):
    cell = row(county.text("/coverage/?by=township&metric=special_overdue"), "430382100")
    assert re.search(r'gap=special_overdue[^>]*>1</a><span class="of"> / 2</span><span class="share">–', cell)


def test_fewer_than_five_have_a_count_and_no_percentage(county):
    page = county.text("/coverage/?by=township")
    assert 'data-figure="1 / 1" data-share="–"' in row(page, "430382101")
    assert tones(page)["430382101"] == "few"


def test_five_have_a_percentage_and_a_class(county):
    page = county.text("/coverage/?by=township")
    assert 'data-figure="3 / 5" data-share="60.0%"' in row(page, "430382100")
    assert tones(page)["430382100"] == "never"


def test_nothing_to_count_is_no_class(places, county):
    v.area("430382102", "例空乡")
    page = county.text("/coverage/?by=township")
    assert 'data-figure="0 / 0" data-share="–"' in row(page, "430382102")
    assert tones(page)["430382102"] == "none"


def test_the_legend_counts_every_class(county):
    found = legend(county.text("/coverage/?by=township"))
    assert found == {"ok": 0, "due": 0, "overdue": 0, "long": 0, "never": 1, "few": 1, "none": 0}


def test_areas_of_the_same_name_are_told_apart_by_the_area_above(county):
    page = county.text("/coverage/?by=grid")
    assert "<small>例西村</small>" in row(page, "430382100201001")
    assert 'data-above="例东村"' in row(page, "430382100202001")


def test_households_outside_every_grid_have_a_row_that_opens_their_list(county):
    page = county.text("/coverage/?by=grid")
    assert re.search(r"Outside every grid <small>例东村</small>.*area=430382100202&amp;gap=no_grid", page)


def test_what_is_not_on_the_map_is_named_beside_it(county):
    page = county.text("/coverage/")
    assert "1 household without a point" in page
    assert "1 outside every grid" in page


def test_the_breaks_of_the_classes_are_configuration(county, settings):
    settings.MAP_BREAKS = settings.MAP_BREAKS | {"unvisited": (61.0, 70.0, 80.0, 90.0)}
    page = county.text("/coverage/?by=township")
    assert tones(page)["430382100"] == "ok"
    assert "&lt; 61%" in page


def test_a_village_may_be_shown_by_its_households(insider):
    page = insider.text("/coverage/?area=430382100201&by=household")
    assert "gridmap.homes(" in page
    assert legend(page) == {"ok": 1, "due": 0, "overdue": 0, "long": 1, "never": 1, "exempt": 0}


@pytest.mark.parametrize("area", ["430382", "430382100"])
def test_above_the_village_no_household_is_drawn(county, area):
    page = county.text(f"/coverage/?area={area}&by=household")
    assert "gridmap.homes(" not in page
    assert "/api/v1/households/" not in page


def test_who_counts_only_is_shown_no_households_and_no_lists(department):
    page = department.text("/coverage/?area=430382100201&by=household")
    assert "gridmap.homes(" not in page
    assert "/gaps/" not in page


@pytest.mark.parametrize("query", ["", "&category=low_income"])
def test_a_planner_is_shown_no_households_by_status(planner, county, query):
    path = f"/coverage/?area=430382100201&by=household{query}"
    assert "gridmap.homes(" in county.text(path)
    assert "gridmap.homes(" not in planner.text(path)


def test_a_planner_is_offered_only_what_may_be_asked(planner):
    page = planner.text("/coverage/?area=430382100201&by=grid")
    assert 'name="metric"' in page
    for name in ("unvisited", "special_overdue", "never"):
        assert f'<option value="{name}"' not in page
    shown, compared = (re.search(rf'<select name="{name}".*?</select>', page)[0] for name in ("on", "than"))
    days = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', shown)
    assert re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', compared) == days[1:]
    assert days == [day.isoformat() for day in days_for(today())]


@pytest.mark.parametrize("query", ["window=31", "on=2020-01-15"])
def test_a_planner_is_told_what_may_not_be_asked(planner, query):
    assert "Without permission to see details" in planner.text(f"/coverage/?{query}")


@pytest.mark.parametrize("query", ["window=31", "on=2026-06-29"])
def test_the_sentence_is_the_one_of_the_rule_with_its_remedy(planner, query):
    assert "Choose one of: " in planner.text(f"/coverage/?{query}")


def test_a_small_number_has_a_sign_and_a_word_of_why(planner):
    page = planner.text("/coverage/?by=village")
    assert "&lt;5" in page
    assert "is 1 to 4" in page


def test_a_planner_is_shown_how_many_special_households_but_not_which(planner):
    page = planner.text("/coverage/?metric=special_overdue")
    assert "Special households overdue" in page
    assert "gap=special_overdue" not in page


def test_the_table_may_put_the_most_left_to_do_first(county):
    for number in range(4):
        v.household(
            v.Area.objects.get(code="430382101201001"),
            v.middle(3, 0),
            day=today() - dt.timedelta(days=number),
        )
    codes = re.findall(r'<tr data-code="(\d+)"', county.text("/coverage/?by=township&sort=unvisited"))
    assert codes == ["430382101", "430382100"]


def test_a_past_day_is_answered_as_it_was(county):
    day = today() - dt.timedelta(days=30)
    assert f"as of {day:%-d %b %Y}" in county.text(f"/coverage/?on={day}")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("on=2999-01-01", "in the future"),
        ("on=1066-01-01", "after the year 2000"),
        ("on=yesterday", "valid date"),
        ("window=0", "greater than or equal to 1"),
        ("window=367", "less than or equal to 366"),
        ("window=%00", "whole number"),
        ("metric=wealth", "valid choice"),
        ("category=rich", "valid choice"),
        ("area=1%27--", "is not valid"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(county, asked, told):
    page = county.text(f"/coverage/?{asked}")
    assert told in page.lower()
    assert "例镇" in page


def test_any_window_up_to_a_year_may_stand_in_the_address(county):
    assert '<option value="45" selected>45 days</option>' in county.text("/coverage/?window=45")


def test_an_area_that_is_not_there_is_not_found(county):
    assert county.get("/coverage/?area=999999").status_code == 404


def test_a_grid_without_households_says_so(places, county):
    v.area("430382100201003", "空网格")
    page = county.text("/coverage/?area=430382100201003&by=household")
    assert "No households here on this day" in page


@pytest.mark.parametrize(
    "address", ["/coverage/", "/coverage/?by=grid", "/coverage/?area=430382100201&by=household"]
)
def test_the_page_asks_a_fixed_number_of_queries(places, county, django_assert_max_num_queries, address):
    for number in range(12):
        v.link(v.member(places.west), v.household(places.grids[number % 3], v.middle(0, 0)))
    county.get(address)
    with django_assert_max_num_queries(31):
        county.get(address)


def test_visits_and_person_times_open_into_the_ledger(county, department):
    assert "/visits/?area=430382" in county.text("/coverage/")
    assert "/visits/?" not in department.text("/coverage/")


def test_the_page_begins_with_a_sentence_and_the_areas_that_need_it_most(places, county):
    for number in range(5):
        v.household(places.grids[0], v.middle(0, 0), address=f"例路{number}号")
    page = county.text("/coverage/")
    assert re.search(r'class="lead" data-said><b>[^<]*\d+ of \d+ households', page)
    first = page.split('class="foremost"')[1].split("</ol>")[0]
    assert re.findall(r'data-code="(\d{12})"', first)
    assert "&amp;by=" not in first


def test_a_planners_first_areas_are_those_that_the_table_tells(planner):
    page = planner.text("/coverage/?metric=not_visited")
    first = page.partition('class="foremost"')[2].partition("</ol>")[0]
    for code in re.findall(r'data-code="(\d+)"', first):
        assert 'data-share="–"' not in row(page, code)
    # A figure that is told of nothing there ranks nothing.
    assert 'class="foremost"' not in planner.text("/coverage/?metric=special_overdue&category=low_income")


def test_numbers_beside_what_may_be_coloured_by_are_those_of_the_whole_area(county):
    page = county.text("/coverage/?by=township")
    chip = re.search(r"metric=no_contact&amp;[^>]*>[^<]*<b>(\d+)</b>", page)
    assert chip
    assert re.search(rf"tile-unlinked.*?gap=no_contact[^>]*>{chip[1]}</a>", page)
