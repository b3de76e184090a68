"""The way of a need through the levels, and what each move asks for."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from geodata.base import rls
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.periods import today
from geodata.contacts.rights import scope_in_force
from geodata.needs import assigning, beside, moving
from geodata.needs.beside_models import Assignment, Supervision
from geodata.needs.finding import find_need, open_need, steps_of
from geodata.needs.models import Need, NeedStep
from tests import village as v
from tests.lives import settle_laws
from tests.roles import owner

pytestmark = pytest.mark.django_db
LATER = v.NOON + dt.timedelta(days=1)


@pytest.fixture
def accepted(people, need):
    return people.village.does(moving.accept, need)


@pytest.fixture
def high(people, accepted):
    """With the township, accepted."""
    return people.village.does(moving.escalate, accepted, reason="例钱不够")


def test_from_the_phone_to_the_county_and_back(people, high, home, water):
    assert (high.level, high.state, high.unit_area.level) == (2, "accepted", "township")
    top = people.township.does(moving.escalate, high, reason="例要水利局")
    given = people.county.does(assigning.assign, top, task="例查井", department=water)
    assert (top.pk, given.state, given.number) == (given.need_id, "given", top.number)
    taken = assigning.accept_assignment(
        assignment=given, by=people.water.by, scope=people.water.scope, at=v.NOON
    )
    assigning.finish_assignment(
        assignment=taken, answer="例已打井", by=people.water.by, scope=people.water.scope, at=v.NOON
    )
    done = people.county.does(moving.finish, top, result="例已打井")
    assert (done.state, done.how, done.settled_level, done.settled_in) == ("done", "assigned", 3, "county")
    told = people.contact.does(moving.follow_up, done, answer="satisfied")
    assert (told.state, told.answer) == ("followed_up", "satisfied")
    assert people.county.does(moving.close, told).state == "closed"
    assert [step.move for step in done.steps.order_by("pk")] == [
        "record", "accept", "escalate", "escalate", "assign", "begin", "finish", "follow_up", "close",
    ]  # fmt: skip
    settle_laws()


def test_the_level_below_keeps_sight_and_moves_it_no_more(people, high):
    assert find_need(high.number, by=people.contact.by, scope=people.contact.scope).level == 2
    with pytest.raises(NotAllowed):
        people.village.does(moving.begin, high)


def test_a_need_is_returned_once_from_each_level(people, high):
    back = people.township.does(moving.return_down, high, reason="例村里可办")
    assert (back.level, back.state, back.unit_area_id) == (1, "accepted", back.village_id)
    up = people.village.does(moving.escalate, back, reason="例不行")
    with pytest.raises(Conflict):
        people.township.does(moving.return_down, up, reason="例再来")


def test_in_the_village_nothing_is_returned(people, accepted):
    with pytest.raises(Conflict):
        people.village.does(moving.return_down, accepted, reason="例")


def test_another_version_is_stale(people, need):
    with pytest.raises(Stale):
        people.village.does(moving.accept, need, version=7)


@pytest.mark.parametrize("why", ["", "mood"])
def test_declining_has_one_of_four_reasons(people, need, why):
    with pytest.raises(BadInput):
        people.village.does(moving.decline, need, why=why, reason="例")
    with pytest.raises(BadInput):
        people.village.does(moving.decline, need, why="in_court", reason=" ")
    assert people.village.does(moving.decline, need, why="in_court", reason="例在法院").state == "declined"


def test_what_is_merged_goes_on_in_another_that_is_not_merged_itself(people, need, home, places):
    other = people.contact.records(home, text="例同一件")
    merged = people.village.does(moving.merge, other, into=need)
    assert (merged.state, merged.merged_into_id) == ("merged", need.pk)
    third = people.contact.records(home)
    with pytest.raises(Conflict):
        people.village.does(moving.merge, third, into=other)
    with pytest.raises(NotFound):
        people.village.does(moving.merge, third, into=third)


def test_in_the_village_it_is_assigned_to_somebody_it_knows(people, accepted, water):
    with pytest.raises(BadInput):
        people.village.does(assigning.assign, accepted, task="例去看", user=v.user())
    with pytest.raises(BadInput):
        people.village.does(assigning.assign, accepted, task="例去看", department=water)
    given = people.village.does(assigning.assign, accepted, task="例去看", user=people.neighbour.by)
    taken = assigning.accept_assignment(
        assignment=given, by=people.neighbour.by, scope=people.neighbour.scope, at=v.NOON
    )
    assert (taken.state, Need.objects.get(pk=accepted.pk).state) == ("accepted", "in_progress")


def test_whoever_begins_with_the_need_itself_accepts_the_assignment(people, accepted):
    given = people.village.does(assigning.assign, accepted, task="例去看", user=people.leader.by)
    people.leader.does(moving.begin, accepted)
    given.refresh_from_db()
    assert given.state == "accepted"


@pytest.fixture
def given(people, high, water) -> Assignment:
    top = people.township.does(moving.escalate, high, reason="例")
    return people.county.does(assigning.assign, top, task="例查井", department=water)


def test_one_assignment_of_a_need_is_refused_and_the_next_one_is_not(people, given, water):
    desk = {"by": people.water.by, "scope": people.water.scope, "at": v.NOON}
    with pytest.raises(BadInput):
        assigning.refuse_assignment(assignment=given, reason="", **desk)
    assert assigning.refuse_assignment(assignment=given, reason="例归农业局", **desk).state == "refused"
    need = Need.objects.get(pk=given.need_id)
    assert (need.state, need.level, need.handed_out) == ("accepted", 3, False)
    again = people.county.does(assigning.assign, need, task="例查井", department=water)
    with pytest.raises(Conflict):
        assigning.refuse_assignment(assignment=again, reason="例还是不归", **desk)
    referred = assigning.refer_assignment(assignment=again, reason="例还是不归", **desk)
    assert referred.decide_by > v.NOON
    with pytest.raises(NotAllowed):
        assigning.decide_assignment(
            assignment=again, by=people.township.by, scope=people.township.scope, at=v.NOON
        )
    kept = assigning.decide_assignment(
        assignment=again, by=people.county.by, scope=people.county.scope, at=v.NOON
    )
    assert (kept.state, kept.decide_by) == ("given", None)
    settle_laws()


def test_a_stranger_answers_no_assignment(people, given):
    with pytest.raises(NotAllowed):
        assigning.accept_assignment(assignment=given, by=people.large.by, scope=people.large.scope, at=v.NOON)
    with pytest.raises(NotFound):
        assigning.find_assignment(given.pk, by=people.planner.by, scope=people.planner.scope)


def test_what_is_escalated_or_settled_leaves_no_assignment_open(people, high, places):
    given = people.township.does(assigning.assign, high, task="例看", area=places.west)
    people.township.does(moving.escalate, Need.objects.get(pk=high.pk), reason="例")
    assert Assignment.objects.get(pk=given.pk).state == "withdrawn"


def test_no_task_and_no_time_are_refused(people, high, places):
    with pytest.raises(BadInput):
        people.township.does(assigning.assign, high, task=" ", area=places.west)
    with pytest.raises(BadInput):
        people.township.does(assigning.assign, high, task="例", area=places.west, due_at=v.NOON)
    with pytest.raises(BadInput):
        people.township.does(assigning.assign, high, task="例", area=places.far)


def test_a_consultation_ends_with_its_result(people, accepted):
    people.village.does(beside.consult, accepted)
    told = {"day": v.NOON.date(), "participants": "例甲、例乙"}
    with pytest.raises(BadInput):
        people.village.does(beside.conclude, accepted, result="", **told)
    after = people.village.does(beside.conclude, accepted, result="例一起修", **told)
    assert (after.state, after.consultations.get().result) == ("in_progress", "例一起修")
    assert people.village.does(moving.finish, after, result="例修好").how == "consulted"


def test_a_dispute_that_is_agreed_on_is_looked_at_again(people, home):
    need = people.village.records(home, kind="dispute", category="neighbours", parties="例甲与例乙")
    people.village.does(moving.accept, need)
    with pytest.raises(BadInput):
        people.village.does(beside.mediate, need, outcome="agreed", mediator_name="例调解员")
    row = people.village.does(
        beside.mediate, need, outcome="agreed", mediator_name="例调解员", agreement="例各让一步",
        revisit_on=v.NOON.date() + dt.timedelta(days=30),
    )  # fmt: skip
    opened = open_need(
        Need.objects.get(pk=need.pk), by=people.village.by, scope=people.village.scope, at=v.NOON
    )
    assert (row.outcome, opened.agreement) == ("agreed", "例各让一步")
    assert people.contact.does(beside.revisit, need, on=v.NOON.date()).revisited_on == v.NOON.date()
    with pytest.raises(NotAllowed):
        people.county.does(beside.revisit, need, on=v.NOON.date())


def test_supervision_changes_no_state(people, accepted):
    made = people.township.does(beside.supervise, accepted, answer_by=LATER, note="例请尽快")
    assert (made.kind, Need.objects.get(pk=accepted.pk).state) == ("answer_by", "accepted")
    with pytest.raises(NotAllowed):
        people.village.does(beside.supervise, accepted)
    with pytest.raises(NotAllowed):
        beside.answer_supervision(
            supervision=made, answer="例好", by=people.contact.by, scope=people.contact.scope, at=v.NOON
        )
    answered = beside.answer_supervision(
        supervision=made, answer="例明天去", by=people.village.by, scope=people.village.scope, at=v.NOON
    )
    assert answered.answered_by_id == people.village.by.pk
    with pytest.raises(Conflict):
        beside.answer_supervision(
            supervision=made, answer="例再", by=people.village.by, scope=people.village.scope, at=v.NOON
        )
    assert Supervision.objects.count() == 1


def test_more_time_is_asked_before_the_deadline_once_a_level_and_granted_above(people, accepted):
    begun = people.village.does(moving.begin, accepted)
    until = begun.due_at + dt.timedelta(days=3)
    with pytest.raises(Conflict):
        people.village.does(beside.ask_more_time, begun, until=until, reason="例雨", at=begun.due_at)
    asked = people.village.does(beside.ask_more_time, begun, until=until, reason="例雨")
    assert (asked.state, asked.extension, asked.due_at < until) == ("in_progress", until, True)
    with pytest.raises(NotAllowed):
        people.village.does(beside.grant_more_time, asked)
    granted = people.township.does(beside.grant_more_time, asked)
    assert (granted.due_at, granted.extension) == (until, None)
    with pytest.raises(Conflict):
        people.village.does(
            beside.ask_more_time, granted, until=until + dt.timedelta(days=1), reason="例还雨"
        )


def test_whom_it_is_assigned_to_asks_whoever_assigned_it(people, given):
    desk = {"by": people.water.by, "scope": people.water.scope, "at": v.NOON}
    taken = assigning.accept_assignment(assignment=given, **desk)
    until = Need.objects.get(pk=given.need_id).due_at + dt.timedelta(days=2)
    beside.ask_more_time(assignment=taken, until=until, reason="例", **desk)
    people.county.does(beside.grant_more_time, taken.need)
    assert Assignment.objects.get(pk=given.pk).due_at == until


@pytest.fixture
def done(people, accepted):
    return people.village.does(moving.settle, accepted, result="例修好")


def test_a_result_is_said(people, accepted):
    with pytest.raises(BadInput):
        people.village.does(moving.settle, accepted, result=" ")


def test_who_is_not_satisfied_has_it_reopened_with_a_reason_and_its_deadline_anew(people, done):
    with pytest.raises(BadInput):
        people.contact.does(moving.follow_up, done, answer="not")
    with pytest.raises(BadInput):
        people.contact.does(moving.follow_up, done, answer="none")
    again = people.contact.does(moving.follow_up, done, answer="not", reason="例还漏", at=LATER)
    assert (again.state, again.level, again.reopened, again.settled_level) == ("accepted", 1, 1, None)
    assert again.due_at > done.due_at
    settled = people.village.does(moving.settle, again, result="例再修好")
    kept = people.contact.does(moving.follow_up, settled, answer="not", reason="例仍漏")
    assert kept.state == "followed_up"
    with pytest.raises(BadInput):
        people.village.does(moving.close, kept)
    assert people.village.does(moving.close, kept, reason="例已尽力").answer == "not"
    settle_laws()


def test_an_unsatisfied_need_is_not_closed_the_first_time(people, done):
    told = people.contact.does(moving.follow_up, done, answer="mostly")
    with owner():
        Need.objects.filter(pk=told.pk).update(answer="not")
    with pytest.raises(Conflict):
        people.village.does(moving.close, told, reason="例")


def test_whoever_finished_it_does_not_ask(people, done):
    with pytest.raises(NotAllowed):
        people.village.does(moving.follow_up, done, answer="satisfied")
    assert people.leader.does(moving.follow_up, done, answer="satisfied").state == "followed_up"


def test_what_is_closed_is_reopened_for_thirty_days(people, done):
    people.contact.does(moving.follow_up, done, answer="satisfied")
    closed = people.village.does(moving.close, done)
    with pytest.raises(Conflict):
        people.contact.does(moving.reopen, closed, reason="例又坏", at=v.NOON + dt.timedelta(days=31))
    assert people.contact.does(moving.reopen, closed, reason="例又坏", at=LATER).state == "accepted"


def test_while_it_is_new_its_recorder_takes_it_back_and_afterwards_its_level(people, need):
    with pytest.raises(NotAllowed):
        people.village.does(moving.withdraw, need, reason="例")
    assert people.contact.does(moving.withdraw, need, reason="例自己修了").state == "withdrawn"


def test_steps_tell_their_reasons(people, high):
    told = list(steps_of(high, by=people.contact.by, scope=people.contact.scope))
    assert [details.get("reason") for _step, details in told] == ["", "", "例钱不够"]


def as_web(desk, *statements: str) -> None:
    """By plain SQL, as the web role with that scope in force."""
    with owner(), rls.as_web_role():
        scope_in_force(desk.by, on=today())
        with rls.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        settle_laws()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE geodata_need SET state = 'closed', ended_at = now(), settled_level = 1, settled_at = now(), settled_in = 'grid', how = 'spot', answer = 'satisfied'",
        "UPDATE geodata_need SET level = 2",
        "UPDATE geodata_need SET level = 3",
        "INSERT INTO geodata_needstep (need_id, at, before, move, after, reason) SELECT id, now(), 'new', 'close', 'closed', '' FROM geodata_need",
        "INSERT INTO geodata_needstep (need_id, at, before, move, after, reason) SELECT id, now(), 'new', 'accept', 'accepted', '' FROM geodata_need",
        "UPDATE geodata_needstep SET reason = ''",
        "DELETE FROM geodata_needstep",
        "DELETE FROM geodata_need",
        "UPDATE geodata_need SET text = 'x'",
        "SELECT last FROM geodata_needseries",
    ],
)
def test_a_forbidden_step_by_plain_sql_fails(people, need, statement):
    with pytest.raises((IntegrityError, ProgrammingError, DatabaseError)), transaction.atomic():
        as_web(people.village, statement)
    assert NeedStep.objects.filter(need=need).count() == 1
