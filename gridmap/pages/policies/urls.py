"""Addresses of policies."""

from django.urls import path, re_path

from api.web.addresses import TOKEN
from gridmap.pages.policies.catalogue import catalogue_page
from gridmap.pages.policies.leaflet import leaflet_page
from gridmap.pages.policies.policy import move_page, policy_page, try_page
from gridmap.pages.policies.section import answer_page
from gridmap.pages.policies.writing import change_page, draft_page, new_page

CODE = r"(?P<policy>[a-z][a-z0-9_]{2,39})"
VERSION = rf"^policies/{CODE}/(?P<number>[0-9]{{1,4}})"

urlpatterns = [
    re_path(rf"^households/{TOKEN}/answer/$", answer_page, name="answer_at_door"),
    path("policies/", catalogue_page, name="policies"),
    path("policies/leaflet.pdf", leaflet_page, name="policy_leaflet"),
    # A hyphen: no policy has that code.
    path("policies/new-policy/", new_page, name="new_policy"),
    re_path(rf"^policies/{CODE}/$", policy_page, name="policy"),
    re_path(rf"^policies/{CODE}/draft/$", draft_page, name="draft_version"),
    re_path(rf"{VERSION}/change/$", change_page, name="change_version"),
    re_path(rf"{VERSION}/move/$", move_page, name="move_version"),
    re_path(rf"{VERSION}/try/$", try_page, name="try_version"),
]
