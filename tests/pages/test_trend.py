"""/coverage/trend/: one figure through time, as a line and as a table, and for the areas below."""

import datetime as dt
import re

import pytest

from geodata.base.periods import today
from geodata.coverage.disclosure import month_ends
from geodata.coverage.through_time.keeping import keep_past
from gridmap.pages.coverage.trend import difference
from tests import village as v


def days_told(page: str) -> int:
    return page.split("Day by day")[1].count("<tr>") - 1


def test_it_has_a_row_for_each_week_and_a_link_to_each_area_below(places, county):
    page = county.text(f"/coverage/trend/?area={places.county.code}")
    assert days_told(page) == 53
    assert f'href="/coverage/trend/?area={places.town.code}&amp;' in page


def test_the_coverage_page_leads_to_the_same_figure(places, county):
    page = county.text(f"/coverage/?area={places.west.code}&metric=special_overdue")
    assert re.search(
        rf'href="/coverage/trend/\?area={places.west.code}&amp;[^"]*metric=special_overdue', page
    )


def test_it_says_that_days_are_counted_anew_until_they_are_kept(places, county):
    address = f"/coverage/trend/?area={places.far.code}"
    assert "52 days were counted anew" in county.text(address)
    keep_past(today=today())
    page = county.text(address)
    assert "counted anew" not in page and days_told(page) == 53


def test_a_grid_has_no_row_before_it_was_there(places, county):
    grid = v.area(f"{places.far.code}009", "新网格", day=today() - dt.timedelta(days=15))
    page = county.text(f"/coverage/trend/?area={grid.code}")
    assert days_told(page) == 3


def test_without_details_it_goes_through_the_ends_of_months(places, planner):
    page = planner.text(f"/coverage/trend/?area={places.county.code}")
    assert days_told(page) == 1 + sum(day >= today() - dt.timedelta(weeks=53) for day in month_ends(today()))
    assert "Without permission to see details" in page


@pytest.mark.parametrize(("change", "written"), [(3, "+3"), (-1200, "−1,200"), (0, "0"), (None, "–")])
def test_a_change_is_written_with_its_sign(change, written):
    assert difference(change) == written
