"""What Today says of entitlements at one's own households: how many policies are to be told, and none by its name."""

import pytest

from geodata.base.periods import today
from geodata.display.today import tasks_of
from geodata.entitlements.models import Entitlement
from tests.entitlements.conftest import match

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


def test_what_is_confirmed_is_to_be_told_until_it_is(people, places, coal):
    match(places)
    home = places.homes[0]
    assert tasks_of([home], on=today()) == {}
    people.leader.moves(Entitlement.objects.get(household=home), "confirm")
    assert tasks_of([home], on=today())[home.pk] == ["Tell of 1 policy."]
    people.contact.moves(Entitlement.objects.get(household=home), "inform")
    assert tasks_of([home], on=today()) == {}
