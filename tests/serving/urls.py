"""The service's addresses, and some that take long, tell what reached them, or ask the database for too much."""

import json
import time

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from gridmap.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def slow(request: HttpRequest, tenths: int) -> HttpResponse:
    time.sleep(tenths / 10)
    return HttpResponse("done")


@csrf_exempt
@login_not_required
def echo(request: HttpRequest) -> JsonResponse:
    told = {name: value for name, value in request.META.items() if isinstance(value, str)}
    return JsonResponse(
        {"size": len(request.body), "path": request.path, "meta": json.loads(json.dumps(told))}
    )


@login_not_required
def much(request: HttpRequest, pieces: int) -> StreamingHttpResponse:
    return StreamingHttpResponse((b"x" * 65_536 for _piece in range(pieces)), content_type="text/plain")


@login_not_required
def ask(request: HttpRequest, seconds: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])
    return HttpResponse("done")


urlpatterns = [
    path("trial/slow/<int:tenths>/", slow),
    path("trial/echo/", echo),
    path("trial/much/<int:pieces>/", much),
    path("trial/ask/<int:seconds>/", ask),
    path("api/trial/ask/<int:seconds>/", ask),
    path("", include("gridmap.urls")),
]
