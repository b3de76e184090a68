"""Addresses of the calendar below /api/v1/."""

from django.urls import path

from api.calendar.views import Calendar, DayBack, OneDay

urlpatterns = [
    path("calendar/", Calendar.as_view(), name="calendar"),
    path("calendar/day/", OneDay.as_view(), name="calendar_day"),
    path("calendar/day/back/", DayBack.as_view(), name="calendar_day_back"),
]
