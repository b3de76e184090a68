"""What the database holds of meetings, tried past every verb."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from geodata.meetings.minutes import add, confirm
from geodata.meetings.models import Addendum, AgendaItem, Meeting
from tests.meetings.conftest import line_of
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(people, places, need) -> Meeting:
    return people.village.freezes(places.west.code)


def line(meeting: Meeting, **values: Any) -> AgendaItem:
    told = {
        "number": 1,
        "source": "needs_new",
        "things": "needs",
        "ref": "x",
        "label": "例",
        "at": timezone.now(),
    }
    return AgendaItem(meeting=meeting, **told | values)


@pytest.mark.parametrize(
    "change",
    [{"sections": []}, {"lines": 99}, {"code": "1"}, {"kind": "called"}],
    ids=lambda each: next(iter(each)),
)
def test_an_agenda_is_frozen_once(meeting, change):
    with owner(), pytest.raises(IntegrityError, match="frozen once"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**change)


@pytest.mark.parametrize("change", [{"minutes": "例"}, {"present": [1]}], ids=lambda each: next(iter(each)))
def test_confirmed_minutes_never_change(meeting, people, change):
    people.village.decides(meeting, line_of(meeting, "needs_new"), "note")
    confirm(meeting=meeting, **people.village.told)
    with owner(), pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**change)


def test_no_line_is_written_after_the_freezing(meeting):
    with owner(), pytest.raises(IntegrityError, match="when the agenda is frozen"), transaction.atomic():
        line(meeting, number=meeting.lines + 1).save()


@pytest.mark.parametrize(
    "change", [{"label": "例"}, {"snapshot": {}}, {"ref": "y"}], ids=lambda each: next(iter(each))
)
def test_what_a_line_says_never_changes(meeting, change):
    with owner(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        AgendaItem.objects.filter(meeting=meeting).update(**change)


def test_a_line_is_decided_while_the_meeting_is_held(meeting, people):
    told = {"outcome": "note", "decided_by": people.village.by, "decided_at": timezone.now()}
    with owner(), pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        AgendaItem.objects.filter(meeting=meeting).update(**told)


def test_addenda_follow_confirmed_minutes_and_each_other(meeting, people):
    told = {"meeting": meeting, "text": "例", "by": people.village.by, "at": timezone.now()}
    with owner(), pytest.raises(IntegrityError, match="follows"), transaction.atomic():
        Addendum.objects.create(number=1, **told)
    people.village.decides(meeting, line_of(meeting, "needs_new"), "note")
    confirm(meeting=meeting, **people.village.told)
    add(meeting=meeting, text="例", **people.village.told)
    with owner(), pytest.raises(IntegrityError, match="follows"), transaction.atomic():
        Addendum.objects.create(number=3, **told)
