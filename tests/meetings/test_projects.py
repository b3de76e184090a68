"""Livelihood projects on the agenda: proposals are approved by it, late ones are taken in hand."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.meetings.gathering import SOURCES, agenda_of
from geodata.meetings.models import Decision
from geodata.meetings.own import settled
from geodata.projects.finding import Filter
from geodata.projects.moving import move_on
from geodata.projects.proposing import propose
from tests.meetings.conftest import line_of
from tests.projects.conftest import plan

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def late() -> dict[str, dt.date]:
    return {"begin_on": today() - 9 * DAY, "due_on": today() - DAY}


def numbers(desk, area) -> dict[str, int]:
    found = agenda_of(area, on=today(), **desk.told)
    return {
        section.source.name: section.n for section in found.sections if section.source.things == "projects"
    }


def test_a_proposal_is_approved_by_the_meeting(people, places):
    project = propose(plan=plan(places), **people.village.told)
    meeting = people.township.freezes(places.town.code)
    people.township.decides(meeting, line_of(meeting, "projects_proposed"), "approve")
    project.refresh_from_db()
    assert (project.state, Decision.objects.get().state) == ("approved", "done")


def test_a_late_one_is_on_the_agenda_until_it_is_accepted(people, places):
    project = propose(plan=plan(places, **late()), **people.township.told)
    meeting = people.village.freezes(places.west.code)
    item = people.village.decides(meeting, line_of(meeting, "projects_late"), "handle")
    assert settled([item]) == set()
    for move in ("approve", "build", "accept"):
        move_on(move, project=project, **people.township.told)
    assert settled([item]) == {("projects", str(project.key))}
    assert numbers(people.village, places.west) == {}


def test_what_lies_around_an_area_is_on_the_agenda_above(people, places):
    propose(plan=plan(places, area=places.town.code, **late()), **people.township.told)
    assert numbers(people.village, places.west) == {}
    assert numbers(people.township, places.town) == {"projects_proposed": 1, "projects_late": 1}
    listed = Filter(area=places.town, inside=True, state="proposed").of(people.township.scope, on=today())
    assert listed.count() == 1
    assert not Filter(area=places.west, inside=True).of(people.village.scope, on=today()).exists()


def test_its_title_is_told_to_whoever_sees_it(people, places):
    project = propose(plan=plan(places), **people.village.told)
    told = SOURCES["projects_late"].titles
    assert told([str(project.key)], people.village.by, people.village.scope) == {
        str(project.key): project.title
    }
    assert told([str(project.key)], people.other.by, people.other.scope) == {}
