"""What a proposal comes to in each village."""

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.pairing.models import PairingLine
from geodata.pairing.prices import Way, prices, ways_in
from geodata.pairing.proposals import stage, take
from tests import village as v


@pytest.fixture
def officer(places):
    """Of the county, in whose west a member has room."""
    v.member(places.west, point=v.middle(1, 0))
    return v.officer("county_officer", places.county)


def staged(places, area, officer):
    return stage(area=area, by=officer, on=today(), at=v.NOON)


def test_the_newest_proposal_with_open_lines_is_the_price_of_a_village(places, officer):
    scope = scope_of(officer, on=today())
    staged(places, places.west, officer)
    newest = staged(places, places.county, officer)
    price = prices(scope=scope)[places.west.pk]
    assert price.pairing == newest.pk
    lines = newest.lines.filter(village=places.west, member__isnull=False)
    assert price.open == lines.count() == price.newly + price.changed
    take(pairing=newest, by=officer, on=today(), at=v.NOON)
    assert prices(scope=scope)[places.west.pk].pairing != newest.pk


def test_nobody_has_the_price_of_villages_that_are_not_his(places, officer):
    staged(places, places.west, officer)
    other = v.officer("village_officer", places.east)
    assert prices(scope=scope_of(other, on=today())) == {}


def test_metres_that_are_saved_are_those_of_who_has_a_contact_before_and_after(places, officer):
    made = staged(places, places.west, officer)
    PairingLine.objects.filter(pairing=made).update(metres=100, former_metres=None)
    line = made.lines.filter(member__isnull=False).first()
    PairingLine.objects.filter(pk=line.pk).update(former_metres=350)
    assert prices(scope=scope_of(officer, on=today()), pairing=made)[places.west.pk].saved_m == 250


def test_ways_are_not_shown_to_who_may_not_see_the_households(places, officer):
    made = staged(places, places.west, officer)
    assert ways_in(pairing=made, village=places.west.pk, scope=scope_of(officer, on=today()))
    other = v.officer("village_officer", places.east)
    assert ways_in(pairing=made, village=places.west.pk, scope=scope_of(other, on=today())) == []


@pytest.mark.parametrize(("now", "then", "change"), [(1000, 890, -11), (1000, 1000, 0), (100, 110, 10)])
def test_the_change_of_all_ways_is_in_percent(now, then, change):
    assert Way(3, now, then).change == change
