"""Notices of needs end with their cause."""

import datetime as dt

import pytest

from geodata.audit.models import Notice
from geodata.audit.notices import standing, tell
from geodata.needs import moving
from geodata.needs.links import ALL_NEW, LEDGER, MINE, link_of
from geodata.needs.models import Need
from tests import village as v
from tests.needs.conftest import Desk
from tests.roles import owner

pytestmark = pytest.mark.django_db
LATER = v.NOON + dt.timedelta(hours=1)


def told(desk: Desk, kind: str, need: Need, *, link: str = "") -> list[Notice]:
    with owner():
        return tell([desk.by.pk], kind=kind, subject=need.number, link=link or link_of(need), at=v.NOON)


def shown(desk: Desk, *notices: list[Notice]) -> list[str]:
    """In the order in which they are given."""
    keys = [each.pk for some in notices for each in some]
    with owner():
        stand = standing(Notice.objects.filter(pk__in=keys), desk.scope).in_bulk()
    return [stand[key].kind for key in keys if key in stand]


def test_what_is_due_is_told_until_it_is_settled_and_to_the_level_that_holds_it(people, home):
    need = people.village.does(moving.accept, people.contact.records(home))
    single, many, former = (
        told(people.village, "need_due", need, link=link) for link in (link_of(need), MINE, LEDGER)
    )
    assert shown(people.village, single, many, former) == ["need_due"] * 3
    assert shown(people.township, told(people.township, "need_due", need)) == []
    people.village.does(moving.settle, need, result="例已修好")
    assert shown(people.village, single, many, former) == []


def test_many_that_wait_are_told_while_the_level_has_any(people, home):
    need = people.contact.records(home)
    desks = (people.village, people.township)
    many = [told(desk, "need_new", need, link=ALL_NEW) for desk in desks]
    assert [shown(desk, some) for desk, some in zip(desks, many, strict=True)] == [["need_new"], []]
    people.village.does(moving.accept, need)
    assert shown(people.village, many[0]) == []


def test_what_was_late_or_answered_is_told_until_the_need_moves_on(people, home):
    need = people.village.does(moving.accept, people.contact.records(home))
    late, answered = (told(people.village, kind, need) for kind in ("need_late", "assignment_answered"))
    many = told(people.village, "need_late", need, link=MINE)
    assert shown(people.village, late, answered, many) == ["need_late", "assignment_answered", "need_late"]
    people.village.does(moving.begin, need, at=LATER)
    assert shown(people.village, late, answered, many) == []
