"""/projects/<id>/: one project with its place, its needs and steps, and what the reader may do with it now."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.scope import Right
from geodata.projects.finding import find_project, needs_of, steps_of
from geodata.projects.joining import join_needs, may_join, take_out
from geodata.projects.lifecycle import LIFE
from geodata.projects.models import LivelihoodProject
from geodata.projects.moving import move_on
from geodata.projects.words import OPEN, Move
from gridmap.maps import basemap
from gridmap.maps.layers import map_of_place
from gridmap.middleware import ScopedRequest
from gridmap.pages.projects.forms import JoinForm, MoveForm
from gridmap.pages.projects.proposing import REFUSED

MOVES = frozenset(move.value for move in Move) - {Move.PROPOSE.value, Move.CHANGE.value}


@require_safe
def project_page(request: ScopedRequest, project: uuid.UUID) -> HttpResponse:
    return show(request, find_project(project, scope=request.scope))


def show(
    request: ScopedRequest,
    project: LivelihoodProject,
    *,
    sent: MoveForm | None = None,
    joining: JoinForm | None = None,
) -> HttpResponse:
    """With a form that was not accepted, its errors and status 422."""
    scope, on = request.scope, periods.today()
    moves = [str(move) for move in LIFE.moves_from(project, scope=scope, by=request.user)]
    forms = {move: MoveForm(move, project) for move in moves if move in MOVES}
    joins = may_join(project, scope) and project.state in OPEN
    context: dict[str, Any] = {
        "project": project,
        "late": project.is_late(on),
        "steps": [(step, Move(step.move).label) for step in steps_of(project)],
        "needs": needs_of(project, scope=scope),
        "forms": list((forms | ({sent.move: sent} if sent else {})).values()),
        "changes": Move.CHANGE in moves,
        "joins": joins,
        "joining": (joining or JoinForm(project, scope=scope)) if joins or joining else None,
        "map": map_of_place(project.geometry) if project.geometry else None,
        "credit": basemap.credit(),
    }
    return render(request, "projects/project.html", context, status=422 if sent or joining else 200)


@require_POST
def move_page(request: ScopedRequest, project: uuid.UUID) -> HttpResponse:
    """What is refused is told beside its field, and what was typed stays."""
    found, move = find_project(project, scope=request.scope), request.POST.get("move", "")
    if move not in MOVES:
        raise Http404
    form = MoveForm(move, found, request.POST)
    if form.is_valid():
        told: dict[str, Any] = {"by": request.user, "scope": request.scope, "at": timezone.now()}
        try:
            done = move_on(move, project=found, **form.cleaned_data, **told)
        except REFUSED as error:
            form.refuse(error)
        else:
            said = _("Recorded. The project is “%(state)s”.") % {"state": done.get_state_display()}
            messages.success(request, said)
            return redirect("project", project=found.key)
    return show(request, find_project(project, scope=request.scope), sent=form)


@require_POST
def needs_page(request: ScopedRequest, project: uuid.UUID) -> HttpResponse:
    """Needs are joined, or with `out` one is taken out."""
    found = find_project(project, scope=request.scope)
    if not may_join(found, request.scope):
        refuse(Right.DISPATCH)
    told: dict[str, Any] = {
        "project": found,
        "by": request.user,
        "scope": request.scope,
        "at": timezone.now(),
    }
    form = JoinForm(found, request.POST, scope=request.scope)
    try:
        if number := request.POST.get("out", ""):
            take_out(number=number[:24], **told)
        elif form.is_valid():
            join_needs(numbers=form.cleaned_data["needs"], **told)
        else:
            return show(request, found, joining=form)
    except REFUSED as error:
        if not form.is_bound or not hasattr(form, "cleaned_data"):
            form.full_clean()
        form.refuse(error)
        return show(request, found, joining=form)
    messages.success(request, _("The needs of the project are recorded."))
    return redirect("project", project=found.key)
