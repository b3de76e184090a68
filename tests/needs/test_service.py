"""What becomes of needs by itself: once for each level, however long the service stood still and however often it runs."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from geodata.audit.models import Notice
from geodata.calendar.models import CalendarVersion, WorkDay
from geodata.needs import moving
from geodata.needs.beside_models import Supervision
from geodata.needs.links import MINE
from geodata.needs.models import Need, NeedStep
from geodata.needs.service import Done, do_what_is_due
from geodata.needs.settings_models import NeedRule
from tests import village as v
from tests.lives import settle_laws
from tests.roles import owner

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def fresh(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def at_end(need: Need) -> dt.datetime:
    return fresh(need).due_at + MINUTE


def test_before_its_end_it_is_reminded_once(people, need):
    at = need.remind_at + MINUTE
    assert do_what_is_due(at=at) == Done(reminded=1)
    assert do_what_is_due(at=at) == Done()
    with owner():
        told = Notice.objects.filter(kind="need_due", subject=need.number).values_list("user_id", flat=True)
        assert set(told) == {people.leader.by.pk, people.village.by.pk}


def test_of_several_each_is_told_once_and_led_to_the_own_list(people, home, need):
    people.contact.records(home, category="roads")
    assert do_what_is_due(at=need.remind_at + MINUTE) == Done(reminded=2)
    with owner():
        told = Notice.objects.filter(kind="need_due").values_list("user_id", "subject", "link")
        assert set(told) == {(desk.by.pk, "2", MINE) for desk in (people.leader, people.village)}


def test_a_late_need_goes_up_once_a_level_and_is_supervised_at_the_county(people, need):
    people.village.does(moving.accept, need)
    assert do_what_is_due(at=at_end(need)) == Done(escalated=1)
    now = fresh(need)
    assert (now.level, now.state, now.unit_area.level) == (2, "accepted", "township")
    step = now.steps.order_by("-pk").first()
    assert (step.by_id, step.move, step.level, step.level_after) == (None, "escalate", 1, 2)
    assert do_what_is_due(at=step.at + MINUTE) == Done()
    assert do_what_is_due(at=at_end(need)).escalated == 1
    assert fresh(need).level == 3
    assert do_what_is_due(at=at_end(need)).supervised == 1
    assert do_what_is_due(at=at_end(need)) == Done()
    assert Supervision.objects.get(need=need).by_id is None
    settle_laws()


def test_after_weeks_of_standstill_it_goes_up_by_one_level_and_has_its_time_there(need):
    late = need.due_at + dt.timedelta(days=90)
    assert do_what_is_due(at=late).escalated == 1
    now = fresh(need)
    assert (now.level, now.state, now.due_at > late) == (2, "new", True)
    assert do_what_is_due(at=late) == Done()


def test_what_was_returned_is_not_escalated_again_but_supervised(people, need):
    people.village.does(moving.accept, need)
    do_what_is_due(at=at_end(need))
    people.township.does(
        moving.return_down, fresh(need), reason="例村里可办", at=v.NOON + dt.timedelta(days=30)
    )
    assert do_what_is_due(at=at_end(need)) == Done(supervised=1)
    assert fresh(need).level == 1


def test_a_rule_may_supervise_instead(need):
    with owner():
        NeedRule.objects.filter(level=1).update(late="supervise")
    assert do_what_is_due(at=at_end(need)) == Done(supervised=1)


def test_what_those_concerned_are_content_with_is_closed_and_what_nobody_asks_about_after_two_weeks(
    people, home
):
    asked, unasked = (people.contact.records(home, settled="例已修好") for _ in range(2))
    people.leader.does(moving.follow_up, asked, answer="mostly")
    assert do_what_is_due(at=v.NOON + dt.timedelta(days=13)) == Done(closed=1)
    assert do_what_is_due(at=v.NOON + dt.timedelta(days=14)) == Done(closed=1)
    assert (fresh(asked).answer, fresh(unasked).answer, fresh(unasked).state) == ("mostly", "none", "closed")
    settle_laws()


def test_open_assignments_end_with_an_escalation(people, need, places):
    from geodata.needs import assigning

    people.village.does(moving.accept, need)
    given = people.village.does(assigning.assign, fresh(need), task="例看", user=people.neighbour.by)
    do_what_is_due(at=at_end(need))
    given.refresh_from_db()
    assert (given.state, fresh(need).handed_out) == ("withdrawn", False)


def test_a_changed_calendar_moves_deadlines_by_a_step_of_the_service(need):
    with owner():
        day = need.due_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date()
        WorkDay.objects.create(day=day, works=False, source="county")
        CalendarVersion.objects.create(at=v.NOON, days=[day])
    assert do_what_is_due(at=v.NOON) == Done(recalculated=1)
    now = fresh(need)
    assert (now.due_at > need.due_at, now.version) == (True, need.version + 1)
    assert now.steps.order_by("-pk").first().move == "recalculate"
    assert do_what_is_due(at=v.NOON) == Done()
    settle_laws()


def test_without_apply_nothing_is_changed_and_the_command_says_what_would_be(need):
    told = StringIO()
    call_command("needs_due", "--at", at_end(need).isoformat(), "--json", stdout=told)
    assert json.loads(told.getvalue())["escalated"] == 1
    assert fresh(need).level == 1
    for expected in (1, 0):
        told = StringIO()
        call_command(
            "needs_due", "--at", (need.due_at + MINUTE).isoformat(), "--apply", "--json", stdout=told
        )
        assert json.loads(told.getvalue())["escalated"] == expected
    assert fresh(need).level == 2


def test_a_run_that_is_killed_has_done_nothing(need, monkeypatch):
    class Killed(Exception):
        pass

    from geodata.needs import service

    def killed(*_args: object, **_more: object) -> int:
        raise Killed

    at = at_end(need)
    monkeypatch.setattr(service._Run, "tell", killed)
    with pytest.raises(Killed), transaction.atomic():
        do_what_is_due(at=at)
    monkeypatch.undo()
    assert do_what_is_due(at=at).escalated == 1


def test_by_itself_it_is_escalated_once_a_level_whoever_writes(need):
    do_what_is_due(at=at_end(need))
    with pytest.raises(IntegrityError), owner(), transaction.atomic():
        NeedStep.objects.create(
            need=need, at=v.NOON, move="escalate", before="new", after="new", level=1, level_after=2
        )


def test_a_sensitive_need_goes_up_as_well(people, home):
    need = people.contact.records(home, sensitive=True, text="例干部")
    assert do_what_is_due(at=at_end(need)).escalated == 1
    with owner():
        assert fresh(need).level == 3
