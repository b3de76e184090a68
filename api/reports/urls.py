"""Addresses of gap reports below /api/v1/."""

from django.urls import path

from api.reports.views import EditionFiles, OneEdition, Reports, Revisions

urlpatterns = [
    path("reports/", Reports.as_view(), name="reports"),
    path("reports/<uuid:edition>/", OneEdition.as_view(), name="edition"),
    path("reports/<uuid:edition>/revision/", Revisions.as_view(), name="edition_revision"),
    path("reports/<uuid:edition>/files/", EditionFiles.as_view(), name="edition_files"),
]
