"""What a list says of each household, to whom."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage import households, states
from geodata.display.lines import describe
from geodata.people import placing
from geodata.people.models import Household
from tests import village as v

OCCUPANCY = Household.Occupancy
pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places():
    world = v.county()
    v.care(world.homes[0])
    v.link(v.member(world.west), world.homes[0])
    v.Household.objects.update(phones=["10012345678"], address="例路一号")
    return world


def lines(places, kind="county_officer", on=None):
    scope = scope_of(v.officer(kind, places.county), on=today())
    day = on or today()
    question = states.Question(states.select(scope=scope, area=places.county, on=day), on=day)
    return describe(households.page(question, "households"), scope=scope, on=day)


def test_lines_keep_the_order_of_the_list(places):
    assert [line.number for line in lines(places)] == [home.number for home in places.homes]


def test_an_office_reads_names_phones_and_categories(places):
    line = lines(places)[0]
    assert (line.head, line.phones, line.special) == (places.homes[0].head_name, ["10012345678"], True)
    assert len(line.categories) == len(line.contacts) == 1


def test_a_planner_reads_none_of_them(places):
    line = lines(places, "planner")[0]
    assert (line.head, line.phones, line.address) == ("例**", ["100****5678"], "")
    assert (line.special, line.categories, line.interval, line.last_met) == (False, [], None, None)


def test_a_past_day_has_the_contacts_of_that_day(places):
    assert lines(places, on=v.LONG_AGO - dt.timedelta(days=1)) == []
    assert lines(places, on=v.LONG_AGO)[0].contacts


def test_a_past_day_has_the_occupancy_of_that_day(places):
    before = today() - dt.timedelta(days=10)
    seasonal = v.household(places.grids[0], occupancy="seasonal")
    placing.occupy(household=seasonal, occupancy="empty", on=before + dt.timedelta(days=1))
    told = [
        [line.occupancy for line in lines(places, on=day) if line.token == seasonal.token]
        for day in (before, today())
    ]
    assert told == [[str(OCCUPANCY.SEASONAL.label)], [str(OCCUPANCY.EMPTY.label)]]


def test_lines_need_a_fixed_number_of_queries(places, django_assert_num_queries):
    for _number in range(10):
        v.care(v.household(places.grids[0]))
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    question = states.Question(states.select(scope=scope, area=places.county, on=today()), on=today())
    outcome = households.page(question, "households")
    with django_assert_num_queries(5):
        describe(outcome, scope=scope, on=today())
