"""Addresses of meetings below /api/v1/."""

from django.urls import path, re_path

from api.meetings.views import (
    Addenda,
    Cancel,
    Confirm,
    Decide,
    DecisionDone,
    Decisions,
    Freeze,
    Matters,
    MeetingRules,
    Meetings,
    Missed,
    NextAgenda,
    OneMeeting,
)
from api.web.addresses import NUMBER

KEY = r"(?P<meeting>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"

urlpatterns = [
    path("meetings/", Meetings.as_view(), name="meetings"),
    path("meetings/next/", NextAgenda.as_view(), name="next_agenda"),
    path("meetings/missed/", Missed.as_view(), name="meetings_missed"),
    path("meetings/rules/", MeetingRules.as_view(), name="meeting_rules"),
    path("meetings/decisions/", Decisions.as_view(), name="decisions"),
    re_path(rf"^meetings/decisions/{NUMBER}/done/$", DecisionDone.as_view(), name="decision_done"),
    path("meetings/<uuid:meeting>/", OneMeeting.as_view(), name="meeting"),
    path("meetings/<uuid:meeting>/freeze/", Freeze.as_view(), name="freeze_meeting"),
    path("meetings/<uuid:meeting>/cancel/", Cancel.as_view(), name="cancel_meeting"),
    path("meetings/<uuid:meeting>/confirm/", Confirm.as_view(), name="confirm_minutes"),
    path("meetings/<uuid:meeting>/addenda/", Addenda.as_view(), name="add_to_minutes"),
    path("meetings/<uuid:meeting>/items/", Matters.as_view(), name="bring_up"),
    re_path(rf"^meetings/{KEY}/items/{NUMBER}/decide/$", Decide.as_view(), name="decide_item"),
]
