"""/entitlements/<number>/: one entitlement, its way, and what the reader may do with it now."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.errors import BadInput, Conflict
from geodata.entitlements.finding import find_entitlement, moves_of, opened
from geodata.entitlements.in_words import reason
from geodata.entitlements.models import Entitlement
from geodata.entitlements.moving import move_entitlement
from geodata.entitlements.words import BY_HAND, Move, State
from gridmap.middleware import ScopedRequest
from gridmap.pages.entitlements.forms import MoveForm
from gridmap.pages.entitlements.worklist import lines_of


@require_safe
def entitlement_page(request: ScopedRequest, number: str) -> HttpResponse:
    return show(request, find_entitlement(int(number), scope=request.scope))


def show(request: ScopedRequest, thing: Entitlement, *, sent: MoveForm | None = None) -> HttpResponse:
    """With a form that was not accepted, its errors and status 422."""
    opened([thing], by=request.user, scope=request.scope, at=timezone.now())
    moves = [
        move for move in moves_of([thing], by=request.user, scope=request.scope)[thing.pk] if move in BY_HAND
    ]
    forms = {move: MoveForm(move, thing) for move in moves}
    if sent:
        forms[sent.move] = sent
    steps = thing.steps.select_related("by").order_by("pk")
    context = {
        "thing": thing,
        "line": lines_of([thing], request)[0],
        "forms": list(forms.values()),
        "steps": [
            {
                "step": step,
                "move": Move(step.move).label,
                "state": State(step.after).label,
                "why": reason(step),
            }
            for step in steps
        ],
    }
    return render(request, "entitlements/entitlement.html", context, status=422 if sent else 200)


@require_POST
def move_page(request: ScopedRequest, number: str) -> HttpResponse:
    """What is refused is told beside its field, and what was typed stays."""
    thing = find_entitlement(int(number), scope=request.scope)
    move = request.POST.get("move", "")
    if move not in BY_HAND:
        raise Http404
    form = MoveForm(move, thing, request.POST)
    if form.is_valid() and _moved(request, thing, form):
        return redirect("entitlement", number=thing.pk)
    return show(request, find_entitlement(thing.pk, scope=request.scope), sent=form)


def _moved(request: ScopedRequest, thing: Entitlement, form: MoveForm) -> bool:
    try:
        done = move_entitlement(
            key=thing.pk, move=form.move, told=form.told(), by=request.user, scope=request.scope, at=timezone.now(),
            today=periods.today(), version=form.cleaned_data["version"],
        )  # fmt: skip
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return False
    words = _("Recorded. The entitlement is “%(state)s”.")
    messages.success(request, words % {"state": done.get_state_display()})
    return True
