"""Rules are set from a day on; the past stays as it was counted."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import today
from geodata.visits.explanation import rhythm_of
from geodata.visits.models import VisitRule
from geodata.visits.rules import Group, end_rule, set_rule
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")
LIVED_IN = Group(occupancy="lived_in")


@pytest.fixture
def places(bare_county):
    return bare_county


def rule(place, days=60, *, later=0, modes=("door",), group=LIVED_IN) -> VisitRule:
    day = today() + dt.timedelta(days=later)
    return set_rule(group=group, area=place, days=days, modes=modes, since_day=day, today=today())


def days_on(home, later: int) -> int:
    return rhythm_of(home, on=today() + dt.timedelta(days=later)).interval


def test_a_rule_holds_from_its_day_on(places):
    rule(places.west, later=3)
    assert [days_on(places.homes[0], later) for later in (0, 2, 3)] == [92, 92, 60]


def test_the_next_rule_ends_the_one_before(places):
    rule(places.west)
    rule(places.west, 30, later=5)
    assert [days_on(places.homes[0], later) for later in (0, 4, 5)] == [60, 60, 30]


def test_a_rule_of_the_same_day_takes_its_place(places):
    rule(places.west)
    rule(places.west, 30, modes=("door", "phone"))
    assert VisitRule.objects.get(area=places.west).modes == ["door", "phone"]
    assert days_on(places.homes[0], 0) == 30


def test_before_a_later_rule_none_is_pushed_in(places):
    rule(places.west, later=5)
    with pytest.raises(Conflict):
        rule(places.west)


def test_groups_are_named_by_their_codes(places):
    v.care(places.homes[0])
    rule(places.west, 10, group=Group.named("low_income"))
    assert days_on(places.homes[0], 0) == 10
    assert Group.named("nobody") is None


@pytest.mark.parametrize(("wrong", "field"), [({"later": -1}, "since"), ({"days": 0}, "days"), ({"days": 367}, "days"), ({"modes": ("phone",)}, "modes"), ({"modes": ("door", "dove")}, "modes")])  # fmt: skip
def test_what_is_wrong_is_told_with_its_field(places, wrong, field):
    with pytest.raises(BadInput) as told:
        rule(places.west, **wrong)
    assert told.value.field == field and told.value.remedy


def test_an_ended_rule_gives_way_to_the_one_above(places):
    made = rule(places.west)
    end_rule(rule=made, on=today() + dt.timedelta(days=2), today=today())
    assert [days_on(places.homes[0], later) for later in (1, 2)] == [60, 92]
    with pytest.raises(Conflict):
        end_rule(rule=made, on=today() + dt.timedelta(days=2), today=today())
    with pytest.raises(BadInput):
        end_rule(rule=made, on=today(), today=today())
