"""Who comes with a request is asked once, and what ended a moment ago opens nothing."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
from django.utils import timezone

from geodata.accounts.models import ApiToken, User
from geodata.base.periods import between, today
from geodata.base.rls import as_web_role
from geodata.base.scope import Scope
from geodata.contacts.arrival import Arrival, Caller, Coming, not_taken, taken
from geodata.contacts.rights import scope_in_force, scope_of
from geodata.people.models import Household
from geodata.posts.models import Post
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("requests begin as the owner or the web login")]


@cache
def now() -> dt.datetime:
    """The same to the whole module, and read by its first test."""
    return timezone.now()


def coming(caller: Caller, **other: object) -> Coming:
    return replace(Coming(caller, now(), today(), "api", 60, 1), **other)


def come(caller: Caller, **other: object) -> Arrival | None:
    who = coming(caller, **other)
    with as_web_role(ask=who.question) as rows:
        return who.read(rows)


def by_token(user: User, **life: dt.timedelta) -> Caller:
    issued = now() - life.get("ago", dt.timedelta())
    token = ApiToken.issue(user=user, at=issued)
    return Caller.with_token(token, device="nightly\n", network="203.0.113.0/24")


@pytest.fixture
def officer(bare_county) -> User:
    return v.officer("township_officer", bare_county.town)


def test_a_token_and_a_session_tell_the_same_of_their_account(officer):
    arrivals = [come(by_token(officer)), come(Caller(account=officer.pk))]
    assert [one.user for one in arrivals] == [officer, officer]
    assert arrivals[0].duties == arrivals[1].duties
    assert {post.kind for post in arrivals[0].duties.posts} == {"township_officer"}


def test_all_columns_of_the_account_are_as_a_query_reads_them(officer):
    found, read = come(Caller(account=officer.pk)).user, User.objects.get(pk=officer.pk)
    assert [getattr(found, field.attname) for field in User._meta.concrete_fields] == [
        getattr(read, field.attname) for field in User._meta.concrete_fields
    ]


def test_an_ended_token_lets_nobody_in(officer):
    assert come(by_token(officer, ago=ApiToken.LIFE)) is None


def test_a_revoked_token_lets_nobody_in(officer):
    caller = by_token(officer)
    assert come(caller)
    ApiToken.end_all(officer)
    assert come(caller) is None


def test_a_closed_account_comes_neither_way(officer):
    caller = by_token(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert come(caller) is None
    assert come(Caller(account=officer.pk)) is None


def test_a_wrong_token_is_never_taken_for_a_session(officer):
    assert come(Caller(digest="0" * 64, account=officer.pk)) is None


def test_a_post_that_ended_comes_no_more(officer):
    Post.objects.filter(user=officer).update(period=between(v.LONG_AGO, today()))
    assert come(Caller(account=officer.pk)).duties.posts == ()


def test_the_own_households_come_along(bare_county):
    member = v.member(bare_county.west)
    v.link(member, bare_county.homes[2])
    assert come(Caller(account=member.user.pk)).duties.households == {bare_county.homes[2].pk}


def test_nobodys_scope_is_in_force_before_it_is_asked_for(officer):
    who = coming(Caller(account=officer.pk))
    with as_web_role(ask=who.question) as rows:
        assert who.read(rows)
        assert not Household.objects.exists()


def test_each_request_is_counted_by_its_kind(officer):
    caller, stretch = by_token(officer), {"stretch": 77}
    assert [come(caller, **stretch).counted for _ in range(2)] == [1, 2]
    assert come(caller, kind="page", **stretch).counted == 1


def test_the_use_of_a_token_is_noted_once_a_minute(officer):
    caller = by_token(officer)
    come(caller)
    noted = ApiToken.objects.get()
    assert (noted.used_at, noted.device, noted.network) == (now(), "nightly", "203.0.113.0/24")
    come(caller, at=now() + dt.timedelta(seconds=59))
    assert ApiToken.objects.get().used_at == now()
    come(caller, at=now() + dt.timedelta(seconds=61))
    assert ApiToken.objects.get().used_at > now()


def test_what_came_is_taken_once_and_for_its_user_and_day_alone(officer):
    arrival = come(Caller(account=officer.pk))
    for who, on, known in (
        (officer, today(), True),
        (v.user(), today(), False),
        (officer, today() - dt.timedelta(days=1), False),
    ):
        not_taken.set(arrival)
        assert (taken(who, on=on) is not None) is known
        assert taken(who, on=on) is None


def test_the_scope_is_the_same_whether_it_came_along_or_not(officer):
    not_taken.set(come(Caller(account=officer.pk)))
    with as_web_role():
        assert scope_in_force(officer, on=today()) == scope_of(officer, on=today()) != Scope()
