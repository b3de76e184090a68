"""Addresses of the pages of pairing."""

from django.urls import path, re_path

from api.web.addresses import NUMBER
from gridmap.pages.pairing import proposals

urlpatterns = [
    path("proposals/", proposals.proposals_page, name="proposals"),
    re_path(rf"^proposals/{NUMBER}/$", proposals.proposal_page, name="proposal"),
    re_path(rf"^proposals/{NUMBER}/decide/$", proposals.decide, name="decide_proposal"),
]
