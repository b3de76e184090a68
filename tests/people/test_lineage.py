"""Where households come from, and the tokens that go on meaning them after a merger."""

import pytest
from django.db import IntegrityError, transaction

from geodata.base.errors import NotFound
from geodata.people.access import find_household
from geodata.people.models import HouseholdLineage, TokenAlias, new_token
from tests import village as v

pytestmark = pytest.mark.django_db
K = HouseholdLineage.Kind


@pytest.fixture
def homes(bare_county):
    """Two of one village."""
    return bare_county.homes[:2]


def comes(source, household, kind=K.MERGED):
    with transaction.atomic():
        return HouseholdLineage.objects.create(source=source, household=household, kind=kind, on=v.TODAY)


def alias(token, household):
    with transaction.atomic():
        return TokenAlias.objects.create(token=token, household=household)


def test_who_was_merged_takes_nobody_in(homes):
    one, other = homes
    comes(one, other)
    with pytest.raises(IntegrityError, match="merged_takes_nobody_in"):
        comes(other, one)


def test_mergers_go_round_in_no_circle(homes, bare_county):
    ring = [*homes, v.household(bare_county.grids[0])]
    comes(ring[0], ring[1]), comes(ring[1], ring[2])
    with pytest.raises(IntegrityError, match="merged_takes_nobody_in"):
        comes(ring[2], ring[0])


def test_who_was_split_off_may_be_merged_again(homes):
    one, other = homes
    comes(one, other, K.SPLIT)
    comes(other, one)
    assert [line.source for line in one.ancestry.all()] == [other]


def test_lineage_stays_in_a_village(bare_county):
    near, far = bare_county.homes[0], bare_county.homes[3]
    with pytest.raises(IntegrityError, match="comes_from_its_village"):
        comes(far, near)


def test_a_former_token_means_the_household_that_goes_on(homes):
    other = homes[1]
    former = new_token()
    alias(former, other)
    scope = v.every_right(other)
    assert find_household(former, scope=scope) == find_household(other.token, scope=scope) == other


def test_a_former_token_tells_a_neighbour_nothing(bare_county):
    former = new_token()
    alias(former, bare_county.homes[0])
    with pytest.raises(NotFound):
        find_household(former, scope=v.every_right(bare_county.homes[3]))


def test_no_household_gets_the_former_token_of_another(homes):
    one, other = homes
    former = new_token()
    alias(former, other)
    one.token = former
    with pytest.raises(IntegrityError, match="another household"):
        one.save()


def test_the_token_of_a_household_is_no_alias(homes):
    one, other = homes
    with pytest.raises(IntegrityError, match="another household"):
        alias(one.token, other)
