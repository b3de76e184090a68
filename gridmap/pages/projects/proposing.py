"""/projects/new/ and /projects/<id>/change/: a plan as a form."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.scope import Right, Scope
from geodata.projects.finding import find_project
from geodata.projects.lifecycle import LIFE
from geodata.projects.models import LivelihoodProject
from geodata.projects.parts import parts_at
from geodata.projects.proposing import change, propose
from geodata.projects.words import Move
from gridmap.middleware import ScopedRequest
from gridmap.pages.projects.forms import PlanForm

REFUSED = (BadInput, Conflict, NotFound, Stale)


def may_propose(scope: Scope) -> bool:
    """Anywhere at all."""
    mine = next(iter(scope.departments), None)
    return any(parts_at(scope, code=code, department=mine) for code in scope.codes)


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    if not may_propose(request.scope):
        refuse(Right.DISPATCH)
    form = PlanForm(
        request.POST if request.method == "POST" else None, scope=request.scope, on=periods.today()
    )
    if request.method == "POST" and form.is_valid() and (made := _written(request, form, None)):
        messages.success(request, _("The project is proposed."))
        return redirect("project", project=made.key)
    return _shown(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: ScopedRequest, project: uuid.UUID) -> HttpResponse:
    found = find_project(project, scope=request.scope)
    LIFE.check(found, Move.CHANGE, by=request.user, scope=request.scope)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, scope=request.scope, on=periods.today(), project=found)
    if data is not None and form.is_valid() and _written(request, form, found):
        messages.success(request, _("The plan is changed."))
        return redirect("project", project=found.key)
    return _shown(request, form, found)


def _shown(request: ScopedRequest, form: PlanForm, project: LivelihoodProject | None) -> HttpResponse:
    context = {"form": form, "project": project}
    return render(request, "projects/plan.html", context, status=422 if form.is_bound else 200)


def _written(
    request: ScopedRequest, form: PlanForm, project: LivelihoodProject | None
) -> LivelihoodProject | None:
    """None where the form now says what was refused."""
    told: dict[str, Any] = {
        "plan": form.plan(),
        "by": request.user,
        "scope": request.scope,
        "at": timezone.now(),
    }
    try:
        if project is None:
            return propose(**told)
        return change(project=project, version=form.cleaned_data["version"], **told)
    except REFUSED as error:
        form.refuse(error)
        return None
