"""Deciding does it: every outcome of every source, in one transaction or not at all."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from geodata.base.agenda import Deed, Outcome, stays
from geodata.base.errors import BadInput, Conflict, DomainError, NotFound
from geodata.base.periods import today
from geodata.meetings.deciding import bring_up, verb_of
from geodata.meetings.gathering import SOURCES
from geodata.meetings.holding import Asked, freeze, plan_meeting
from geodata.meetings.minutes import confirm
from geodata.meetings.models import Decision
from geodata.needs.beside_models import Assignment, Supervision
from geodata.needs.models import Need
from geodata.register.proposing import Proposal, propose
from tests import village as v
from tests.meetings.conftest import in_days, line_of, settles
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_of_every_source_is_done_or_refused_with_a_sentence(people, places, outcome):
    """What has no verb is told so; what has one is asked about a thing that is not there, and moves nothing or says so."""
    for name, source in SOURCES.items():
        if outcome not in source.verbs:
            with pytest.raises(Conflict) as refused:
                verb_of(name, outcome)
            assert str(source.label) in refused.value.message and refused.value.remedy
        elif verb_of(name, outcome) is not stays:
            with pytest.raises(DomainError):
                verb_of(name, outcome)("0", _deed(places.west, people.village))


@pytest.mark.parametrize(
    ("outcome", "state", "level"),
    [("handle", "accepted", 1), ("assign", "assigned", 1), ("escalate", "accepted", 2), ("defer", "new", 1), ("note", "new", 1)],
)  # fmt: skip
def test_the_move_of_a_need_is_made_with_the_decision(people, places, need, outcome, state, level):
    meeting = people.village.freezes(places.west.code)
    item = people.village.decides(meeting, line_of(meeting, "needs_new"), outcome, text="例请处理")
    need.refresh_from_db()
    assert (need.state, need.level, item.outcome) == (state, level, outcome)
    assert Decision.objects.count() == (outcome != "defer")


def test_what_the_verb_refuses_is_taken_back_whole(people, places, need):
    meeting = people.village.freezes(places.west.code)
    settles(people.village, need)
    with pytest.raises(DomainError):
        people.village.decides(meeting, item := line_of(meeting, "needs_new"), "escalate")
    meeting.refresh_from_db()
    assert (meeting.state, item.outcome, Decision.objects.count()) == ("frozen", "", 0)


def test_what_the_decision_lacks_takes_the_move_back(people, places, need, monkeypatch):
    meeting = people.village.freezes(places.west.code)

    def fails(**_values):
        raise Conflict("例")

    monkeypatch.setattr(Decision.objects, "create", fails)
    with pytest.raises(Conflict):
        people.village.decides(meeting, line_of(meeting, "needs_new"), "escalate")
    need.refresh_from_db()
    assert (need.state, need.steps.count()) == ("new", 1)


def test_owner_and_day_are_preset_by_the_rule(people, places, need):
    meeting = people.village.freezes(places.west.code)
    people.village.decides(meeting, line_of(meeting, "needs_new"), "assign")
    decision, given = Decision.objects.get(), Assignment.objects.get()
    assert (decision.owner, decision.due_on, decision.state) == (people.leader.by, in_days(7), "open")
    assert given.user == people.leader.by


def test_above_the_village_a_department_is_given_it(people, places):
    with owner():
        v.department(places.county, "water")
    made = people.township.records(places.homes[0], level=2)
    meeting = people.township.freezes(places.town.code)
    with pytest.raises(DomainError):
        people.township.decides(meeting, line_of(meeting, "needs_new"), "assign", department="no_such")
    people.township.decides(
        meeting, line_of(meeting, "needs_new"), "assign", office=places.west.code, text="例"
    )
    assert Assignment.objects.get(need=made).area == places.west
    assert Decision.objects.get().unit_area == places.west


def test_a_change_of_the_register_is_approved(people, places):
    asked = Proposal(uuid.uuid4(), "corrected", today(), household=places.homes[0].token, payload={"size": 4})
    change, _new = propose(proposal=asked, today=today(), **people.leader.told)
    meeting = people.village.freezes(places.west.code)
    people.village.decides(meeting, line_of(meeting, "register"), "approve")
    change.refresh_from_db()
    assert (change.state, Decision.objects.get().state) == ("confirmed", "done")


def test_a_decision_before_is_done_or_replaced(people, places, need):
    first = people.village.freezes(places.west.code)
    people.village.decides(first, line_of(first, "needs_new"), "handle")
    confirm(meeting=first, **people.village.told)
    second = people.village.freezes(places.west.code)
    people.village.decides(second, line_of(second, "decisions"), "handle", due_on=in_days(2))
    assert [one.state for one in Decision.objects.order_by("pk")] == ["dropped", "open"]
    confirm(meeting=second, **people.village.told)
    third = people.village.freezes(places.west.code)
    people.village.decides(third, line_of(third, "decisions"), "approve")
    assert not Decision.objects.open().exists()
    with pytest.raises(NotFound):
        SOURCES["decisions"].verbs["approve"]("0", _deed(places.west, people.village))


def _deed(area, desk):
    return Deed(area=area, on=today(), **desk.told)


def test_a_dispatch_meeting_supervises_what_is_late(people, places, need):
    with owner():
        Need.objects.filter(pk=need.pk).update(due_at=timezone.now() - dt.timedelta(days=1))
    asked = Asked(area=places.county.code, kind="dispatch", planned_at=timezone.now())
    meeting = plan_meeting(asked=asked, **people.county.told)
    freeze(meeting=meeting, **people.county.told)
    people.county.decides(meeting, line_of(meeting, "needs_behind"), "handle", text="例请办结")
    assert Supervision.objects.get().need == need


def test_a_line_is_decided_once(people, places, need):
    meeting = people.village.freezes(places.west.code)
    item = line_of(meeting, "needs_new")
    people.village.decides(meeting, item, "note")
    with pytest.raises(Conflict):
        people.village.decides(meeting, item, "handle")
    with pytest.raises(NotFound):
        people.village.decides(meeting, 500, "note")


@pytest.mark.parametrize(
    "said", [{"due_on": dt.date(2020, 1, 1)}, {"owner": 0}, {"text": "430382199001011234"}]
)
def test_what_cannot_be_decided_is_refused(people, places, need, said):
    meeting = people.village.freezes(places.west.code)
    if "owner" in said:
        said = {"owner": people.other.by.pk}
    with pytest.raises(BadInput):
        people.village.decides(meeting, line_of(meeting, "needs_new"), "handle", **said)


def test_a_neighbour_decides_nothing(people, places, need):
    meeting = people.village.freezes(places.west.code)
    item = bring_up(meeting=meeting, text="例", **people.village.told)
    with pytest.raises(DomainError):
        people.township.decides(meeting, item, "note")
