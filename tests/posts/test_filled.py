"""Which posts an office sees as held, vacant and ended."""

import datetime as dt

import pytest

from geodata.base.periods import between, since
from geodata.base.scope import Right
from geodata.contacts.rights import rights_of, scope_of
from geodata.posts.models import Post
from geodata.posts.queries import ended, held, posts_of, vacant_grids, without_leader
from geodata.posts.two_factor import ABOVE_THE_GRID, POSTS, needs_second_step
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = v.TODAY


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def town(places):
    return scope_of(v.officer("township_officer", places.town), on=DAY)


def test_grids_without_a_leader_on_the_day_are_vacant(places, town):
    v.officer("small_leader", places.grids[0])
    gone = v.officer("small_leader", places.grids[1])
    gone.posts.update(period=between(v.LONG_AGO, DAY))
    assert list(vacant_grids(town, on=DAY)) == [places.grids[1], places.grids[2]]
    assert list(vacant_grids(town, under=places.east.code, on=DAY)) == [places.grids[2]]


def test_villages_and_townships_without_a_leader_are_vacant_too(places, town):
    v.officer("medium_leader", places.west)
    vacant = {(area.code, area.leader) for area in without_leader(town, on=DAY)}
    assert (places.town.code, "large_leader") in vacant
    assert (places.east.code, "medium_leader") in vacant
    assert (places.west.code, "medium_leader") not in vacant


def test_a_leader_to_come_leaves_the_post_vacant_until_then(places, town):
    begins = DAY + dt.timedelta(days=5)
    v.officer("small_leader", places.grids[0], day=begins)
    assert places.grids[0] in without_leader(town, on=DAY)
    assert places.grids[0] not in without_leader(town, on=begins)


def test_an_office_sees_the_posts_of_its_area_and_no_others(places, town):
    inside, outside = v.officer("small_leader", places.grids[0]), v.officer("small_leader", places.grids[3])
    seen = {post.user for post in posts_of(town)}
    assert inside in seen
    assert outside not in seen
    assert outside in {post.user for post in posts_of(scope_of(v.officer("administrator", None), on=DAY))}


def test_held_and_ended_posts_are_told_apart_by_the_day(places, town):
    who = v.officer("small_leader", places.grids[0])
    who.posts.update(period=between(v.LONG_AGO, DAY))
    posts = posts_of(town).filter(user=who)
    assert (held(posts, on=DAY).count(), ended(posts, on=DAY).count()) == (0, 1)
    yesterday = DAY - dt.timedelta(days=1)
    assert (held(posts, on=yesterday).count(), ended(posts, on=yesterday).count()) == (1, 0)


@pytest.mark.parametrize("kind", Post.Kind.values)
def test_all_but_small_leaders_need_a_second_step(places, kind):
    area = None if kind in ("auditor", "administrator") else places.county
    who = v.officer(kind, area)
    assert not needs_second_step(who, on=DAY)
    who.synthetic = False
    assert needs_second_step(who, on=DAY) is (kind != "small_leader")
    assert needs_second_step(who, on=DAY) is (kind in POSTS | ABOVE_THE_GRID)


def test_a_cadre_of_one_grid_needs_none_and_one_of_a_village_does(places):
    of_grid, of_village = v.officer("cadre", places.grids[0]), v.officer("cadre", places.west)
    of_grid.synthetic = of_village.synthetic = False
    assert not needs_second_step(of_grid, on=DAY)
    assert needs_second_step(of_village, on=DAY)


def test_an_ended_post_asks_for_no_second_step(places):
    who = v.officer("village_officer", places.west)
    who.synthetic = False
    who.posts.update(period=between(v.LONG_AGO, DAY))
    assert not needs_second_step(who, on=DAY)


def test_rights_come_from_posts_of_the_day_and_from_membership(places):
    member = v.member(places.west)
    assert Right.VISIT in rights_of(member.user, on=DAY)
    Post.objects.create(user=member.user, kind="village_officer", area=places.west, period=since(DAY))
    assert Right.APPOINT in rights_of(member.user, on=DAY)
    assert Right.APPOINT not in rights_of(member.user, on=DAY - dt.timedelta(days=1))
