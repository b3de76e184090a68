"""Who was here, and who came, without who went, are who is here."""

import datetime as dt

import pytest

from geodata.people.models import Household
from geodata.people.placing import occupy
from geodata.register.balance import OTHERWISE, movements, present
from geodata.register.undoing import undo
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(desk, places):
    """Days before today, on each of which something happens."""
    return [desk.day - dt.timedelta(days=days) for days in range(20, 0, -1)]


def lived_through(desk, places, month) -> list:
    homes, days = [v.household(places.grids[0]) for _ in range(4)], iter(month)
    made = desk.on(next(days)).done("new", area=places.west.code, head_name="例新户")
    changes = [
        made,
        desk.on(next(days)).done("moved_in", area=places.west.code, head_name="例新户"),
        desk.on(next(days)).done("split", homes[0], head_name="例分户"),
        desk.on(next(days)).done("moved_out", homes[1]),
        desk.on(next(days)).done("moved_out", homes[2]),
        desk.on(next(days)).done("came_back", homes[2]),
        desk.on(next(days)).done("dissolved", homes[3]),
        desk.on(next(days)).done("merged", Household.objects.get(pk=made.households[0]), into=homes[0].token),
        desk.on(next(days)).done("empty", homes[0]),
    ]
    with owner():
        occupy(household=places.homes[1], occupancy="moved_away", on=next(days))
    return changes


def balance(places, first, after) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.came, one.went) for one in movements([places.west.pk], first=first, after=after)}


def here(places, on) -> int:
    return present([places.west.pk], on=on).get(places.west.pk, 0)


def test_the_kinds_are_told_apart(desk, places, month):
    lived_through(desk, places, month)
    assert balance(places, month[0], desk.day) == {
        "new": (1, 0), "moved_in": (1, 0), "split": (1, 0), "came_back": (1, 0),
        "moved_out": (0, 2), "dissolved": (0, 1), "merged": (0, 1), OTHERWISE: (0, 1),
    }  # fmt: skip


def test_the_balance_is_the_difference_of_counts_from_any_day_to_any_other(desk, places, month):
    lived_through(desk, places, month)
    days = [month[0] - dt.timedelta(days=1), *month, desk.day]
    for first in days:
        for after in days[days.index(first) + 1 :]:
            # The first day's own movements belong to it: who is here is asked as of the day before.
            before = here(places, first - dt.timedelta(days=1))
            sums = [came - went for came, went in balance(places, first, after).values()]
            assert here(places, after - dt.timedelta(days=1)) == before + sum(sums), (first, after)


def test_what_is_undone_moves_nobody(desk, places, month):
    before = balance(places, month[0], desk.day)
    change = desk.on(month[3]).done("moved_out", places.homes[0])
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert balance(places, month[0], desk.day) == before
