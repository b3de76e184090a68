"""Addresses of the pages of people."""

from django.urls import path

from gridmap.pages.people.care import care_page, move_page
from gridmap.pages.people.categories import categories_page, end_page
from gridmap.pages.people.household import household_page, record

urlpatterns = [
    path("categories/", categories_page, name="categories"),
    path("categories/end/", end_page, name="end_category"),
    path("households/<str:token>/care/", care_page, name="care"),
    path("households/<str:token>/care/moves/", move_page, name="move_care"),
    path("households/<str:token>/", household_page, name="household"),
    path("households/<str:token>/visits/", record, name="record_visit"),
]
