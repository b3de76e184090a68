"""Addresses of contacts below /api/v1/."""

from django.urls import path, re_path

from api.contacts.branches import AreaBranches, Branches, EndAreaBranch
from api.contacts.views import Contact, MembersOfVillage
from api.web.addresses import CODE, TOKEN

urlpatterns = [
    re_path(rf"^households/{TOKEN}/contact/$", Contact.as_view(), name="contact"),
    path("branches/", Branches.as_view(), name="branches"),
    re_path(rf"^branches/{CODE}/$", AreaBranches.as_view(), name="branch_areas"),
    re_path(rf"^branches/{CODE}/end/$", EndAreaBranch.as_view(), name="branch_areas_end"),
    path("members/", MembersOfVillage.as_view(), name="members"),
]
