"""Addresses of visits below /api/v1/."""

from django.urls import path, re_path

from api.visits.inbox import AcceptHeld, Inbox, RefuseHeld, SentVisits, WithdrawHeld
from api.visits.one import OneVisitView, UndoVisit, VoidVisit
from api.visits.rules import EndRule, Rules
from api.visits.today import BaseAlong, Today
from api.visits.views import LedgerOfVisits, Visits
from api.web.addresses import TOKEN

urlpatterns = [
    re_path(rf"^households/{TOKEN}/visits/$", Visits.as_view(), name="visits"),
    path("rules/", Rules.as_view(), name="rules"),
    path("rules/end/", EndRule.as_view(), name="end_rule"),
    path("today/", Today.as_view(), name="today"),
    path("today/base/", BaseAlong.as_view(), name="today_base"),
    path("visits/", LedgerOfVisits.as_view(), name="ledger"),
    path("visits/inbox/", Inbox.as_view(), name="inbox"),
    path("visits/inbox/<uuid:held>/accept/", AcceptHeld.as_view(), name="accept_held"),
    path("visits/inbox/<uuid:held>/refuse/", RefuseHeld.as_view(), name="refuse_held"),
    path("visits/inbox/<uuid:held>/withdraw/", WithdrawHeld.as_view(), name="withdraw_held"),
    path("visits/sent/", SentVisits.as_view(), name="sent_visits"),
    path("visits/<uuid:visit>/", OneVisitView.as_view(), name="visit"),
    path("visits/<uuid:visit>/void/", VoidVisit.as_view(), name="void_visit"),
    path("visits/<uuid:visit>/undo/", UndoVisit.as_view(), name="undo_visit"),
]
