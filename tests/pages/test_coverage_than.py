"""The map against an earlier day: each household counts then where it lies now, and nobody is told more than of both days."""

import datetime as dt

import pytest

from geodata.base.periods import DateRange, today
from geodata.coverage.disclosure import days_for
from geodata.people.models import Placement
from geodata.territory.models import Boundary
from tests import village as v
from tests.pages.test_coverage import legend, row, tones
from tests.roles import owner

DIFFERENCES = {"much_less", "less", "same", "more", "much_more", "few", "none"}
WEST, GRID = "430382100201", "430382100201001"


def then() -> dt.date:
    return today() - dt.timedelta(days=60)


@pytest.fixture
def five(places):
    """Ten households more in the first grid of west, five of them met 70 days ago: 60 days ago in time, and now too late."""
    homes = [v.household(places.grids[0], v.middle(0, 0)) for _number in range(10)]
    cadre = v.user()
    v.visits([(home, today() - dt.timedelta(days=400)) for home in homes], by=cadre)
    v.visits([(home, today() - dt.timedelta(days=70)) for home in homes[:5]], by=cadre)
    return homes


def test_areas_are_coloured_by_what_has_changed(five, county):
    page = county.text(f"/coverage/?than={then()}")
    assert set(tones(page).values()) <= DIFFERENCES
    assert {"much_less", "same", "much_more"} <= set(legend(page))
    assert "Each household counts then where it lies now" in page
    assert "Change in points" in page
    assert "Since" in page
    # The slider goes by the figure itself.
    assert 'id="week"' not in page
    assert f"than={then()}" in row(page, GRID)


def test_a_household_counts_then_where_it_lies_now(places, five, county):
    """Moved by a redraw to the second grid, the ten count there on both days, and nothing seems to have happened."""
    since = today() - dt.timedelta(days=5)
    with owner():
        for home in five:
            one = Placement.objects.get(household=home)
            begins = one.period.lower
            one.period = DateRange(begins, since)
            one.save()
            Placement.objects.create(
                household=home, village=places.west, grid=places.grids[1], period=DateRange(since, None)
            )
    page = county.text(f"/coverage/?metric=no_contact&than={today() - dt.timedelta(days=20)}")
    assert tones(page)["430382100201002"] == "same"


def test_without_details_it_is_what_was_told_of_both_days(planner):
    day = days_for(today())[2]
    page = planner.text(f"/coverage/?than={day}")
    assert set(tones(page).values()) <= DIFFERENCES
    assert {len(code) for code in tones(page)} == {12}
    assert "borders have changed" in page
    assert "than=" not in row(planner.text(f"/coverage/?than={then()}"), WEST)


def test_where_borders_moved_nothing_is_compared_without_details(places, planner):
    day = days_for(today())[2]
    since = today() - dt.timedelta(days=1)
    with owner():
        now = Boundary.objects.get(area=places.west)
        former = now.geometry
        now.period = DateRange(since, None)
        now.save()
        Boundary.objects.create(area=places.west, period=DateRange(v.LONG_AGO, since), geometry=former)
    assert tones(planner.text(f"/coverage/?than={day}"))[WEST] == "none"


def test_a_later_day_is_no_earlier_one(county):
    page = county.text(f"/coverage/?on={then()}&than={today()}")
    assert "Choose an earlier day." in page
    assert set(tones(page).values()) & {"same", "much_less"} == set()
