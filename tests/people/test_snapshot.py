"""Homes, borders and villages as arrays, in so many queries whatever their number."""

import numpy as np
import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from geodata.base.periods import today
from geodata.contacts.models import ContactLink
from geodata.geometry.topology import NOWHERE
from geodata.people.models import Household
from geodata.people.snapshot import borders_of, homes
from geodata.plans.snapshot import snapshots
from tests import village
from tests.roles import owner
from tests.village import County

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("defaults")]


@pytest.fixture
def county() -> County:
    return village.county()


def test_homes_are_one_query_in_the_order_of_the_rows(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = Household.objects.order_by("-pk")
    with django_assert_num_queries(1):
        arrays = homes(rows, "number")
    assert arrays.ids.tolist() == [home.pk for home in reversed(county.homes)]
    assert arrays.more["number"] == [home.number for home in reversed(county.homes)]
    assert arrays.degrees[0].tolist() == pytest.approx(list(county.homes[-1].point.coords))


def test_without_a_point_there_are_no_degrees_and_without_a_grid_it_is_nowhere(county: County) -> None:
    with owner():
        Household.objects.filter(pk=county.homes[0].pk).update(
            point=None, point_quality="", point_since=None, point_datum="", grid=None
        )
    arrays = homes(Household.objects.order_by("pk"))
    assert np.isnan(arrays.degrees[0]).all()
    assert arrays.grid[0] == NOWHERE
    assert arrays.among(county.grids).tolist() == [NOWHERE, *arrays.among(county.grids)[1:]]


def test_a_village_has_its_own_homes(county: County) -> None:
    found = homes(Household.objects.order_by("pk")).in_village(county.west.pk)
    assert found.ids.tolist() == [home.pk for home in county.homes if home.village_id == county.west.pk]


def test_the_homes_of_members_are_read_from_links(county: County) -> None:
    village.link(village.member(county.west, point=village.middle(1, 0)), county.homes[0])
    arrays = homes(ContactLink.objects.all(), key="household_id", grid="", point="member__point")
    assert arrays.ids.tolist() == [county.homes[0].pk]
    assert arrays.degrees[0].tolist() == pytest.approx(list(village.middle(1, 0).coords))


def test_no_rows_make_empty_arrays() -> None:
    arrays = homes(Household.objects.none(), "size")
    assert (len(arrays), arrays.degrees.shape, arrays.more["size"]) == (0, (0, 2), [])


def test_borders_of_many_areas_are_one_query(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = borders_of([*county.grids, county.west], on=today())
    assert set(found) == {area.pk for area in (*county.grids, county.west)}


@pytest.mark.parametrize(("people", "queries"), [(True, 6), (False, 2)])
def test_villages_of_a_plan_take_as_many_queries_as_one(
    county: County, people: bool, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for villages in ([county.west.pk], [county.west.pk, county.east.pk]):
        with django_assert_num_queries(queries):
            found = snapshots(villages, on=today(), people=people)
        assert [snapshot.area.pk for snapshot in found] == villages
