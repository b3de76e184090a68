"""Addresses of the pages of coverage."""

from django.urls import path

from gridmap.pages.coverage.coverage import coverage_page
from gridmap.pages.coverage.forecast import forecast_page
from gridmap.pages.coverage.gaps import export, gaps_page
from gridmap.pages.coverage.home import home_page
from gridmap.pages.coverage.paper import paper_page
from gridmap.pages.coverage.picked import picked_page
from gridmap.pages.coverage.trend import trend_page
from gridmap.pages.coverage.weeks import weeks_page

urlpatterns = [
    path("", home_page, name="home"),
    path("coverage/", coverage_page, name="coverage"),
    path("coverage/trend/", trend_page, name="trend"),
    path("coverage/area/", picked_page, name="coverage_area"),
    path("coverage/weeks/", weeks_page, name="coverage_weeks"),
    path("coverage/map.pdf", paper_page, name="coverage_paper"),
    path("forecast/", forecast_page, name="forecast"),
    path("gaps/", gaps_page, name="gaps"),
    path("gaps/export.xlsx", export, {"kind": "xlsx"}, name="export_xlsx"),
    path("gaps/export.csv", export, {"kind": "csv"}, name="export_csv"),
    path("gaps/export.geojson", export, {"kind": "geojson"}, name="export_geojson"),
    path("gaps/export.gpkg", export, {"kind": "gpkg"}, name="export_gpkg"),
]
