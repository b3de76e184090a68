"""/today/: a contact member's or grid leader's own households, on a phone, with or without a network.

Decided in docs/decisions: what the phone keeps, how it sends, and what the service worker may hold.
"""

import datetime as dt
import hashlib
import json
import uuid
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from geodata import periods
from geodata.accounts.phones import note_phone
from geodata.coverage.counts import of_scope
from geodata.reports.shares import Share
from geodata.reports.today import OwnHome, own_homes, own_part
from geodata.territory.scope import Right
from geodata.visits.models import Visit
from gridmap.middleware import Permissions, ScopedRequest
from gridmap.pages.left import seal_of

WITH_POSITION = Permissions.NONE.replace("geolocation=()", "geolocation=(self)")
"""Only here, and only after a tap; the position never leaves the phone."""
GROUPS = ("urgent", "due", "rest")
ASSETS = [
    "gridmap/gridmap.css",
    "gridmap/page.js",
    *(
        f"gridmap/today/{name}.js"
        for name in ("today", "keep", "outbox", "find", "list", "panel", "clock", "leaving")
    ),
    "gridmap/icon.svg",
]
"""What the page needs without a network."""
TEMPLATES = ["base.html", "pages/today.html", "parts/today_panel.html", "parts/today_words.html"]
"""What its shell is made of."""
WINDOW = 90


@never_cache
@require_safe
def today_page(request: ScopedRequest) -> HttpResponse:
    on = periods.today()
    if not request.scope.may(Right.VISIT):
        # Refused, but with the outbox: what was saved before the right ended is still sent.
        lacking = {"lacks": True, "today": on, "account": request.user.pk, "count": 0}
        return _shown(render(request, "pages/today.html", lacking | _form(), status=403))
    own = own_part(request.scope)
    homes = own_homes(request.scope, on=on)
    counted = of_scope(scope=own, on=on, window=WINDOW)
    told = {
        "today": on,
        "since": on - dt.timedelta(days=WINDOW - 1),
        "groups": _groups(homes),
        "count": len(homes),
        "counted": counted,
        "coverage": Share(counted.visited, counted.households),
        "account": request.user.pk,
    }
    return _shown(render(request, "pages/today.html", told | _form()))


@login_not_required
@require_safe
def shell_page(request: ScopedRequest) -> HttpResponse:
    """The same page without anybody: what a service worker shows when there is no network."""
    return _shown(render(request, "pages/today.html", {"shell": True, "today": None} | _form()))


@never_cache
@login_not_required
@require_safe
def ready(request: ScopedRequest) -> JsonResponse:
    """Who is signed in, a fresh CSRF token, and what the clock of the service says. 401 for nobody.

    A phone says its random id and how many visits wait on it; what it gets as `seal` says later whose phone it was.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"account": None}, status=401)
    _note_phone(request)
    now = timezone.localtime()
    midnight = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    told = {
        "account": request.user.pk,
        "csrf": get_token(request),
        "seal": seal_of(request.user),
        "now": round(now.timestamp() * 1000),
        "day": now.date().isoformat(),
        "midnight": round(midnight.timestamp() * 1000),
    }
    return JsonResponse(told)


def _note_phone(request: ScopedRequest) -> None:
    try:
        phone = uuid.UUID(request.headers.get("X-Phone", ""))
        waiting = int(request.headers.get("X-Waiting", "0")[:4])
    except ValueError:
        return
    note_phone(user=request.user, key=phone, waiting=max(waiting, 0), at=timezone.now())


@login_not_required
@require_safe
def worker(request: ScopedRequest) -> HttpResponse:
    """The service worker: its version changes with any file that it keeps, and with what the shell is made of."""
    files = [static(name) for name in ASSETS]
    # Modules load each other by their plain names, beside the names with a hash that templates give.
    plain = [f"/{settings.STATIC_URL.strip('/')}/{name}" for name in ASSETS if name.endswith(".js")]
    told = {
        "version": _version(),
        "shell": reverse("today_shell"),
        "page": reverse("today"),
        "files": sorted({*files, *plain}),
    }
    code = f"const TOLD = {json.dumps(told)};\n{_source('gridmap/today/worker.js')}"
    return HttpResponse(
        code, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


def _shown(response: HttpResponse) -> HttpResponse:
    response["Permissions-Policy"] = WITH_POSITION
    return response


def _form() -> dict[str, object]:
    return {
        "outcomes": Visit.Outcome.choices,
        "modes": Visit.Mode.choices,
        "brought": Visit.Brought.choices,
        "keep_hours": settings.PHONE_HOURS,
    }


def _groups(homes: list[OwnHome]) -> list[tuple[str, list[OwnHome]]]:
    return [(name, [home for home in homes if home.group == name]) for name in GROUPS]


@cache
def _version() -> str:
    files = [_source(name) for name in [*ASSETS, "gridmap/today/worker.js"]]
    templates = [Path(settings.BASE_DIR, "templates", name).read_text(encoding="utf-8") for name in TEMPLATES]
    return hashlib.sha256("".join([*files, *templates]).encode()).hexdigest()[:16]


def _source(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")
