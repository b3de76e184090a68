"""Departments: which there are, who changes them, and in which of them an officer works."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.rls import show, standing
from geodata.contacts.rights import scope_of
from geodata.posts.appointing import appoint, end_post
from geodata.posts.department_changes import (
    departments_of,
    end_department,
    may_change,
    open_department,
    rename_department,
)
from geodata.posts.department_defaults import DEFAULTS, load_missing_departments
from geodata.posts.department_officers import say_department, without_department
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.posts.units import Unit
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
DAY = v.TODAY


@pytest.fixture
def places(bare_county):
    return bare_county


def scope(kind, area):
    return scope_of(v.officer(kind, area), on=DAY)


def opened(area, who, **more):
    values = {"code": "water", "name": "水利局", "area": area, "on": DAY} | more
    return open_department(scope=who, by=v.user(), **values)


def test_every_county_begins_with_twelve(places):
    with owner():
        assert load_missing_departments() == len(DEFAULTS) == 12
        assert load_missing_departments() == 0
    assert {one.area for one in Department.objects.on(DAY)} == {places.county}


def test_what_a_county_has_ended_is_not_given_again(places):
    one = opened(places.county, scope("administrator", None))
    end_department(department=one, on=DAY + dt.timedelta(days=1), scope=scope("administrator", None))
    with owner():
        assert load_missing_departments() == 0


def test_a_county_opens_departments_of_its_townships_and_leaves_an_entry(places):
    one = opened(places.town, scope("county_officer", places.county))
    assert Department.objects.on(DAY).of(places.town).get() == one
    assert AccessEntry.objects.get().details["area"] == places.town.code


@pytest.mark.parametrize(
    ("kind", "place"), [("township_officer", "town"), ("planner", "county"), ("auditor", None)]
)
def test_nobody_else_opens_one(places, kind, place):
    area = getattr(places, place) if place else None
    with pytest.raises(NotAllowed):
        opened(places.town, scope(kind, area))


def test_a_township_sees_its_own_departments_alone(places):
    opened(places.county, scope("administrator", None))
    own = opened(places.town, scope("administrator", None))
    office = scope("township_officer", places.town)
    assert (list(departments_of(office)), may_change(office, places.town)) == ([own], False)


def test_a_village_has_no_departments(places):
    with pytest.raises(BadInput):
        opened(places.west, scope("administrator", None))


@pytest.mark.parametrize("code", ["Water", "", "水利", "1st", "a b"])
def test_a_code_is_a_word_of_small_letters(places, code):
    with pytest.raises(BadInput) as refused:
        opened(places.county, scope("administrator", None), code=code)
    assert refused.value.field == "code"


def test_a_department_needs_a_name(places):
    with pytest.raises(BadInput):
        opened(places.county, scope("administrator", None), name=" ")


def test_a_code_is_open_once_in_an_area(places):
    opened(places.county, scope("administrator", None))
    opened(places.town, scope("administrator", None))
    with pytest.raises(Conflict):
        opened(places.county, scope("administrator", None))


def test_a_renamed_department_keeps_its_former_name_in_its_history(places):
    one = opened(places.county, scope("administrator", None))
    renamed = rename_department(
        department=one, name="水务局", name_en="Water", scope=scope("administrator", None)
    )
    assert (renamed.name, one.changes.filter(pgh_label="changed").get().name) == ("水务局", "水利局")


def test_a_department_does_not_end_while_somebody_works_in_it(places):
    who = v.officer("department_officer", places.county)
    one, office = who.posts.get().department, scope("administrator", None)
    with pytest.raises(Conflict):
        end_department(department=one, on=DAY, scope=office)
    end_post(post=who.posts.get(), on=DAY, scope=office)
    end_department(department=one, on=DAY, scope=office)
    with pytest.raises(Conflict):
        end_department(department=one, on=DAY, scope=office)
    assert not Department.objects.on(DAY).of(places.county).exists()


def test_officers_of_two_departments_are_two_posts(places):
    who, office = v.user(), scope("administrator", None)
    for code in ("water", "health"):
        department = v.department(places.county, code)
        appoint(
            user=who,
            kind="department_officer",
            area=places.county,
            department=department,
            on=DAY,
            scope=office,
        )
    held = scope_of(who, on=DAY)
    assert held.departments == frozenset(who.posts.values_list("department", flat=True))
    show(held)
    assert len(standing.get()["gridmap.departments"].split(",")) == 2


def test_an_officer_works_in_a_department_of_the_area(places):
    office = scope("administrator", None)
    for department in (None, v.department(places.town)):
        with pytest.raises(BadInput):
            appoint(
                user=v.user(), kind="department_officer", area=places.county, department=department, on=DAY, scope=office
            )  # fmt: skip


def test_a_department_that_has_ended_takes_nobody(places):
    one, office = v.department(places.county), scope("administrator", None)
    end_department(department=one, on=DAY, scope=office)
    with pytest.raises(BadInput):
        appoint(
            user=v.user(), kind="department_officer", area=places.county, department=one, on=DAY, scope=office
        )


def test_no_other_post_has_a_department(places):
    with pytest.raises(BadInput):
        appoint(
            user=v.user(), kind="planner", area=places.county, department=v.department(places.county), on=DAY,
            scope=scope("administrator", None),
        )  # fmt: skip


def test_the_database_lets_no_officer_be_without_a_department(places):
    who = v.officer("department_officer", places.county)
    with (
        owner(),
        pytest.raises(IntegrityError, match="a department officer has no department"),
        transaction.atomic(),
    ):
        Post.objects.create(
            user=v.user(), kind="department_officer", area=places.county, period=who.posts.get().period
        )
    with (
        owner(),
        pytest.raises(IntegrityError, match="a department officer has no department"),
        transaction.atomic(),
    ):
        who.posts.update(department=None)


def test_officers_of_before_are_listed_until_their_department_is_said(places):
    post, office = v.officer_of_before(places.county).posts.get(), scope("county_officer", places.county)
    assert list(without_department(office, on=DAY)) == [post]
    say_department(post=post, department=v.department(places.county), on=DAY, scope=office, by=v.user())
    assert list(without_department(office, on=DAY)) == []
    assert AccessEntry.objects.get().action == "department_said"


def test_an_officer_of_before_counts_areas_and_can_be_ended(places):
    post = v.officer_of_before(places.county).posts.get()
    held = scope_of(post.user, on=DAY)
    assert (held.codes, held.departments) == ((places.county.code,), frozenset())
    assert end_post(post=post, on=DAY, scope=scope("administrator", None)).period.upper == DAY


def test_a_department_is_said_once_and_of_officers_alone(places):
    office = scope("administrator", None)
    known, planner = v.officer("department_officer", places.county), v.officer("planner", places.county)
    department = v.department(places.county)
    with pytest.raises(Conflict):
        say_department(post=known.posts.get(), department=department, on=DAY, scope=office)
    with pytest.raises(BadInput):
        say_department(post=planner.posts.get(), department=department, on=DAY, scope=office)
    with pytest.raises(NotAllowed):
        say_department(
            post=known.posts.get(), department=department, on=DAY, scope=scope("planner", places.county)
        )


def test_a_unit_is_an_office_or_a_department_of_its_area(places):
    officer, leader = v.officer("department_officer", places.county), v.officer("large_leader", places.town)
    assert Unit.of(leader.posts.get()) == Unit(places.town)
    assert Unit.of(officer.posts.get()) == Unit(places.county, v.department(places.county))
    assert Unit.of(v.officer("auditor", None).posts.get()) is None
    with pytest.raises(ValueError, match="is no department of"):
        Unit(places.town, v.department(places.county))
