"""Households that a late project concerns, as of any day."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.coverage import households, states
from geodata.projects.models import ProjectHousehold
from geodata.projects.proposing import change, list_households
from tests.projects.conftest import moves, plan, proposed
from tests.roles import owner

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def late(people, on: dt.date) -> int:
    selection = states.select(scope=people.county.scope, area=None, on=on)
    return households.matched(states.Question(selection, on=on), "project_late")


def test_a_project_is_late_from_the_day_after_its_last_until_it_is_accepted(people, places, home):
    now = dt.datetime.combine(today(), dt.time(3), tzinfo=dt.UTC)
    told = {"begin_on": today() - 30 * DAY, "due_on": today() - 10 * DAY}
    project = proposed(people.township, places, at=now - 20 * DAY, **told)
    who = {"by": people.township.by, "scope": people.township.scope}
    list_households(project=project, tokens=[home.token], at=now - 20 * DAY, **who)
    assert [late(people, today() - ago * DAY) for ago in (10, 9, 0)] == [0, 1, 1]
    change(
        project=project, plan=plan(places, begin_on=told["begin_on"], due_on=today()), at=now - 5 * DAY, **who
    )
    assert [late(people, today() - ago * DAY) for ago in (10, 6, 5, 0)] == [0, 1, 0, 0]
    change(project=project, plan=plan(places, **told), at=now - 4 * DAY, **who)
    moves(people.township, project, "approve", "build", "accept", at=now - 2 * DAY)
    assert [late(people, today() - ago * DAY) for ago in (4, 3, 2, 0)] == [1, 1, 0, 0]


def test_who_is_concerned_no_more_is_not_late(people, places, home):
    now = dt.datetime.combine(today(), dt.time(3), tzinfo=dt.UTC)
    project = proposed(
        people.township, places, at=now - 20 * DAY, begin_on=today() - 30 * DAY, due_on=today() - 10 * DAY
    )
    list_households(
        project=project,
        tokens=[home.token],
        at=now - 20 * DAY,
        by=people.township.by,
        scope=people.township.scope,
    )
    with owner():
        ProjectHousehold.objects.update(left_at=now - 3 * DAY)
    assert [late(people, today() - ago * DAY) for ago in (4, 3)] == [1, 0]
