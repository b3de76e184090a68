"""Addresses of pairing below /api/v1/."""

from django.urls import path, re_path

from api.pairing.views import HandOver, MemberOfScope, Pairings, Undo
from api.web.addresses import NUMBER

urlpatterns = [
    re_path(rf"^members/{NUMBER}/$", MemberOfScope.as_view(), name="member"),
    re_path(rf"^members/{NUMBER}/hand-over/$", HandOver.as_view(), name="hand_over"),
    path("pairings/", Pairings.as_view(), name="pairings"),
    re_path(rf"^pairings/steps/{NUMBER}/undo/$", Undo.as_view(), name="undo_step"),
]
