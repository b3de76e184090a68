"""Addresses of territory below /api/v1/."""

from django.urls import path, re_path

from api.territory.base_map import Base, BaseSquare
from api.territory.views import Areas, OneArea
from api.web.addresses import CODE

urlpatterns = [
    path("areas/", Areas.as_view(), name="areas"),
    re_path(rf"^areas/{CODE}/$", OneArea.as_view(), name="area"),
    path("base/", Base.as_view(), name="base"),
    re_path(
        r"^base/(?P<version>[0-9a-f]{16})/(?P<zoom>[0-9]{1,2})/(?P<x>[0-9]{1,5})/(?P<y>[0-9]{1,5})/$",
        BaseSquare.as_view(),
        name="base_square",
    ),
]
