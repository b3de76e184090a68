"""/today/: a contact member's or grid leader's own households, on a phone, with or without a network.

Decided in docs/decisions: what the phone keeps, how it sends, and what the service worker may hold.
"""

import datetime as dt
import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from api.web.seals import seal_of
from geodata.accounts.phones import note_phone
from geodata.base import periods
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.campaigns.finding import left_to_reach
from geodata.coverage.counts import of_scope
from geodata.coverage.week import MET
from geodata.display.shares import Share
from geodata.display.today import OwnHome, begins_with_today, falling_due, own_homes, own_part
from gridmap.middleware import ScopedRequest
from gridmap.pages.needs.phone import of_today
from gridmap.pages.register.section import own_new
from gridmap.pages.visits.shell import alike, with_position, worker_of
from gridmap.pages.visits.words import TODAY

GROUPS = ("urgent", "due", "rest")
WINDOW = 90


@never_cache
@require_safe
def today_page(request: ScopedRequest) -> HttpResponse:
    on = periods.today()
    if not request.scope.may(Right.VISIT):
        # Refused, but with the outbox: what was saved before the right ended is still sent.
        lacking = {"lacks": True, "today": on, "account": request.user.pk, "count": 0} | _worker(request)
        return with_position(render(request, "visits/today.html", lacking | alike(), status=403))
    own = own_part(request.scope)
    homes = own_homes(request.scope, on=on)
    counted = of_scope(scope=own, on=on, window=WINDOW)
    context = {
        "today": on,
        "since": on - dt.timedelta(days=WINDOW - 1),
        "groups": _groups(homes),
        "count": len(homes),
        "week": _week(homes),
        "falls_due": falling_due(homes, on=on),
        "calls": left_to_reach(own),
        "counted": counted,
        "coverage": Share(counted.visited, counted.households),
        "account": request.user.pk,
        "new_waiting": own_new(request),
        "rights": {"details": True},
        "needs": of_today(homes, by=request.user, scope=request.scope, on=on),
    }
    return with_position(render(request, "visits/today.html", context | _worker(request) | alike()))


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
    answer = {
        "account": request.user.pk,
        "csrf": get_token(request),
        "seal": seal_of(request.user),
        "now": round(now.timestamp() * 1000),
        "day": now.date().isoformat(),
        "midnight": round(midnight.timestamp() * 1000),
    }
    return JsonResponse(answer)


def _note_phone(request: ScopedRequest) -> None:
    try:
        phone = uuid.UUID(request.headers.get("X-Phone", ""))
        waiting = int(request.headers.get("X-Waiting", "0")[:4])
    except ValueError:
        return
    note_phone(user=request.user, key=phone, waiting=max(waiting, 0), at=timezone.now())


def _week(homes: list[OwnHome]) -> dict[str, str | int]:
    """How far this week's work has got, in the words that the page's scripts say it with."""
    if not homes:
        return {}
    due = sum(bool(home.week) for home in homes)
    met = sum(home.week == MET for home in homes)
    urgent = sum(home.group == "urgent" for home in homes)
    title = str(TODAY["week_left" if met < due else "week_done" if due else "week_none"])
    ring = str(TODAY["week_ring"])
    return {
        "title": title.replace("{count}", _told(due - met)),
        "note": str(TODAY["week_urgent" if urgent else "week_what"]).replace("{count}", _told(urgent)),
        "ring": ring.replace("{met}", _told(met)).replace("{due}", _told(due)),
        "told": f"{_told(met)}/{_told(due)}",
        "share": round(100 * met / due) if due else 100,
    }


def _told(number: int) -> str:
    return str(figure(number))


def _worker(request: ScopedRequest) -> dict[str, str]:
    """Whose first page is this one opens the whole site by way of the worker; an office's other pages pass through none."""
    scope = reverse("home" if begins_with_today(request.scope) else "today")
    return {"worker": worker_of(request), "worker_scope": scope}


def _groups(homes: list[OwnHome]) -> list[tuple[str, list[OwnHome]]]:
    return [(name, [home for home in homes if home.group == name]) for name in GROUPS]
