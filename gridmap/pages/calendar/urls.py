"""Addresses of the calendar."""

from django.urls import path

from gridmap.pages.calendar.calendar import calendar_page

urlpatterns = [path("calendar/", calendar_page, name="calendar")]
