"""What is late of meetings."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.base.periods import today
from geodata.meetings.late import decisions_of, missed
from geodata.meetings.minutes import confirm
from geodata.meetings.models import Meeting, MeetingStep
from tests.meetings.conftest import in_days, line_of
from tests.roles import owner

pytestmark = pytest.mark.django_db


def test_a_decision_past_its_day_is_late(people, places, need):
    meeting = people.village.freezes(places.west.code)
    people.village.decides(meeting, line_of(meeting, "needs_new"), "handle", due_on=in_days(2))
    asked = {"by": people.township.by, "area": places.town, "late": True}
    assert not decisions_of(people.township.scope, on=in_days(2), **asked).exists()
    assert decisions_of(people.township.scope, on=in_days(3), **asked).count() == 1
    mine = decisions_of(people.leader.scope, on=today(), by=people.leader.by, mine=True)
    assert [one.owner for one in mine] == [people.leader.by]


def test_who_has_met_and_then_not_has_missed_one(people, places):
    assert missed(people.township.scope, area=places.town, on=today()) == []
    long_ago = timezone.now() - dt.timedelta(days=30)
    with owner():
        made = Meeting.objects.create(
            area=places.west, code=places.west.code, level="village", kind="weekly", villages=[places.west.pk], planned_at=long_ago,
            since=in_days(-37), state="confirmed", frozen_at=long_ago, confirmed_at=long_ago, by=people.village.by, at=long_ago,
        )  # fmt: skip
        for before, move, after in (("planned", "freeze", "frozen"), ("frozen", "begin", "held"), ("held", "confirm", "confirmed")):  # fmt: skip
            MeetingStep.objects.create(
                meeting=made, by=made.by, at=long_ago, before=before, move=move, after=after
            )
    [one] = missed(people.township.scope, area=places.town, on=today())
    assert one.area == places.west and one.due_on.isoweekday() == 5
    meeting = people.village.freezes(places.west.code)
    people.village.decides(meeting, meeting.items.first(), "note")
    confirm(meeting=meeting, **people.village.told)
    assert missed(people.township.scope, area=places.town, on=today()) == []
