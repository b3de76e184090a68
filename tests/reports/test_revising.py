"""A revision names each household of which something is known otherwise, and why; figures then and now differ by just those."""

import datetime as dt
import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.people.models import Household
from geodata.people.placing import move
from geodata.reports.finding import recompute
from geodata.reports.making import make_edition
from geodata.reports.revising import Why, revise
from tests import village as v
from tests.reports.chance import enter_something
from tests.roles import owner


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@pytest.fixture
def officer(places):
    return v.officer("county_officer", places.county)


@pytest.fixture
def edition(places, officer):
    scope = scope_of(officer, on=today())
    return make_edition(area=places.county, on=today(), by=officer, scope=scope)


def why(edition) -> dict[int, tuple[Why, ...]]:
    return {each.household_id: each.why for each in revise(edition).households}


def test_nothing_has_changed_at_first(edition):
    revision = revise(edition)
    assert revision.is_empty
    assert {figure.change for figure in revision.figures} == {0}


def test_a_late_visit_is_named_with_its_household(places, officer, edition):
    with owner():
        v.visit(places.homes[1], today() - dt.timedelta(days=2), by=officer)
    assert why(edition) == {places.homes[1].pk: (Why.LATE,)}
    changed = {figure.name: figure.change for figure in revise(edition).figures}
    assert (changed["unvisited"], changed["visited"], changed["households"]) == (-1, 1, 0)


def test_a_visit_that_is_taken_out_is_named(places, officer):
    with owner():
        late = v.visit(places.homes[1], today(), by=officer)
    edition = make_edition(area=places.county, on=today(), by=officer, scope=scope_of(officer, on=today()))
    with owner():
        v.void(late)
    assert why(edition) == {places.homes[1].pk: (Why.CORRECTED,)}


def test_moves_care_and_contacts_are_told_apart(places, edition):
    with owner():
        move(household=places.homes[1], grid=places.grids[0], on=today())
        v.care(places.homes[3])
        v.link(v.member(places.east), places.homes[2])
    found = why(edition)
    assert found[places.homes[1].pk][0] == Why.PLACE
    assert found[places.homes[3].pk] == (Why.REGISTER,)
    assert found[places.homes[2].pk] == (Why.CONTACT,)


@settings(
    max_examples=max(6, settings().max_examples // 20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_whatever_is_entered_later_an_edition_comes_out_as_it_was(places, officer, seed):
    """A year by chance: visits, corrections, moves between grids, care, contacts; many by `--hypothesis-profile=many`."""
    with transaction.atomic():
        _one_history(places, officer, random.Random(seed))
        transaction.set_rollback(True)


def _one_history(places, officer, chance: random.Random) -> None:
    scope, homes = scope_of(officer, on=today()), list(Household.objects.order_by("pk"))
    day = today() - dt.timedelta(days=chance.randrange(0, 366, 7))
    edition = make_edition(area=places.county, on=day, by=officer, scope=scope)
    with owner():
        for _step in range(chance.randrange(1, 12)):
            enter_something(chance, chance.choice(homes[:5]), by=officer)
    again = recompute(edition)
    assert (again.differing, again.figures.fingerprint()) == (0, edition.fingerprint)
    assert again.numbers > 200
    revision = revise(edition)
    assert all(each.why for each in revision.households)
    if any(figure.change for figure in revision.figures):
        assert not revision.is_empty
