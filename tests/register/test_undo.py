"""Undoing gives every row back to the last digit, whatever kind wrote it, and tells what builds on a change."""

import random
from contextlib import suppress

import pytest
from django.db import connection, transaction

from geodata.base.errors import BadInput, Conflict
from geodata.base.scope import Grant, Right, Scope
from geodata.people.models import Household
from geodata.register.deciding import refuse, withdraw
from geodata.register.kinds.registry import KINDS
from geodata.register.models import RegisterChange
from geodata.register.proposing import propose
from geodata.register.undoing import undo
from geodata.sql import written
from tests import village as v
from tests.register.every_kind import SAID
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]

TABLES = (*written(), "geodata_householdfacts")
"""Whatever the manifests say that a change may write, and what follows from it."""


def everything() -> dict[str, list[str]]:
    """All rows of these tables, as the database stores them."""
    with owner(), connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def take_back(change, desk):
    return undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)


def test_every_kind_is_tried():
    assert set(SAID) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_writes_something_and_is_undone_to_the_last_digit(kind, desk, home, neighbour, places):
    told, desk = SAID[kind](home, neighbour, places), desk.beside(places.homes[2])
    before = everything()
    change = desk.done(kind, told.pop("home"), **told)
    assert everything() != before
    assert take_back(change, desk).state == "undone"
    assert everything() == before


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happened_is_undone_from_its_end_to_the_last_digit(seed, desk, places):
    """Ten changes by chance, of households of two villages; what cannot be is left out, as an office would."""
    chance, desk = random.Random(seed), desk.beside(places.homes[2])
    homes = [v.household(places.grids[number % 2], v.middle(number % 2, 0)) for number in range(6)]
    for home in homes:
        v.care(home), v.link(v.member(places.west), home)
    told = [(kind, SAID[kind](*chance.sample(homes, 2), places)) for kind in chance.choices([*SAID], k=10)]
    before, done = everything(), []
    for kind, said in told:
        with suppress(Conflict, BadInput), transaction.atomic():
            done.append(desk.done(kind, said.pop("home"), **said))
    assert len(done) >= 4
    for change in reversed(done):
        take_back(change, desk)
    assert everything() == before


def test_what_builds_on_a_change_is_told(desk, home):
    first = desk.done("corrected", home, phones=["13800001111"])
    desk.done("empty", home)
    with pytest.raises(Conflict, match="stands empty"):
        take_back(first, desk)


def test_once_the_later_one_is_undone_the_first_can_be(desk, home, fresh):
    first = desk.done("corrected", home, phones=["13800001111"])
    later = desk.done("corrected", home, phones=["13800002222"])
    take_back(later, desk)
    assert fresh(home).phones == ["13800001111"]
    take_back(first, desk)
    assert fresh(home).phones == []


def test_a_visit_to_a_new_household_stands_in_the_way(desk, places):
    made = desk.done("new", area=places.grids[0].code, head_name="例新户")
    v.visit(Household.objects.get(pk=made.households[0]), desk.day, by=desk.by)
    with pytest.raises(Conflict, match=r"visits \(1\)"):
        take_back(made, desk)


def test_what_is_undone_is_undone_once(desk, home):
    change = desk.done("empty", home)
    take_back(change, desk)
    with pytest.raises(Conflict, match="cannot be done"):
        take_back(change, desk)


@pytest.fixture
def made(desk, places) -> RegisterChange:
    return desk.done("new", area=places.grids[0].code, head_name="例新户")


def newcomer(made: RegisterChange) -> Household:
    return Household.objects.get(pk=made.households[0])


def asked(made: RegisterChange, desk) -> RegisterChange:
    """That it stands empty, said by somebody who may not decide."""
    leader = v.officer("cadre", made.grid)
    scope = Scope(
        (Grant(rights=frozenset({Right.HOUSEHOLDS, Right.REGISTER}), grids=frozenset({made.grid_id})),)
    )
    asking = {"by": leader, "scope": scope, "at": v.NOON}
    return propose(proposal=desk.asked("empty", newcomer(made)), today=desk.day, **asking)[0]


def test_what_came_to_nothing_stays_on_record_and_does_not_stand_in_the_way(desk, made):
    gone = newcomer(made)
    refused = refuse(change=asked(made, desk), by=desk.by, scope=desk.scope, reason="例", at=v.NOON)
    withdrawn = asked(made, desk)
    scope = Scope()
    withdraw(change=withdrawn, by=withdrawn.proposed_by, scope=scope, at=v.NOON)
    undone = take_back(desk.done("corrected", gone, phones=["13800001111"]), desk)
    assert take_back(made, desk).state == "undone"
    assert not Household.objects.filter(pk=gone.pk).exists()
    kept = RegisterChange.objects.filter(pk__in=[refused.pk, withdrawn.pk, undone.pk])
    assert [(one.state, one.household, one.households) for one in kept.order_by("pk")] == [
        ("refused", None, [gone.pk]), ("withdrawn", None, [gone.pk]), ("undone", None, [gone.pk]),
    ]  # fmt: skip


def test_what_still_waits_for_a_household_is_told_before_it_goes(desk, made):
    asked(made, desk)
    with pytest.raises(Conflict, match=r"stands empty \(.*\), which still waits"):
        take_back(made, desk)
    assert newcomer(made)
