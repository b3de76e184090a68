"""Addresses of needs below /api/v1/."""

from django.urls import path, re_path

from api.needs.assignments import AnswerSupervision, AssignmentMoves, Assignments, OneAssignment
from api.needs.attachments import NeedAttachment, NeedAttachments
from api.needs.notes import LeaveNote, NeedOfNote, OldNotesOffered
from api.needs.settings import (
    AddNeedCategory,
    ChangeNeedCategory,
    EndDeadline,
    EndNeedCategory,
    NeedSettings,
    SetDeadline,
)
from api.needs.views import Categories, NeedMoves, Needs, NeedSteps, OneNeed, Summary
from api.web.addresses import NUMBER

urlpatterns = [
    path("needs/", Needs.as_view(), name="needs"),
    path("needs/summary/", Summary.as_view(), name="needs_summary"),
    path("needs/categories/", Categories.as_view(), name="need_categories"),
    path("needs/notes/", OldNotesOffered.as_view(), name="old_notes"),
    path("needs/notes/<uuid:visit>/", NeedOfNote.as_view(), name="need_of_note"),
    path("needs/notes/<uuid:visit>/leave/", LeaveNote.as_view(), name="leave_note"),
    path("needs/settings/", NeedSettings.as_view(), name="need_settings"),
    path("needs/settings/category/", AddNeedCategory.as_view(), name="add_need_category"),
    path("needs/settings/category/change/", ChangeNeedCategory.as_view(), name="change_need_category"),
    path("needs/settings/category/end/", EndNeedCategory.as_view(), name="end_need_category"),
    path("needs/settings/deadline/", SetDeadline.as_view(), name="set_need_deadline"),
    path("needs/settings/deadline/end/", EndDeadline.as_view(), name="end_need_deadline"),
    path("needs/<uuid:need>/", OneNeed.as_view(), name="need"),
    path("needs/<uuid:need>/moves/", NeedMoves.as_view(), name="need_moves"),
    path("needs/<uuid:need>/steps/", NeedSteps.as_view(), name="need_steps"),
    path("needs/<uuid:need>/attachments/", NeedAttachments.as_view(), name="need_attachments"),
    path(
        "needs/<uuid:need>/attachments/<uuid:attachment>/", NeedAttachment.as_view(), name="need_attachment"
    ),
    path("assignments/", Assignments.as_view(), name="assignments"),
    re_path(rf"^assignments/{NUMBER}/$", OneAssignment.as_view(), name="assignment"),
    re_path(rf"^supervisions/{NUMBER}/answer/$", AnswerSupervision.as_view(), name="answer_supervision"),
    re_path(rf"^assignments/{NUMBER}/moves/$", AssignmentMoves.as_view(), name="assignment_moves"),
]
