"""Addresses of the pages of the register."""

from django.urls import path, re_path

from api.web.addresses import NUMBER
from gridmap.pages.register import month, side_by_side
from gridmap.pages.register.change import change_page, move_page, new_page
from gridmap.pages.register.inbox import decide, inbox_page

urlpatterns = [
    path("register/", inbox_page, name="register"),
    path("register/decide/", decide, name="decide_changes"),
    path("register/new/", new_page, name="new_household"),
    re_path(rf"^register/changes/{NUMBER}/move/$", move_page, name="move_change"),
    path("households/<str:token>/change/", change_page, name="change_household"),
    path("register/duplicates/", side_by_side.duplicates_page, name="duplicates"),
    path("register/duplicates/decide/", side_by_side.decide, name="decide_duplicate"),
    path("register/month/", month.month_page, name="register_month"),
    path("register/month/households/", month.month_households, name="register_month_households"),
    path("register/month.xlsx", month.month_xlsx, name="register_month_xlsx"),
]
