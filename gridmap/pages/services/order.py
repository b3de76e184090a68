"""/orders/<number or client id>/: one order, whose it is, by when, its way, and what the reader may do with it now."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.services.doing import NAMES, move_on, offered
from geodata.services.finding import find_order, home_of, is_late
from geodata.services.models import ServiceOrder
from geodata.services.suggesting import suggest
from geodata.services.words import OPEN, Move
from gridmap.middleware import ScopedRequest
from gridmap.pages.services.forms import MoveForm
from gridmap.pages.visits.forms import tell_left_out


def named(text: str) -> str | uuid.UUID:
    """A client id or a number."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return text


@require_safe
def order_page(request: ScopedRequest, order: str) -> HttpResponse:
    """Of a wish, and to a team, the village is told and where to come, never the household."""
    return show(request, find_order(named(order), by=request.user, scope=request.scope))


def show(request: ScopedRequest, order: ServiceOrder, *, sent: MoveForm | None = None) -> HttpResponse:
    """With a form that was not accepted, its errors and status 422."""
    moves = offered(order, by=request.user, scope=request.scope)
    near = suggest(order, on=periods.today()) if Move.DISPATCH in moves else ([], [])
    forms = {move: MoveForm(move, order, near=near) for move in moves}
    context: dict[str, Any] = {
        "order": order,
        "home": home_of(order, scope=request.scope),
        "late": is_late(order, at=timezone.now()),
        "open": order.state in OPEN,
        "steps": order.steps.select_related("by").order_by("pk"),
        "forms": list((forms | ({sent.move: sent} if sent else {})).values()),
    }
    return render(request, "services/order.html", context, status=422 if sent else 200)


@require_POST
def move_page(request: ScopedRequest, order: str) -> HttpResponse:
    """What is refused is told beside its field, and what was typed stays."""
    found = find_order(named(order), by=request.user, scope=request.scope)
    move = request.POST.get("move", "")
    if move not in NAMES:
        raise Http404
    near = suggest(found, on=periods.today()) if move == Move.DISPATCH else ([], [])
    form = MoveForm(move, found, request.POST, near=near)
    if form.is_valid() and (done := _moved(request, found, form)):
        # Whoever has refused it does not see it any more.
        return redirect("orders") if move == Move.REFUSE else redirect("order", order=done.number)
    return show(request, find_order(named(order), by=request.user, scope=request.scope), sent=form)


def _moved(request: ScopedRequest, order: ServiceOrder, form: MoveForm) -> ServiceOrder | None:
    told = form.told()
    try:
        done = move_on(
            form.move,
            order=order,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            version=form.cleaned_data["version"],
            told=told,
        )
    except (BadInput, Conflict, NotFound) as error:
        form.refuse(error)
        return None
    tell_left_out(request, " ".join(one for one in told.values() if isinstance(one, str)))
    messages.success(request, _("Recorded. The order is “%(state)s”.") % {"state": done.get_state_display()})
    return done
