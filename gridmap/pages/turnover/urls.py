"""Addresses of the pages of turnover."""

from django.urls import path

from gridmap.pages.turnover.turnover import turnover_page

urlpatterns = [
    path("posts/turnover/", turnover_page, name="turnover"),
]
