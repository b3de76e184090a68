"""What a month did to the register: parts add up, the balance holds, and each number is the length of its list."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput
from geodata.people.models import Household
from geodata.people.placing import occupy
from geodata.register.month import (
    AFTER,
    BEFORE,
    COMING,
    GOING,
    HEADS_DIED,
    NUMBERS,
    Month,
    homes_behind,
    report,
)
from geodata.register.undoing import undo
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(desk) -> Month:
    """The last one that is over."""
    last = desk.day.replace(day=1) - dt.timedelta(days=1)
    return Month.of(f"{last:%Y-%m}", today=desk.day)


@pytest.fixture
def lived(desk, places, month) -> None:
    """Each way to come and to go once, two heads that died and one that moved, on days of the month."""
    homes, days = [v.household(places.grids[0]) for _ in range(5)], iter(range(1, 28))

    def done(kind, home=None, **said):
        return desk.on(month.first + dt.timedelta(days=next(days))).done(kind, home, **said)

    made = done("new", area=places.west.code, head_name="例新户")
    done("moved_in", area=places.west.code, head_name="例新户")
    done("split", homes[0], head_name="例分户")
    done("moved_out", homes[1]), done("came_back", homes[1]), done("dissolved", homes[2])
    done("merged", Household.objects.get(pk=made.households[0]), into=homes[0].token)
    for home, why in ((homes[0], "death"), (homes[3], "death"), (homes[4], "move")):
        done("new_head", home, why=why, head_name="例新")
    with owner():
        occupy(household=homes[3], occupancy="moved_away", on=month.last)


def numbers(desk, area, by, month):
    return report(area=area, by=by, month=month, scope=desk.scope)


def test_each_way_to_come_and_to_go_is_told(desk, places, month, lived):
    total = numbers(desk, places.west, "village", month).total
    assert {name: total.numbers[name] for name in (*COMING, *GOING)} == dict.fromkeys((*COMING, *GOING), 1)
    assert (total.numbers["went_otherwise"], total.numbers["came_otherwise"], total.numbers[HEADS_DIED]) == (
        1,
        0,
        2,
    )


@pytest.mark.parametrize("by", ["county", "township", "village"])
def test_the_balance_is_the_difference_of_counts_in_every_line(desk, places, month, lived, by):
    found = numbers(desk, places.county, by, month)
    for line in (*found.lines, found.total):
        came = sum(line.numbers[name] for name in (*COMING, "came_otherwise"))
        went = sum(line.numbers[name] for name in (*GOING, "went_otherwise"))
        assert line.difference == came - went
    assert found.total.difference == len(COMING) - len(GOING) - 1


def test_each_number_is_the_length_of_its_list(desk, places, month, lived):
    line = numbers(desk, places.west, "village", month).total
    for name in NUMBERS:
        homes, days = homes_behind(name, villages=[places.west.pk], month=month)
        assert homes.count() == line.numbers[name], name
        assert set(days) == (set() if name in (BEFORE, AFTER) else {home.pk for home in homes})


def test_what_is_undone_is_told_no_more(desk, places, month):
    before = numbers(desk, places.west, "village", month).total.numbers
    change = desk.on(month.last).done("new_head", places.homes[0], why="death", head_name="例新")
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert numbers(desk, places.west, "village", month).total.numbers == before


def test_what_comes_before_and_after_the_month_is_not_its_own(desk, places, month):
    before = numbers(desk, places.west, "village", month).total.numbers
    desk.on(month.after).done("moved_out", places.homes[0])
    assert numbers(desk, places.west, "village", month).total.numbers == before


def test_a_village_that_is_not_kept_counts_nothing(desk, places, month, lived):
    assert set(numbers(desk, places.east, "village", month).total.numbers.values()) == {0}


def test_this_month_ends_with_today(desk):
    assert Month.of(f"{desk.day:%Y-%m}", today=desk.day).last == desk.day


@pytest.mark.parametrize("text", ["2026-13", "1999-12", "2999-01", "2026-1", "", "2026-01-01"])
def test_what_is_no_month_that_has_begun_is_refused(desk, text):
    with pytest.raises(BadInput):
        Month.of(text, today=desk.day)
