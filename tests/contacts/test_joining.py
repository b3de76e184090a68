"""Somebody becomes a contact member, and what stands against it."""

import datetime as dt
from dataclasses import replace

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import since, today
from geodata.base.scope import Scope
from geodata.contacts.membership import Joining, branches_for, join_member
from geodata.contacts.models import Member
from geodata.contacts.rights import scope_of
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


@pytest.fixture
def office(bare_county):
    who = v.officer("village_officer", bare_county.west)
    return {"by": who, "scope": scope_of(who, on=today()), "on": today()}


@pytest.fixture
def joining(bare_county) -> Joining:
    known = v.member(bare_county.west)
    return Joining(
        village=bare_county.west, branch=known.branch_id, since=today(), name="例新", phone="13800001111"
    )


def test_somebody_new_gets_an_account_and_an_ability(office, joining):
    member = join_member(joining=replace(joining, kind="resident_cadre", capacity=8), **office)
    assert (member.user.name, member.user.phone, member.kind) == ("例新", "13800001111", "resident_cadre")
    assert [(row.capacity, row.period) for row in member.abilities.all()] == [(8, since(today()))]
    assert AccessEntry.objects.filter(action="member_joined", subject=joining.village.code).exists()


def test_somebody_with_an_account_keeps_it(office, joining, bare_county):
    known = v.officer("small_leader", bare_county.grids[0])
    member = join_member(joining=replace(joining, username=known.username.upper(), name=""), **office)
    assert member.user == known


def test_nobody_joins_twice(office, joining):
    member = join_member(joining=joining, **office)
    with pytest.raises(Conflict, match="contact member already"):
        join_member(joining=replace(joining, username=member.user.username), **office)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "nobody-here"}, "username"),
        ({"branch": 0}, "branch"),
        ({"kind": "king"}, "kind"),
        ({"ability": "tired"}, "ability"),
        ({"capacity": 201}, "capacity"),
        ({"since": dt.date(1999, 1, 1)}, "since"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_is_told_with_its_field(office, joining, wrong, field):
    before = Member.objects.count()
    with pytest.raises(BadInput) as refused:
        join_member(joining=replace(joining, **wrong), **office)
    assert (refused.value.field, Member.objects.count()) == (field, before)


def test_another_village_is_as_unknown_as_none(office, joining, bare_county):
    with pytest.raises(NotFound):
        join_member(joining=replace(joining, village=bare_county.east), **office)


def test_whoever_opens_no_accounts_adds_nobody(office, joining):
    with pytest.raises(NotAllowed):
        join_member(joining=joining, **office | {"scope": Scope()})


def test_branches_are_those_of_the_village(joining, bare_county):
    v.member(bare_county.east)
    assert [branch.pk for branch in branches_for(bare_county.west)] == [joining.branch]
