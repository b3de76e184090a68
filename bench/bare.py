"""The addresses of the service and one more: a view that does nothing but ask the database for a 1, by whoever has signed in."""

from django.db import connection
from django.http import HttpResponse
from django.urls import path
from rest_framework.request import Request

from api.base.views import View
from gridmap import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


class Bare(View):
    """Same server, pool, middleware, token and scope as all others."""

    def get(self, request: Request) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [path("api/v1/bare/", Bare.as_view()), *urls.urlpatterns]
