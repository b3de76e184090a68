"""/campaigns/<key>/tasks/: a task at a place, pressed on the map; and moving one on, by its department or the office."""

import uuid
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.base.scope import Right, Scope
from geodata.campaigns.finding import find_campaign
from geodata.campaigns.lifecycle import may_open
from geodata.campaigns.models import Campaign, PlaceTask
from geodata.campaigns.tasks import NEXT, give_task, may_move, move_task
from geodata.campaigns.words import State, TaskState
from gridmap.maps.overview import overview
from gridmap.middleware import ScopedRequest
from gridmap.pages.campaigns.forms import TaskForm
from gridmap.pages.campaigns.maps import marks_of

MOST = 100
Line = tuple[PlaceTask, Sequence[TaskState]]


def tasks_of(campaign: Campaign, *, scope: Scope) -> list[PlaceTask]:
    found = PlaceTask.objects.within(scope).filter(campaign=campaign).order_by("pk")
    return list(found.select_related("campaign__area", "village", "department")[:MOST])


def open_tasks(scope: Scope) -> list[PlaceTask]:
    """Of one's department, or of one's places, that are not done: those of open roll-calls, the newest first."""
    found = PlaceTask.objects.within(scope).filter(campaign__state=State.OPEN).exclude(state=TaskState.DONE)
    return list(found.select_related("campaign__area", "village", "department").order_by("-pk")[:MOST])


def task_lines(tasks: Iterable[PlaceTask], *, scope: Scope) -> list[Line]:
    """Each with what the reader may move it to."""
    return [(task, NEXT[TaskState(task.state)] if may_move(task, scope=scope) else ()) for task in tasks]


def may_give(campaign: Campaign, *, scope: Scope) -> bool:
    return campaign.state == State.OPEN and may_open(scope, campaign.area.code)


@require_http_methods(["GET", "HEAD", "POST"])
def give_page(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse:
    found, on = find_campaign(campaign, scope=request.scope), periods.today()
    if not may_open(request.scope, found.area.code):
        refuse(Right.CAMPAIGN)
    sent = request.method == "POST"
    form = TaskForm(request.POST if sent else None, campaign=found, scope=request.scope, on=on)
    if sent and form.is_valid() and _given(request, found, form):
        return redirect("campaign", campaign=found.key)
    drawn = overview(area=found.area, by="village", on=on, tones={}, ringed=())
    context = {
        "campaign": found,
        "form": form,
        "drawn": drawn,
        "marks": marks_of(drawn, tasks_of(found, scope=request.scope)) if drawn else [],
    }
    return render(request, "campaigns/task.html", context, status=422 if sent and form.errors else 200)


def _given(request: ScopedRequest, campaign: Campaign, form: TaskForm) -> bool:
    try:
        give_task(
            campaign=campaign, report=form.report(), by=request.user, scope=request.scope, at=timezone.now()
        )
    except (BadInput, Conflict, NotFound) as error:
        form.add_error(
            error.field if error.field in form.fields else None, join([error.message, error.remedy])
        )
        return False
    messages.success(request, _("The task is given."))
    return True


@require_POST
def move_task_page(request: ScopedRequest, task: uuid.UUID) -> HttpResponse:
    try:
        moved = move_task(
            key=task,
            state=request.POST.get("state", ""),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
        )
    except Conflict as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        told = {"what": moved.get_what_display(), "state": moved.get_state_display()}
        messages.success(request, _("%(what)s: %(state)s") % told)
    return redirect("campaigns")
