"""Addresses under /api/v1/ that lead nowhere."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.base.views import View
from geodata.base.errors import NotFound


@extend_schema(exclude=True)
class Unknown(View):
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise NotFound(request.path)

    post = put = patch = delete = get
