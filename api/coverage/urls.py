"""Addresses of coverage below /api/v1/."""

from django.urls import path

from api.coverage.trend import TrendOfArea
from api.coverage.views import CoverageOfArea, ForecastOfArea

urlpatterns = [
    path("coverage/", CoverageOfArea.as_view(), name="coverage"),
    path("coverage/trend/", TrendOfArea.as_view(), name="trend"),
    path("forecast/", ForecastOfArea.as_view(), name="forecast"),
]
