"""Addresses of the pages of help."""

from django.urls import path

from gridmap.pages.help import pages
from gridmap.pages.help.tour import tour_page

urlpatterns = [
    path("tour/", tour_page, name="tour"),
    path("help/", pages.help_page, name="help"),
    path("help/about/", pages.about_page, name="help_about"),
    path("help/<slug:page>/", pages.post_page, name="help_post"),
]
