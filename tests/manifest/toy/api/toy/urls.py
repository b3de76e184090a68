"""Addresses of lanterns below /api/v1/."""

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Lanterns(APIView):
    def get(self, request: Request) -> Response:
        return Response({"lanterns": []})


urlpatterns = [path("lanterns/", Lanterns.as_view(), name="lanterns")]
