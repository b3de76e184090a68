"""Addresses of the pages of audit."""

from django.urls import path

from gridmap.pages.audit.access_log import records_export, records_page
from gridmap.pages.audit.kept_how_long import kept_how_long_page
from gridmap.pages.audit.notices import notices_page, read_notices

urlpatterns = [
    path("notices/", notices_page, name="notices"),
    path("notices/read/", read_notices, name="read_notices"),
    path("records/", records_page, name="records"),
    path("records/kept/", kept_how_long_page, name="kept_how_long"),
    path("records/export.csv", records_export, name="records_export"),
]
