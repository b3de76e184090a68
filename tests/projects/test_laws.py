"""What the database holds of projects, tried past every verb."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from geodata.base import rls
from geodata.base.periods import today
from geodata.needs.models import Need
from geodata.projects.models import LivelihoodProject, ProjectHousehold, ProjectNeed
from geodata.register.proposing import Proposal, propose
from geodata.register.undoing import undo
from tests import village as v
from tests.projects.conftest import joins, moves, proposed
from tests.roles import owner

pytestmark = pytest.mark.django_db
TABLES = ("livelihoodproject", "projectstep", "projectneed", "projecthousehold")


def test_no_project_is_accepted_while_a_need_of_it_is_open(people, project, accepted):
    joins(people.township, project, accepted)
    moves(people.township, project, "approve", "build")
    with owner(), pytest.raises(IntegrityError, match="a need of it is open"), transaction.atomic():
        LivelihoodProject.objects.update(state="accepted", percent=100)


def test_no_project_is_told_while_a_household_was_not_asked(people, project, accepted):
    joins(people.township, project, accepted)
    moves(people.township, project, "approve", "build", "accept")
    with owner(), pytest.raises(IntegrityError, match="was not asked"), transaction.atomic():
        LivelihoodProject.objects.update(state="told", ended_at=v.NOON)


def joined(project: LivelihoodProject, need: Need) -> ProjectNeed:
    return ProjectNeed(project=project, need=need, joined_at=v.NOON, joined_by=project.by)


def test_a_sensitive_need_is_joined_to_none(people, project, home):
    need = people.county.records(home, sensitive=True)
    with owner(), pytest.raises(IntegrityError, match="sensitive"), transaction.atomic():
        joined(project, need).save()


def test_a_need_of_elsewhere_is_joined_to_none(people, places, project):
    elsewhere = next(home for home in places.homes if home.village_id != places.west.pk)
    need = people.county.records(elsewhere)
    with owner(), pytest.raises(IntegrityError, match="of its own village"), transaction.atomic():
        joined(project, need).save()


def seen_by(desk: object) -> list[int]:
    with rls.as_web_role():
        rls.show(desk.scope, to=desk.by, on=v.NOON.date())  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            return [_count(cursor, table) for table in TABLES]


def _count(cursor: object, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM geodata_{table}")  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def test_who_sees_what_of_a_project_by_plain_sql(people, places, accepted):
    project = proposed(people.township, places, department="water")
    joins(people.township, project, accepted)
    assert seen_by(people.village) == [1, 1, 1, 1]
    assert seen_by(people.contact) == [1, 1, 1, 1]
    assert seen_by(people.water) == [1, 1, 0, 0]
    assert seen_by(people.neighbour) == [0, 0, 0, 0]
    assert seen_by(people.planner) == [0, 0, 0, 0]


def test_the_first_line_says_the_same(people, places, accepted):
    project = proposed(people.township, places, department="water")
    joins(people.township, project, accepted)
    for desk, number in (
        (people.village, 1),
        (people.contact, 1),
        (people.water, 1),
        (people.neighbour, 0),
        (people.planner, 0),
    ):
        assert LivelihoodProject.objects.within(desk.scope).count() == number


def test_a_merger_takes_a_household_along_and_undoing_gives_it_back(people, places, project, accepted):
    joins(people.township, project, accepted)
    home, into = places.homes[0], places.homes[4]
    proposal = Proposal(project.key, "merged", today(), household=home.token, payload={"into": into.token})
    who = people.village.by
    change, _new = propose(proposal=proposal, by=who, scope=v.every_right(home), at=v.NOON, today=today())
    assert concerned() == {into.pk}
    undo(change=change, by=who, scope=v.every_right(home), at=v.NOON)
    assert concerned() == {home.pk}


def test_where_both_are_concerned_one_of_them_is_any_more(people, places, project, accepted):
    joins(people.township, project, accepted)
    home, into = places.homes[0], places.homes[4]
    with owner():
        ProjectHousehold.objects.create(
            project=project, household=into, village_id=into.village_id, origin="list", added_at=v.NOON
        )
    proposal = Proposal(project.key, "merged", today(), household=home.token, payload={"into": into.token})
    propose(proposal=proposal, by=people.village.by, scope=v.every_right(home), at=v.NOON, today=today())
    assert concerned() == {into.pk}
    assert LivelihoodProject.objects.get().homes == 1


@owner()
def concerned() -> set[int]:
    return set(ProjectHousehold.objects.filter(left_at__isnull=True).values_list("household", flat=True))


def test_words_of_ended_projects_are_forgotten(people, project):
    from geodata.projects.retention import words

    moves(people.township, project, "drop", reason="例没钱")
    with owner():
        assert words(v.NOON.date(), apply=True) == 0
        assert words(v.NOON.date() + dt.timedelta(days=1), apply=True) == 1
        assert project.steps.get(move="drop").reason == "–"
