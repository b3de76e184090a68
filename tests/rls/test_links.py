"""The web role takes back links of today, and deletes no other."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.base.rls import as_web_role
from geodata.contacts.assigning import set_contacts
from geodata.contacts.batch import Change
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_in_force
from geodata.pairing.undoing import undo
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bare_county):
    return bare_county


def test_a_step_of_today_is_undone_by_the_web_role(places):
    who, helper = v.officer("village_officer", places.west), v.member(places.west)
    with as_web_role():
        scope_in_force(who, on=today())
        applied = set_contacts(changes=[Change(places.homes[0].pk, helper.pk)], by=who, on=today())
        undo(step=applied.step, by=who, on=today(), at=v.NOON)
    assert ContactLink.objects.count() == 0


def test_links_of_former_days_cannot_be_deleted(places):
    who = v.officer("village_officer", places.west)
    v.link(v.member(places.west), places.homes[0], day=today() - dt.timedelta(days=1))
    with as_web_role():
        scope_in_force(who, on=today())
        ContactLink.objects.all().delete()
    assert ContactLink.objects.count() == 1


def test_a_neighbour_sees_no_step(places):
    set_contacts(changes=[Change(places.homes[0].pk, v.member(places.west).pk)], by=None, on=today())
    with as_web_role():
        scope_in_force(v.officer("village_officer", places.east), on=today())
        assert LinkStep.objects.count() == 0
