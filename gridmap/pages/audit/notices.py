"""What somebody has been told: counted in the head of every page, at the top of the first until it is read, and on a page of its own."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.audit.models import Notice
from geodata.audit.notices import ASKING, grouped, named, past, read_all, read_one, standing, unread
from geodata.base import periods, wording
from geodata.base.errors import NotFound
from geodata.contacts.rights import scope_in_force
from gridmap.middleware import ScopedRequest

MOST = 100
"""Unread ones on the page, and as many that are read or over."""


@require_safe
def notices_page(request: ScopedRequest) -> HttpResponse:
    scope = scope_in_force(request.user, on=periods.today())
    stand = list(standing(unread(request.user, scope), scope)[: MOST + 1])
    shown, over = stand[:MOST], list(past(request.user, scope)[:MOST])
    words = named(over, scope)
    context = {
        "todo": grouped([one for one in shown if one.kind in ASKING], scope),
        "told": grouped([one for one in shown if one.kind not in ASKING], scope),
        "more": len(stand) > MOST,
        "past": [(one, words[one.pk], _why(one)) for one in over],
    }
    return render(request, "audit/notices.html", context)


def _why(notice: Notice) -> str:
    """It is with those that are over."""
    if notice.read_on:
        return _("read on %(day)s") % {"day": wording.day(notice.read_on)}
    return _("done, or no longer yours")


@require_POST
def read_notices(request: ScopedRequest) -> HttpResponse:
    """All that was told is read, or the one named, from the page of notices."""
    # The database shows notices to nobody before.
    scope, on = scope_in_force(request.user, on=periods.today()), periods.today()
    if "notice" not in request.POST:
        read_all(request.user, scope, on=on)
        return redirect("home")
    read_one(_key(request.POST["notice"]), by=request.user, scope=scope, on=on)
    return redirect(f"{reverse('notices')}#main")


def _key(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError:
        raise NotFound(said) from None
