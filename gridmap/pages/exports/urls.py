"""Addresses of the pages of exports."""

from django.urls import path, re_path

from api.web.addresses import CODE
from gridmap.pages.exports.exports import export_file, exports_page
from gridmap.pages.exports.household_file import household_file
from gridmap.pages.exports.needs import needs_file
from gridmap.pages.exports.programs import programs_page, qgis_file
from gridmap.pages.exports.rosters import roster_page, roster_pdf

EXTRACT, FORM = r"(?P<extract>[a-z]{1,20})", r"(?P<form>[a-z]{1,10})"

urlpatterns = [
    path("exports/", exports_page, name="exports"),
    path("exports/programs/", programs_page, name="programs"),
    path("exports/programs/gridmap.qgs", qgis_file, name="qgis_project"),
    re_path(rf"^exports/{CODE}/{EXTRACT}\.{FORM}$", export_file, name="export_file"),
    path("households/<str:token>/everything.pdf", household_file, name="household_file"),
    *(
        path(f"needs/export.{form}", needs_file, {"form": form}, name=f"needs_{form}")
        for form in ("xlsx", "csv", "pdf", "geojson", "gpkg")
    ),
    path("rosters/", roster_page, name="roster"),
    re_path(rf"^rosters/{CODE}/roster\.pdf$", roster_pdf, name="roster_pdf"),
]
