"""Addresses of people below /api/v1/."""

from django.urls import path, re_path

from api.people.care import Care, CareMoves
from api.people.categories import Categories, ChangeCategory, EndCategory
from api.people.everything import EverythingHeld
from api.people.history import History
from api.people.household import OneHousehold
from api.people.views import Households
from api.web.addresses import TOKEN

urlpatterns = [
    path("categories/", Categories.as_view(), name="categories"),
    path("categories/change/", ChangeCategory.as_view(), name="change_category"),
    path("categories/end/", EndCategory.as_view(), name="end_category"),
    path("households/", Households.as_view(), name="households"),
    re_path(rf"^households/{TOKEN}/$", OneHousehold.as_view(), name="household"),
    re_path(rf"^households/{TOKEN}/care/$", Care.as_view(), name="care"),
    re_path(rf"^households/{TOKEN}/care/moves/$", CareMoves.as_view(), name="move_care"),
    re_path(rf"^households/{TOKEN}/everything/$", EverythingHeld.as_view(), name="everything"),
    re_path(rf"^households/{TOKEN}/history/$", History.as_view(), name="history"),
]
