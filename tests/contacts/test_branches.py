"""Branches and their areas: one grid branch a grid and day, from a day on, and grids that have none."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.periods import since
from geodata.contacts.branches import grids_without_branch, with_branches
from geodata.contacts.joining import end_joining, found_branch, join_area
from geodata.contacts.models import Branch, BranchArea
from geodata.contacts.rights import scope_of
from geodata.territory.models import Area
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
DAY, LATER = v.TODAY, v.TODAY + dt.timedelta(days=30)


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def office(places):
    return scope_of(v.officer("township_officer", places.town), on=DAY)


def branch(kind="grid", name="例支部"):
    with owner():
        return Branch.objects.create(name=name, kind=kind)


def with_branch(places, on):
    return {grid.pk for grid in with_branches(Area.objects.on(on).level("grid"), on=on) if grid.has_branch}


def joined(scope, area, on=DAY, one=None, **more):
    return join_area(branch=one or branch(), area=area, on=on, today=DAY, scope=scope, by=v.user(), **more)


def test_a_grid_has_its_branch_from_a_day_on(places, office):
    joined(office, places.grids[0])
    before = DAY - dt.timedelta(days=1)
    assert with_branch(places, DAY) == {places.grids[0].pk}
    assert with_branch(places, before) == set()
    without = grids_without_branch(office, on=DAY)
    assert [grid.pk for grid in without] == [grid.pk for grid in places.grids[1:3]]
    assert AccessEntry.objects.get(action="branch_changed").subject == places.grids[0].code


def test_a_new_grid_branch_takes_the_place_of_the_former_from_its_day_on(places, office):
    former = joined(office, places.grids[0])
    joined(office, places.grids[0], LATER)
    former.refresh_from_db()
    assert former.period.upper == LATER
    assert with_branch(places, LATER) == {places.grids[0].pk}


def test_a_party_group_stands_beside_a_grid_branch(places, office):
    joined(office, places.grids[0])
    joined(office, places.grids[0], one=branch("group"))
    assert BranchArea.objects.on(DAY).filter(area=places.grids[0]).count() == 2


def test_the_village_organisation_is_no_branch_of_a_grid(places, office):
    joined(office, places.grids[0], one=branch("village"))
    assert with_branch(places, DAY) == set()


def test_the_same_branch_is_not_joined_twice(places, office):
    one = branch()
    joined(office, places.grids[0], one=one)
    with pytest.raises(Conflict):
        joined(office, places.grids[0], one=one)


def test_what_begins_later_is_in_the_way(places, office):
    joined(office, places.grids[0], LATER)
    with pytest.raises(Conflict) as refused:
        joined(office, places.grids[0])
    assert refused.value.remedy


def test_a_joining_ends_once(places, office):
    row = joined(office, places.grids[0], DAY - dt.timedelta(days=3))
    end_joining(row=row, on=DAY, today=DAY, scope=office, by=v.user())
    assert with_branch(places, DAY) == set()
    with pytest.raises(Conflict):
        end_joining(row=row, on=DAY, today=DAY, scope=office)


def test_only_whoever_assigns_contacts_there_changes_it(places, office):
    with pytest.raises(NotAllowed):
        joined(office, places.grids[3])
    with pytest.raises(NotAllowed):
        joined(scope_of(v.officer("small_leader", places.grids[0]), on=DAY), places.grids[0])
    assert joined(scope_of(v.officer("village_officer", places.west), on=DAY), places.grids[0])


def test_a_day_far_ahead_is_refused(places, office):
    with pytest.raises(BadInput):
        joined(office, places.grids[0], DAY + dt.timedelta(days=400))


def test_a_branch_is_founded_below_the_organisation_of_its_village(places, office):
    joined(office, places.west, one=branch("village", "例总支"))
    row = found_branch(
        name="例新支部", kind="grid", area=places.grids[0], on=DAY, today=DAY, scope=office, by=v.user()
    )
    assert (row.branch.parent.name, row.branch.name) == ("例总支", "例新支部")


@pytest.mark.parametrize(("name", "kind"), [("", "grid"), ("例", "county")])
def test_a_new_branch_needs_a_name_and_is_of_a_grid(places, office, name, kind):
    with pytest.raises(BadInput):
        found_branch(name=name, kind=kind, area=places.grids[0], on=DAY, today=DAY, scope=office)


def test_the_database_holds_kind_and_level_to_those_of_branch_and_area(places):
    one, whole = branch(), since(v.LONG_AGO)
    wrong = {"branch": one, "area": places.grids[0], "period": whole}
    for kind, level in (("village", "grid"), ("grid", "village")):
        with owner(), pytest.raises(IntegrityError, match="branch_area_is_of_the"), transaction.atomic():
            BranchArea.objects.create(**wrong, kind=kind, level=level)
