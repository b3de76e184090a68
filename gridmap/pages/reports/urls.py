"""Addresses of gap reports."""

from django.urls import path

from gridmap.pages.reports.reports import edition_page, make_report, report_file, reports_page, weekly_report

urlpatterns = [
    path("reports/", reports_page, name="reports"),
    path("reports/make/", make_report, name="make_report"),
    path("reports/weekly/<uuid:saved>/", weekly_report, name="report_weekly"),
    path("reports/<uuid:edition>/", edition_page, name="edition"),
    path("reports/<uuid:edition>/file/", report_file, name="report_file"),
]
