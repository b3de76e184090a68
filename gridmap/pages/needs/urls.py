"""Addresses of the pages of needs and of what is assigned of them."""

from django.urls import path, re_path

from api.web.addresses import ATTACHMENT, NEED, NUMBER
from gridmap.pages.needs.analysis import analysis_page
from gridmap.pages.needs.assigned import answer_assignment_page, assignment_page, assignments_page
from gridmap.pages.needs.attachments import attach_page, attachment_file, remove_page
from gridmap.pages.needs.board import board_page
from gridmap.pages.needs.ledger import ledger_page
from gridmap.pages.needs.mine import mine_page
from gridmap.pages.needs.moving import answer_page, move_page
from gridmap.pages.needs.need import need_page
from gridmap.pages.needs.notes import note_page, notes_page
from gridmap.pages.needs.recording import new_page
from gridmap.pages.needs.settings import (
    end_category_page,
    end_deadline_page,
    set_deadline_page,
    settings_page,
)

urlpatterns = [
    path("needs/", ledger_page, name="needs"),
    path("needs/new/", new_page, name="new_need"),
    path("needs/board/", board_page, name="needs_board"),
    path("needs/mine/", mine_page, name="needs_mine"),
    path("needs/notes/", notes_page, name="old_notes"),
    path("needs/notes/<uuid:visit>/", note_page, name="old_note"),
    path("needs/settings/", settings_page, name="need_settings"),
    path("needs/settings/category/end/", end_category_page, name="end_need_category"),
    path("needs/settings/deadline/", set_deadline_page, name="set_need_deadline"),
    path("needs/settings/deadline/end/", end_deadline_page, name="end_need_deadline"),
    path("needs/analysis/", analysis_page, name="needs_analysis"),
    re_path(rf"^needs/{NEED}/$", need_page, name="need"),
    re_path(rf"^needs/{NEED}/move/$", move_page, name="move_need"),
    re_path(rf"^needs/{NEED}/attachments/$", attach_page, name="attach_to_need"),
    re_path(rf"^needs/{NEED}/attachments/{ATTACHMENT}/$", attachment_file, name="attachment_of_need"),
    re_path(rf"^needs/{NEED}/attachments/{ATTACHMENT}/remove/$", remove_page, name="remove_attachment"),
    re_path(rf"^supervisions/{NUMBER}/answer/$", answer_page, name="answer_supervision"),
    path("assignments/", assignments_page, name="assignments"),
    re_path(rf"^assignments/{NUMBER}/$", assignment_page, name="assignment"),
    re_path(rf"^assignments/{NUMBER}/answer/$", answer_assignment_page, name="answer_assignment"),
]
