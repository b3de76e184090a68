"""Gaps and rates of needs: as of any day, without sensitive ones, and of nobody in person."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.coverage import households, states
from geodata.needs import assigning, beside, moving
from geodata.needs.analysis import summary, total
from geodata.needs.figures import FIGURES
from geodata.needs.models import Need
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def now() -> dt.datetime:
    return dt.datetime.combine(today(), dt.time(3), tzinfo=dt.UTC)


def counted(people, name: str, on: dt.date) -> int:
    selection = states.select(scope=people.county.scope, area=None, on=on)
    return households.matched(states.Question(selection, on=on), name)


def counts(people, on: dt.date) -> dict[str, int]:
    found = {figure.name: counted(people, figure.name, on) for figure in FIGURES}
    return {name: number for name, number in found.items() if number}


@pytest.fixture
def old(people, home) -> Need:
    """Recorded 30 days ago."""
    return people.contact.records(home, at=now() - 30 * DAY, raised_on=today() - 30 * DAY)


def test_a_need_is_open_on_the_days_on_which_it_was(people, old):
    assert counts(people, today() - 31 * DAY) == {}
    assert counts(people, today() - 29 * DAY) == {"need_open": 1}
    assert counts(people, today()) == {"need_open": 1, "need_late": 1, "need_unaccepted": 1}
    people.village.does(moving.accept, old, at=now() - 10 * DAY)
    people.village.does(moving.settle, old, at=now() - 9 * DAY, result="例好")
    assert counts(people, today()) == {"need_unfollowed": 1}
    assert counts(people, today() - 9 * DAY) == {}
    before = counts(people, today() - 11 * DAY)
    assert before == {"need_open": 1, "need_late": 1, "need_unaccepted": 1}
    people.contact.does(moving.follow_up, old, at=now(), answer="satisfied")
    assert counts(people, today()) == {}
    assert counts(people, today() - DAY) == {"need_unfollowed": 1}


def test_the_same_need_again_with_nothing_done_is_told(people, home):
    for ago in (9, 3):
        people.contact.records(home, at=now() - ago * DAY, raised_on=today() - ago * DAY)
    assert counted(people, "need_repeated", today()) == 1
    assert counted(people, "need_repeated", today() - 5 * DAY) == 0
    people.village.does(moving.accept, Need.objects.order_by("pk").first(), at=now())
    assert counted(people, "need_repeated", today()) == 0


def test_late_assignments_and_agreements_are_told(people, home, places):
    need = people.village.records(
        home, kind="dispute", category="neighbours", at=now() - 20 * DAY, raised_on=today() - 20 * DAY
    )
    people.village.does(moving.accept, need, at=now() - 19 * DAY)
    people.village.does(
        beside.mediate, need, at=now() - 18 * DAY, outcome="agreed", revisit_on=today() - 3 * DAY
    )
    people.village.does(
        assigning.assign,
        need,
        at=now() - 17 * DAY,
        task="例看",
        user=people.neighbour.by,
        due_at=now() - 2 * DAY,
    )
    found = counts(people, today())
    assert found["assignment_late"] == found["dispute_revisit"] == 1
    assert counted(people, "assignment_late", today() - 5 * DAY) == 0
    people.contact.does(beside.revisit, need, on=today(), at=now())
    assert counted(people, "dispute_revisit", today()) == 0


def test_sensitive_needs_stand_in_none(people, home):
    people.contact.records(home, at=now() - 30 * DAY, raised_on=today() - 30 * DAY, sensitive=True)
    assert counts(people, today()) == {}


def test_three_rates_are_told_apart_and_children_add_up(people, places, home):
    settled = [people.contact.records(home, settled="例好") for _ in range(3)]
    people.leader.does(moving.follow_up, settled[0], answer="satisfied")
    people.leader.does(moving.follow_up, settled[1], answer="mostly")
    for need in settled[:2]:
        people.village.does(moving.close, need)
    people.neighbour.records(places.homes[1])
    people.county.records(places.homes[3])
    span = {"scope": people.county.scope, "first": v.LONG_AGO, "last": today()}
    [west] = [row for row in summary(**span, area=places.town) if row.key == places.west.code]
    assert (west.found, west.closed, west.really_settled, west.satisfied, west.answered) == (4, 2, 2, 1, 2)
    assert (west.closed_rate, west.really_settled_rate, west.satisfied_rate) == (0.5, 1.0, 0.5)
    assert (west.in_grid, west.below_township_rate) == (3, 1.0)
    towns = summary(**span, area=places.county)
    assert (
        total(towns)["found"]
        == total(summary(**span))["found"]
        == total(summary(**span, by="category"))["found"]
        == 5
    )
    [far] = [row for row in towns if row.key == places.other_town.code]
    assert (far.really_settled_rate, far.satisfied_rate) == (None, None)


def test_somebody_with_a_grid_is_told_of_the_grid_alone(people, places, home):
    people.contact.records(home)
    people.neighbour.records(places.homes[1])
    rows = summary(scope=people.leader.scope, first=v.LONG_AGO, last=today(), area=places.grids[0])
    assert [(row.key, row.found) for row in rows] == [(places.grids[0].code, 1)]
