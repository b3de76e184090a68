import datetime as dt

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.contacts.rights import scope_of
from geodata.posts.appointing import LEVELS, appoint, end_post, kinds_for
from geodata.posts.models import Post
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = v.TODAY


@pytest.fixture
def places(bare_county):
    return bare_county


def scope(kind, area):
    return scope_of(v.officer(kind, area), on=DAY)


def test_an_office_fills_posts_below_its_own(places):
    who = v.user()
    appoint(
        user=who,
        kind="village_officer",
        area=places.west,
        on=DAY,
        scope=scope("township_officer", places.town),
    )
    assert scope_of(who, on=DAY).codes == (places.west.code,)


def test_an_office_does_not_fill_its_own_post(places):
    with pytest.raises(NotAllowed):
        appoint(
            user=v.user(), kind="township_officer", area=places.town, on=DAY,
            scope=scope("township_officer", places.town),
        )  # fmt: skip


def test_an_office_does_not_fill_a_neighbours_post(places):
    with pytest.raises(NotAllowed):
        appoint(
            user=v.user(), kind="small_leader", area=places.grids[3], on=DAY,
            scope=scope("township_officer", places.town),
        )  # fmt: skip


def test_only_an_administrator_appoints_auditors(places):
    with pytest.raises(NotAllowed):
        appoint(
            user=v.user(), kind="auditor", area=None, on=DAY, scope=scope("county_officer", places.county)
        )
    assert appoint(user=v.user(), kind="auditor", area=None, on=DAY, scope=scope("administrator", None))


def test_a_leader_appoints_nobody(places):
    assert kinds_for(scope("small_leader", places.grids[0]), places.grids[0]) == []


def test_a_post_belongs_to_its_level(places):
    with pytest.raises(BadInput):
        appoint(
            user=v.user(), kind="small_leader", area=places.west, on=DAY, scope=scope("administrator", None)
        )


def test_a_taken_post_is_refused_in_words(places):
    v.officer("small_leader", places.grids[0])
    with pytest.raises(Conflict) as refusal:
        appoint(
            user=v.user(), kind="small_leader", area=places.grids[0], on=DAY,
            scope=scope("village_officer", places.west),
        )  # fmt: skip
    assert refusal.value.remedy


def test_an_ended_post_gives_no_scope_from_that_day(places):
    who = v.officer("small_leader", places.grids[0])
    end_post(post=who.posts.get(), on=DAY, scope=scope("village_officer", places.west))
    assert scope_of(who, on=DAY - dt.timedelta(days=1)).codes
    assert not scope_of(who, on=DAY).codes


def test_a_post_ends_once(places):
    who = v.officer("small_leader", places.grids[0])
    office = scope("village_officer", places.west)
    end_post(post=who.posts.get(), on=DAY, scope=office)
    with pytest.raises(Conflict):
        end_post(post=who.posts.get(), on=DAY, scope=office)


def test_every_post_has_its_levels():
    assert set(LEVELS) == set(Post.Kind.values)
