"""Addresses of the pages of roll-calls."""

from django.urls import path

from gridmap.pages.campaigns.calls import calls_page, tell_page
from gridmap.pages.campaigns.live import campaign_page, move_page
from gridmap.pages.campaigns.opening import campaigns_page, new_page
from gridmap.pages.campaigns.paper import lists_pdf, sheet_page
from gridmap.pages.campaigns.report import report_file
from gridmap.pages.campaigns.tasks import give_page, move_task_page

urlpatterns = [
    path("campaigns/", campaigns_page, name="campaigns"),
    path("campaigns/new/", new_page, name="new_campaign"),
    path("campaigns/<uuid:campaign>/", campaign_page, name="campaign"),
    path("campaigns/<uuid:campaign>/move/", move_page, name="move_campaign"),
    path("campaigns/<uuid:campaign>/calls/", calls_page, name="campaign_calls"),
    path("campaigns/<uuid:campaign>/tell/", tell_page, name="tell_campaign"),
    path("campaigns/<uuid:campaign>/lists.pdf", lists_pdf, name="campaign_lists"),
    path("campaigns/<uuid:campaign>/sheet/", sheet_page, name="campaign_sheet"),
    path("campaigns/<uuid:campaign>/report.pdf", report_file, {"form": "pdf"}, name="campaign_report_pdf"),
    path("campaigns/<uuid:campaign>/report.xlsx", report_file, {"form": "xlsx"}, name="campaign_report_xlsx"),
    path("campaigns/<uuid:campaign>/tasks/", give_page, name="give_task"),
    path("campaigns/tasks/<uuid:task>/move/", move_task_page, name="move_task"),
]
