"""Who could look after one more household?"""

import datetime as dt

import pytest

from geodata.contacts.members import able_members
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bare_county):
    return bare_county


def test_those_with_most_room_come_first(places):
    full, half, idle = (v.member(places.west, capacity=capacity) for capacity in (1, 2, 20))
    v.link(full, places.homes[0])
    v.link(half, places.homes[1])
    able = able_members(village=places.west, on=v.TODAY)
    assert [(member.pk, member.load) for member in able] == [(idle.pk, 0), (half.pk, 1), (full.pk, 1)]


def test_a_load_is_of_the_day(places):
    member = v.member(places.west)
    v.link(member, places.homes[0], day=v.TODAY + dt.timedelta(days=1))
    assert able_members(village=places.west, on=v.TODAY).get().load == 0


def test_the_ill_and_those_of_other_villages_are_not_offered(places):
    v.member(places.west, ability="ill")
    v.member(places.east)
    assert not able_members(village=places.west, on=v.TODAY).exists()
