"""A project from its proposal to the day on which households are told: who moves it, and what its needs do with it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound, Stale
from geodata.base.periods import today
from geodata.needs import assigning, beside
from geodata.needs import moving as needs
from geodata.needs.beside_models import Assignment
from geodata.needs.service import do_what_is_due
from geodata.projects import joining
from geodata.projects.finding import Filter, find_project
from geodata.projects.lifecycle import LIFE
from geodata.projects.models import LivelihoodProject, ProjectHousehold
from geodata.projects.proposing import change, list_households
from tests import village as v
from tests.projects.conftest import joins, moves, plan, proposed

pytestmark = pytest.mark.django_db
BUILT = ("approve", "build", "accept")


@contextmanager
def refused(kind: type[DomainError], field: str) -> Iterator[None]:
    with pytest.raises(kind) as told:
        yield
    assert told.value.field == field


def test_what_is_accepted_finishes_its_needs_and_is_told_once_all_were_asked(people, project, accepted):
    assert joins(people.township, project, accepted) == 1
    built = moves(people.township, project, *BUILT)
    accepted.refresh_from_db()
    assert (built.state, built.percent, accepted.state, accepted.settled_in) == (
        "accepted",
        100,
        "done",
        "village",
    )
    with refused(Conflict, "move"):
        moves(people.township, built, "tell")
    people.contact.does(needs.follow_up, accepted, answer="satisfied")
    told = moves(people.township, built, "tell")
    assert told.state == "told"
    assert told.ended_at == v.NOON


def test_nothing_is_accepted_where_a_need_cannot_be_finished(people, project, accepted, monkeypatch):
    joins(people.township, project, accepted)
    building = moves(people.township, project, "approve", "build")

    def broken(**_told: object) -> None:
        raise Conflict("no")

    monkeypatch.setattr("geodata.projects.moving.finish_for_all", broken)
    with pytest.raises(Conflict):
        moves(people.township, building, "accept")
    assert LivelihoodProject.objects.get().state == "building"


@pytest.mark.parametrize("on_the_way", ["consulting", "in_progress", "escalated"])
def test_a_need_is_finished_from_wherever_it_stands(people, project, accepted, on_the_way):
    joins(people.township, project, accepted)
    if on_the_way == "consulting":
        people.village.does(beside.consult, accepted)
    elif on_the_way == "in_progress":
        people.village.does(needs.begin, accepted)
    else:
        people.village.does(needs.escalate, accepted, reason="例")
    moves(people.township, project, *BUILT)
    accepted.refresh_from_db()
    assert accepted.state == "done"


def test_what_was_assigned_is_withdrawn_with_it(people, project, accepted):
    people.village.does(assigning.assign, accepted, task="例去看", user=people.neighbour.by)
    joins(people.township, project, accepted)
    moves(people.township, project, *BUILT)
    accepted.refresh_from_db()
    assert (accepted.state, Assignment.objects.get().state) == ("done", "withdrawn")


ALLOWED = {
    "proposed": {"change": "VOD", "approve": "O", "drop": "O"},
    "approved": {"change": "O", "build": "OD", "drop": "O"},
    "building": {"change": "O", "report": "OD", "accept": "O", "drop": "O"},
    "accepted": {"tell": "O"},
    "told": {},
    "dropped": {},
}
WHO = {
    "village": "V",
    "township": "O",
    "county": "O",
    "water": "D",
    "contact": "",
    "neighbour": "",
    "leader": "",
    "large": "",
    "planner": "",
    "auditor": "",
}


def test_every_move_is_of_those_whose_it_is(people, places, water):
    project = LivelihoodProject(area=places.west, department=water, villages=[places.west.pk])
    for state, known in ALLOWED.items():
        project.state = state
        for name, part in WHO.items():
            desk = getattr(people, name)
            expected = [move for move, whose in known.items() if part and part in whose]
            assert LIFE.moves_from(project, scope=desk.scope, by=desk.by) == expected, (state, name)


def test_a_department_builds_and_reports_what_is_its_own(people, places, water):
    project = proposed(people.water, places, department="water")
    moves(people.township, project, "approve")
    moves(people.water, project, "build")
    assert moves(people.water, project, "report", percent=40, reason="例").percent == 40
    with pytest.raises(NotAllowed):
        moves(people.water, project, "accept")


def test_who_has_nothing_to_do_with_it_proposes_nothing(people, places):
    for desk in (people.contact, people.leader, people.large, people.planner, people.auditor):
        with pytest.raises((NotAllowed, NotFound)):
            proposed(desk, places)
    with pytest.raises(NotFound):
        proposed(people.village, places, area=places.east.code)
    with pytest.raises(NotFound):
        proposed(people.county, places, area=places.grids[0].code)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", {"title": " "}),
        ("category", {"category": "war"}),
        ("money", {"money": "moon"}),
        ("text", {"text": "例" * 501}),
        ("due_on", {"due_on": dt.date(2020, 1, 1)}),
        ("geometry", {"geometry": v.square(0, 0)}),
        ("reach", {"reach": 5001}),
        ("budget", {"budget": -1}),
        ("department", {"department": "moon"}),
    ],
)
def test_what_a_plan_cannot_say_is_refused(people, places, field, said):
    with refused(BadInput, field):
        proposed(people.township, places, **said)


def test_a_plan_changes_and_its_area_stays(people, places, project):
    told = {"project": project, "by": people.village.by, "scope": people.village.scope, "at": v.NOON}
    assert change(plan=plan(places, budget=90_000), **told, version=1).budget == 90_000
    with pytest.raises(Stale):
        change(plan=plan(places), **told, version=1)
    with refused(BadInput, "area"):
        change(plan=plan(places, area=places.east.code), **told)
    moves(people.township, project, "approve")
    with pytest.raises(NotAllowed):
        change(plan=plan(places), **told)


def test_what_a_move_cannot_be_told_is_refused(people, project):
    with refused(BadInput, "move"):
        moves(people.township, project, "change")
    with refused(BadInput, "percent"):
        moves(people.township, project, "approve", percent=3)
    with refused(Conflict, "move"):
        moves(people.township, project, "tell")
    building = moves(people.township, project, "approve", "build")
    with refused(BadInput, "percent"):
        moves(people.township, building, "report", percent=101)
    with refused(BadInput, "reason"):
        moves(people.township, building, "drop")


def test_what_is_dropped_sets_its_needs_free(people, places, project, accepted):
    joins(people.village, project, accepted)
    dropped = moves(people.township, project, "drop", reason="例")
    assert (dropped.joined, joins(people.village, proposed(people.township, places), accepted)) == (0, 1)


def test_a_need_is_joined_once_it_was_accepted_and_to_one_project(people, places, project, home, need):
    with refused(Conflict, "needs"):
        joins(people.township, project, need)
    people.village.does(needs.accept, need)
    joins(people.township, project, need)
    assert joins(people.township, project, need) == 0
    with refused(Conflict, "needs"):
        joins(people.township, proposed(people.township, places), need)
    with pytest.raises(NotAllowed):
        joins(people.water, proposed(people.water, places, department="water"), need)
    with refused(BadInput, "needs"):
        joins(people.township, project)


def test_a_need_of_elsewhere_or_a_sensitive_one_is_not_found(people, places, project, home):
    elsewhere = people.township.records(places.homes[-1])
    sensitive = people.county.records(home, sensitive=True)
    for one in (elsewhere, sensitive):
        with pytest.raises(NotFound):
            joins(people.county, project, one)


def test_a_need_is_taken_out_before_the_work_is_accepted(people, project, accepted):
    joins(people.village, project, accepted)
    told = {"by": people.village.by, "scope": people.village.scope, "at": v.NOON, "number": accepted.number}
    joining.take_out(project=project, **told)
    with pytest.raises(NotFound):
        joining.take_out(project=project, **told)
    joins(people.village, project, accepted)
    with pytest.raises(NotAllowed):
        joining.take_out(project=project, **told | {"scope": people.contact.scope})
    built = moves(people.township, project, *BUILT)
    with refused(Conflict, "need"):
        joining.take_out(project=built, **told)
    with refused(Conflict, "needs"):
        joins(people.village, built, accepted)


def test_what_was_closed_without_an_answer_is_taken_out_before_households_are_told(people, project, accepted):
    joins(people.township, project, accepted)
    built = moves(people.township, project, *BUILT)
    do_what_is_due(at=v.NOON + dt.timedelta(days=15))
    with refused(Conflict, "move"):
        moves(people.township, built, "tell")
    joining.take_out(
        project=built, number=accepted.number, by=people.township.by, scope=people.township.scope, at=v.NOON
    )
    assert moves(people.township, built, "tell").state == "told"


def test_households_are_listed_where_needs_of_theirs_are_seen(people, places, project):
    told = {"project": project, "by": people.village.by, "scope": people.village.scope, "at": v.NOON}
    homes = [home for home in places.homes if home.village_id == places.west.pk]
    assert list_households(tokens=[homes[0].token], **told) == 1
    assert list_households(tokens=[home.token for home in homes[:2]], **told) == 1
    with pytest.raises(NotFound):
        list_households(tokens=[places.homes[-1].token], **told)
    with refused(BadInput, "households"):
        list_households(tokens=[], **told)
    assert LivelihoodProject.objects.get().homes == 2


def test_whoever_lives_near_is_concerned_and_a_department_is_told_how_many(people, places, water):
    project = proposed(people.water, places, department="water", geometry=v.middle(0, 0), reach=5)
    assert project.homes > 0
    assert not ProjectHousehold.objects.within(people.water.scope).exists()
    wide = plan(places, department="water", geometry=v.square(0, 0, wide=9, high=9)[0], reach=0)
    inside = change(project=project, plan=wide, by=people.township.by, scope=people.township.scope, at=v.NOON)
    placed = [home for home in places.homes if home.village_id == places.west.pk and home.point]
    assert inside.homes == len(placed) > project.homes
    none = change(
        project=project, plan=plan(places), by=people.township.by, scope=people.township.scope, at=v.NOON
    )
    assert none.homes == 0


def test_who_does_not_see_a_project_does_not_find_it(people, places, project):
    assert find_project(project.key, scope=people.village.scope) == project
    assert list(
        Filter(area=places.grids[0], state="proposed", category="water").of(people.large.scope, on=today())
    ) == [project]
    assert not Filter(late=True).of(people.village.scope, on=today())
    for desk, error in ((people.contact, NotFound), (people.water, NotFound), (people.planner, NotAllowed)):
        with pytest.raises(error):
            find_project(project.key, scope=desk.scope)


def test_the_household_of_a_joined_need_is_concerned(people, project, accepted):
    joins(people.township, project, accepted)
    assert LivelihoodProject.objects.get().homes == 1
    joining.take_out(
        project=project, number=accepted.number, by=people.township.by, scope=people.township.scope, at=v.NOON
    )
    assert LivelihoodProject.objects.get().homes == 0
