"""Addresses of turnover below /api/v1/."""

from django.urls import path

from api.turnover.views import Preview, Save

urlpatterns = [
    path("posts/turnover/", Save.as_view(), name="turnover"),
    path("posts/turnover/preview/", Preview.as_view(), name="turnover_preview"),
]
