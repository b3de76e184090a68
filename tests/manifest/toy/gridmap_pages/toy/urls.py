"""Addresses of the pages of lanterns."""

from django.http import HttpResponse
from django.urls import path

from geodata.base.access import require
from geodata.base.scope import Right
from gridmap.middleware import ScopedRequest


def lanterns_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.RULES)
    return HttpResponse("the lanterns of the village")


urlpatterns = [
    path("lanterns/", lanterns_page, name="lanterns"),
    path("lanterns/<slug:lantern>/", lanterns_page, name="lantern"),
]
