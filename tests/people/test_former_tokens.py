"""Whoever looks a household up by a token of one that is no more is on the record of access."""

import pytest

from geodata.audit.models import AccessEntry
from geodata.audit.record import appended
from geodata.base.errors import NotFound
from geodata.people.access import find_household, looked_up
from geodata.people.models import Household, TokenAlias
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    with owner():
        TokenAlias.objects.create(token="former", household=places.homes[0])
    return places.homes[0]


def lookups() -> list[tuple[str, dict[str, str]]]:
    with owner():
        return list(AccessEntry.objects.filter(action="former_token").values_list("subject", "details"))


def test_a_former_token_finds_the_household_and_is_on_record(home):
    assert find_household("former", scope=v.every_right(home)) == home
    assert lookups() == [(home.token, {"former": "former"})]


def test_its_own_token_leaves_nothing(home):
    find_household(home.token, scope=v.every_right(home))
    assert lookups() == []


def test_a_neighbour_finds_nothing_and_nothing_is_on_record(home, places):
    with pytest.raises(NotFound):
        find_household("former", scope=v.every_right(places.homes[3]))
    assert looked_up("nobody", among=Household.objects.all()) is None
    assert lookups() == []


def test_a_lookup_does_not_stand_for_what_is_changed(home):
    """A door leaves its entry where the verb has left none: a lookup is none of a change."""
    before = appended.get()
    find_household("former", scope=v.every_right(home))
    assert appended.get() == before
