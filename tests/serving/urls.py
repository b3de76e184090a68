"""The service's addresses, and some that take long, tell what reached them, or ask the database for too much."""

import json
import os
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from api.web import shares
from gridmap.urls import handler400, handler403, handler404, handler500
from tests.patience import until

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


# All callers of these tests come from one address: what one may hold is tried in tests/gridmap/test_shares_live.py.
shares.share = lambda: 2 * settings.WEB_THREADS


@login_not_required
def gate(request: HttpRequest, name: str) -> HttpResponse:
    """Whoever comes leaves a file, and stands there until the gate is opened: see Gate in tests/serving/servers.py."""
    place = Path(os.environ["TRIAL_GATES"])
    (place / f"{name}.{uuid.uuid4()}").touch()
    until((place / name).exists)
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


@login_not_required
def lock(request: HttpRequest, key: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
    return HttpResponse("done")


@login_not_required
def idle(request: HttpRequest, tenths: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        time.sleep(tenths / 10)
        cursor.execute("SELECT 1")
    return HttpResponse("done")


urlpatterns = [
    path("trial/gate/<slug:name>/", gate),
    path("trial/echo/", echo),
    path("trial/much/<int:pieces>/", much),
    path("trial/ask/<int:seconds>/", ask),
    path("api/trial/ask/<int:seconds>/", ask),
    path("trial/lock/<int:key>/", lock),
    path("api/trial/lock/<int:key>/", lock),
    path("trial/idle/<int:tenths>/", idle),
    path("", include("gridmap.urls")),
]
