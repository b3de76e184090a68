"""Addresses of the pages of contacts."""

from django.urls import path, re_path

from api.web.addresses import CODE
from gridmap.pages.contacts import branches, members, workbench
from gridmap.pages.contacts.contact import contact_page, end_page
from gridmap.pages.contacts.joining import join_page
from gridmap.pages.contacts.phones import phone_list_page

urlpatterns = [
    path("branches/", branches.branches_page, name="branches"),
    re_path(rf"^branches/{CODE}/$", branches.branch_page, name="branch"),
    path("households/<str:token>/contact/", contact_page, name="contact"),
    path("households/<str:token>/contact/end/", end_page, name="end_contact"),
    path("pairings/", workbench.workbench_page, name="workbench"),
    path("pairings/assign/", workbench.assign, name="assign"),
    path("pairings/steps/<int:number>/undo/", workbench.undo_step, name="undo_step"),
    path("pairings/steps/<int:number>/approve/", workbench.approve_step, name="approve_step"),
    path("members/", members.members_page, name="members"),
    re_path(rf"^members/{CODE}/phones\.pdf$", phone_list_page, name="phone_list"),
    path("members/add/", join_page, name="join_member"),
    path("members/<int:number>/", members.member_page, name="member"),
    path("members/<int:number>/hand-over/", members.hand_over_page, name="hand_over"),
]
