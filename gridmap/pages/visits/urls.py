"""Addresses of the pages of visits."""

from django.urls import path

from api.visits.left import left_page
from gridmap.pages.visits import paper_entry, rules, shell, today, visit
from gridmap.pages.visits.inbox import decide as decide_held
from gridmap.pages.visits.inbox import inbox_page
from gridmap.pages.visits.ledger import ledger_export, ledger_page

urlpatterns = [
    path("visits/", ledger_page, name="ledger"),
    path("visits/export.xlsx", ledger_export, {"kind": "xlsx"}, name="ledger_xlsx"),
    path("visits/export.csv", ledger_export, {"kind": "csv"}, name="ledger_csv"),
    path("rules/", rules.rules_page, name="rules"),
    path("rules/end/", rules.end_page, name="end_rule"),
    path("visits/paper/", paper_entry.paper_page, name="paper_entry"),
    path("visits/paper/find/", paper_entry.find, name="paper_entry_find"),
    path("visits/inbox/", inbox_page, name="inbox"),
    path("visits/inbox/<uuid:held>/decide/", decide_held, name="decide_held"),
    path("visits/<uuid:visit>/", visit.visit_page, name="visit"),
    path("visits/<uuid:visit>/correct/", visit.correct, name="correct_visit"),
    path("visits/<uuid:visit>/void/", visit.void, name="void_visit"),
    path("visits/<uuid:visit>/undo/", visit.undo, name="undo_visit"),
    path("today/", today.today_page, name="today"),
    path("today/shell/", shell.shell_page, name="today_shell"),
    path("today/offline/", shell.offline_page, name="today_offline"),
    path("today/app.webmanifest", shell.app_manifest, name="app_manifest"),
    path("today/ready/", today.ready, name="today_ready"),
    path("today/left/", left_page, name="today_left"),
    path("today/worker.js", shell.worker, name="today_worker"),
]
