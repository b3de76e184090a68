"""Addresses of the register below /api/v1/."""

from django.urls import path, re_path

from api.register.duplicates import Apart, Duplicates
from api.register.month import MonthHouseholds, Months
from api.register.views import Changes, Decisions, Moves, OneChange
from api.web.addresses import NUMBER

urlpatterns = [
    path("register/changes/", Changes.as_view(), name="register_changes"),
    path("register/changes/confirm/", Decisions.as_view(), name="confirm_changes"),
    path("register/duplicates/", Duplicates.as_view(), name="register_duplicates"),
    path("register/month/", Months.as_view(), name="register_month"),
    path("register/month/households/", MonthHouseholds.as_view(), name="register_month_households"),
    path("register/duplicates/apart/", Apart.as_view(), name="tell_apart"),
    re_path(rf"^register/changes/{NUMBER}/$", OneChange.as_view(), name="register_change"),
    re_path(rf"^register/changes/{NUMBER}/moves/$", Moves.as_view(), name="register_moves"),
]
