"""Addresses of the pages of setting up."""

from django.urls import path

from gridmap.pages.setup.begin import begin_page
from gridmap.pages.setup.divisions import divisions_page
from gridmap.pages.setup.first_steps import first_steps_page

urlpatterns = [
    path("begin/", begin_page, name="begin"),
    path("first-steps/", first_steps_page, name="first_steps"),
    path("first-steps/divisions/", divisions_page, name="divisions"),
]
