"""A meeting from its frozen agenda to its confirmed minutes."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.periods import today
from geodata.meetings.deciding import bring_up
from geodata.meetings.finding import find_meeting, lines_of, sections_of
from geodata.meetings.holding import Asked, cancel, freeze, plan_meeting
from geodata.meetings.minutes import add, confirm, find_decision, finish, finish_settled
from geodata.meetings.models import Decision
from tests import village as v
from tests.meetings.conftest import in_days, line_of, settles

pytestmark = pytest.mark.django_db


def test_one_press_freezes_the_next_meeting_by_rule(people, places, need):
    meeting = people.village.freezes(places.west.code)
    day = timezone.localdate(meeting.planned_at)
    assert (meeting.state, meeting.kind, day.isoweekday()) == ("frozen", "weekly", 5)
    assert meeting.lines == meeting.items.count() > 0


def test_a_visit_after_it_changes_nothing(people, places):
    meeting = people.village.freezes(places.west.code)
    before = list(meeting.items.values_list("label", "snapshot"))
    v.visit(places.homes[1], today(), by=people.village.by)
    meeting.refresh_from_db()
    assert list(meeting.items.values_list("label", "snapshot")) == before


def test_a_second_one_waits_until_the_first_is_over(people, places):
    people.village.freezes(places.west.code)
    with pytest.raises(Conflict):
        people.village.freezes(places.west.code)


@pytest.mark.parametrize("who", ["leader", "large", "township", "county"])
def test_a_village_holds_its_own(people, places, who):
    with pytest.raises((NotAllowed, NotFound)):
        getattr(people, who).freezes(places.west.code)


def test_a_neighbour_has_nothing_to_do_with_it(people, places):
    meeting = people.village.freezes(places.west.code)
    with pytest.raises(NotFound):
        people.other.freezes(places.west.code)
    with pytest.raises(NotFound):
        find_meeting(meeting.key, scope=people.other.scope)


def test_a_leader_attends_and_is_told_figures_of_the_own_grid_alone(people, places, need):
    meeting = find_meeting(people.village.freezes(places.west.code).key, scope=people.leader.scope)
    told = [line for line in lines_of(meeting, scope=people.leader.scope) if line.snapshot["figure"]]
    assert {line.snapshot["place"] for line in told} <= {places.grids[0].code}
    assert all(section["n"] is None for section in sections_of(meeting, scope=people.leader.scope))
    assert len(lines_of(meeting, scope=people.village.scope)) == meeting.lines
    assert sections_of(meeting, scope=people.village.scope) == meeting.sections


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "party"},
        {"kind": "dispatch"},
        {"planned_at": v.NOON + dt.timedelta(days=4000)},
        {"title": "430382199001011234"},
    ],
)
def test_what_cannot_be_planned_is_refused(people, places, asked):
    with pytest.raises(BadInput):
        plan_meeting(asked=Asked(area=places.west.code, **asked), **people.village.told)


def test_the_county_meets_when_it_is_called(people, places):
    with pytest.raises(BadInput):
        plan_meeting(asked=Asked(area=places.county.code), **people.county.told)
    at = timezone.now() + dt.timedelta(hours=1)
    called = plan_meeting(asked=Asked(area=places.county.code, planned_at=at), **people.county.told)
    assert (called.kind, called.state) == ("called", "planned")


def test_what_was_changed_meanwhile_is_not_frozen(people, places):
    planned = plan_meeting(asked=Asked(area=places.west.code), **people.village.told)
    with pytest.raises(Stale):
        freeze(meeting=planned, version="9", **people.village.told)
    assert cancel(meeting=planned, version="1", **people.village.told).state == "cancelled"


def test_minutes_are_confirmed_once_and_added_to(people, places, need):
    meeting = people.village.freezes(places.west.code)
    with pytest.raises(Conflict):
        add(meeting=meeting, text="例补充", **people.village.told)
    people.village.decides(meeting, line_of(meeting, "needs_new"), "note")
    confirm(meeting=meeting, text="例会议记录", present=[people.leader.by.pk], **people.village.told)
    with pytest.raises(Conflict):
        confirm(meeting=meeting, **people.village.told)
    added = [add(meeting=meeting, text=f"例补充{n}", **people.village.told).number for n in (1, 2)]
    assert added == [1, 2]


def test_who_does_not_hold_it_adds_nothing(people, places, need):
    meeting = people.village.freezes(places.west.code)
    people.village.decides(meeting, line_of(meeting, "needs_new"), "note")
    confirm(meeting=meeting, **people.village.told)
    with pytest.raises(NotAllowed):
        add(meeting=meeting, text="例补充", **people.township.told)
    with pytest.raises(BadInput):
        add(meeting=meeting, text=" ", **people.village.told)


def test_only_known_people_are_present(people, places, need):
    meeting = people.village.freezes(places.west.code)
    people.village.decides(meeting, line_of(meeting, "needs_new"), "note")
    with pytest.raises(BadInput):
        confirm(meeting=meeting, present=[people.other.by.pk], **people.village.told)
    with pytest.raises(BadInput):
        confirm(meeting=meeting, present=range(1, 150), **people.village.told)


def test_the_next_agenda_begins_with_what_is_not_done(people, places, need):
    first = people.village.freezes(places.west.code)
    people.village.decides(first, line_of(first, "needs_new"), "handle", text="例找水管站")
    confirm(meeting=first, **people.village.told)
    second = people.village.freezes(places.west.code)
    assert second.sections[0]["source"] == "decisions" and second.items.first().label.startswith(need.number)


def test_what_settles_itself_is_done(people, places, need):
    first = people.village.freezes(places.west.code)
    people.village.decides(first, line_of(first, "needs_new"), "handle")
    need.refresh_from_db()
    settles(people.village, need)
    assert finish_settled(on=today()) == 1 and finish_settled(on=today()) == 0
    assert Decision.objects.get().state == "done"


def test_its_owner_says_that_it_is_done(people, places, need):
    first = people.village.freezes(places.west.code)
    people.village.decides(first, line_of(first, "needs_new"), "handle", owner=people.leader.by.pk)
    decision = find_decision(Decision.objects.get().pk, by=people.leader.by, scope=people.leader.scope)
    with pytest.raises(NotAllowed):
        finish(decision=decision, **people.large.told)
    with pytest.raises(NotFound):
        find_decision(decision.pk, by=people.other.by, scope=people.other.scope)
    assert finish(decision=decision, **people.leader.told).done_on == today()
    with pytest.raises(Conflict):
        finish(decision=decision, **people.leader.told)


def test_something_else_is_brought_up_while_it_is_held(people, places):
    meeting = people.village.freezes(places.west.code)
    item = bring_up(meeting=meeting, text="例修祠堂", **people.village.told)
    assert (item.source, item.number) == ("free", meeting.lines + 1)
    with pytest.raises(BadInput):
        bring_up(meeting=meeting, text=" ", **people.village.told)
    people.village.decides(meeting, item, "handle", due_on=in_days(3))


def test_what_is_put_off_returns_and_the_third_time_it_is_to_be_passed_on(people, places, need):
    for times in range(3):
        meeting = people.village.freezes(places.west.code)
        item = line_of(meeting, "needs_new")
        assert item.snapshot["deferred"] == times
        assert item.snapshot["proposed"] == ("escalate" if times == 2 else "")
        people.village.decides(meeting, item, "defer")
        confirm(meeting=meeting, **people.village.told)


def test_a_free_matter_that_is_put_off_returns(people, places):
    meeting = people.village.freezes(places.west.code)
    people.village.decides(
        meeting, bring_up(meeting=meeting, text="例修祠堂", **people.village.told), "defer"
    )
    confirm(meeting=meeting, **people.village.told)
    again = line_of(people.village.freezes(places.west.code), "free")
    assert (again.label, again.snapshot["deferred"]) == ("例修祠堂", 1)
