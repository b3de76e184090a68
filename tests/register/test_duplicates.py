"""Households that may be one: which pairs are found, which are not asked about any more, and the gap of a day."""

import datetime as dt

import pytest

from geodata.base.errors import NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage import households, states
from geodata.people.models import Household
from geodata.people.placing import occupy
from geodata.register.comparing import duplicates
from geodata.register.duplicates import PossibleDuplicate, ToldApart
from geodata.register.telling_apart import ask_again, tell_apart
from geodata.register.undoing import undo
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@owner()
def named(home: Household, name: str, **values: object) -> Household:
    home.head_name = name
    for field, value in values.items():
        setattr(home, field, value)
    home.save()
    return home


@pytest.fixture
def two(places) -> list[Household]:
    """Of one village, with nothing in common."""
    return [
        named(home, f"例{n}", phones=[], address="") for n, home in zip("甲乙", places.homes, strict=False)
    ]


def alike(two, first="张例明", second="章例鸣", **both: object) -> None:
    named(two[0], first, **both)
    named(two[1], second, **both)


def reasons() -> list[list[str]]:
    with owner():
        return list(PossibleDuplicate.objects.values_list("reasons", flat=True))


def open_pairs(desk, on: dt.date | None = None) -> int:
    return len(duplicates(scope=desk.scope, area=None, on=on or desk.day))


def counted(two, on: dt.date) -> int:
    question = states.Question(states.Selection(households=tuple(home.pk for home in two)), on=on)
    return households.matched(question, "possible_duplicate")


def test_a_name_alone_is_no_reason(two):
    alike(two)
    assert reasons() == []


@pytest.mark.parametrize(
    ("first", "second"), [("张例明", "章例鸣"), ("单例", "山例"), ("例Ab", "例aB"), ("例", "例")]
)
def test_a_name_that_sounds_alike_with_the_same_phone_is_one(two, first, second):
    alike(two, first, second, phones=["13800001111"])
    assert reasons() == [["phone"]]


@pytest.mark.parametrize(("first", "second"), [("张例明", "张例民"), ("张例", "例张"), ("", "")])
def test_another_name_is_none(two, first, second):
    alike(two, first, second, phones=["13800001111"])
    assert reasons() == []


def test_the_same_address_is_one_however_it_is_written(two):
    alike(two)
    named(two[0], "张例明", address="例村 第3组，5号", door="２")
    named(two[1], "章例鸣", address="例村第3组5号", door="2")
    assert reasons() == [["address"]]


def test_no_address_is_not_the_same_address(two):
    alike(two, address="", phones=[])
    assert reasons() == []


@pytest.mark.parametrize(("metres", "found"), [(29, True), (31, False)])
def test_points_within_thirty_metres_are_one_place(two, metres, found):
    point = v.middle(0, 0)
    there = point.clone()
    there.y += metres / 110_850
    alike(two)
    known = {"point_quality": "phone", "point_since": v.LONG_AGO}
    named(two[0], "张例明", point=point, **known)
    named(two[1], "章例鸣", point=there, **known)
    assert bool(reasons()) == found


def test_another_village_is_not_compared(places):
    west, east = (
        places.homes[0],
        next(home for home in places.homes if home.village_id != places.homes[0].village_id),
    )
    alike([west, east], phones=["13800001111"])
    assert reasons() == []


def test_what_is_corrected_is_no_pair_any_more_and_is_one_again_when_that_is_undone(two, desk):
    alike(two, phones=["13800001111"])
    change = desk.done("corrected", two[0], phones=["13800002222"])
    assert open_pairs(desk) == 0
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert open_pairs(desk) == 1


def test_a_new_household_is_compared_and_taken_back_it_is_no_pair_any_more(two, desk, places):
    named(two[0], "张例明", phones=["13800001111"])
    change = desk.done("new", area=places.west.code, head_name="章例鸣", phones=["13800001111"])
    assert open_pairs(desk) == 1
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert reasons() == []


def test_who_has_left_is_no_duplicate_and_was_one_before(two, desk):
    alike(two, phones=["13800001111"])
    day = desk.day - dt.timedelta(days=3)
    with owner():
        occupy(household=two[1], occupancy="moved_away", on=day)
    assert (open_pairs(desk), counted(two, desk.day)) == (0, 0)
    assert (open_pairs(desk, day - dt.timedelta(days=1)), counted(two, day - dt.timedelta(days=1))) == (1, 2)


def test_merged_they_are_one(two, desk):
    alike(two, phones=["13800001111"])
    desk.done("merged", two[0], into=two[1].token)
    assert (open_pairs(desk), counted(two, desk.day)) == (0, 0)


def said(desk, two, verb=tell_apart):
    return verb(token=two[1].token, other=two[0].token, by=desk.by, scope=desk.scope, at=v.NOON)


def test_told_apart_they_do_not_come_back_however_they_change(two, desk):
    alike(two, phones=["13800001111"])
    said(desk, two)
    alike(two, phones=["13800002222"])
    assert (open_pairs(desk), counted(two, desk.day)) == (0, 0)


def test_asked_again_they_come_back(two, desk):
    alike(two, phones=["13800001111"])
    said(desk, two), said(desk, two, ask_again)
    assert (open_pairs(desk), ToldApart.objects.count()) == (1, 2)


def test_only_what_is_asked_about_can_be_told_apart(two, desk):
    with pytest.raises(NotFound):
        said(desk, two)


def test_only_what_was_told_apart_is_asked_about_again(two, desk):
    alike(two, phones=["13800001111"])
    with pytest.raises(NotFound):
        said(desk, two, ask_again)


def test_a_large_leader_reads_and_decides_nothing(two, desk, places):
    alike(two, phones=["13800001111"])
    leader = v.officer("large_leader", places.town)
    scope = scope_of(leader, on=today())
    assert len(duplicates(scope=scope, area=None, on=desk.day)) == 1
    with pytest.raises(NotAllowed):
        tell_apart(token=two[0].token, other=two[1].token, by=leader, scope=scope, at=v.NOON)
