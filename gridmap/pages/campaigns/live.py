"""/campaigns/<key>/: how a roll-call stands, readable on a wall; and closing it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.errors import Conflict, join
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.campaigns.figures import Hour, Standing, live
from geodata.campaigns.finding import find_campaign
from geodata.campaigns.lifecycle import LIFE
from geodata.campaigns.models import Campaign
from geodata.campaigns.opening import move_on
from geodata.campaigns.words import Move
from geodata.display.charts import Course, course
from geodata.posts.departments import Department
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.campaigns.forms import ReportForm
from gridmap.pages.campaigns.maps import map_of_standing
from gridmap.pages.campaigns.tasks import may_give, task_lines, tasks_of

MOVES = (Move.CLOSE, Move.REPORT)


@require_safe
def campaign_page(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse:
    """By grid the most unreached first: special households before all."""
    found, now = find_campaign(campaign, scope=request.scope), timezone.now()
    stands = live(found, scope=request.scope, at=now)
    moves = LIFE.moves_from(found, scope=request.scope, by=request.user)
    grids, tasks = _named(stands.grids), tasks_of(found, scope=request.scope)
    context: dict[str, Any] = {
        "campaign": found,
        "stands": stands,
        "grids": grids,
        "issuers": Department.objects.filter(pk__in=found.issuers).order_by("code") if found.issuers else (),
        "map": map_of_standing(grids, on=periods.today(), tasks=tasks),
        "held": [(level, count) for level, count in stands.held.items() if count],
        "moves": [move for move in MOVES if move in moves],
        "tasks": task_lines(tasks, scope=request.scope),
        "may_give": may_give(found, scope=request.scope),
        "chart": _drawn(stands.hours),
        "may_export": found.opened_at is not None and request.scope.may(Right.EXPORT),
        "report": ReportForm(initial={"at": timezone.localtime(found.closed_at or now)}),
        "now": now,
    }
    return render(request, "campaigns/campaign.html", context)


def _named(rows: list[Standing]) -> list[tuple[str, str, Standing]]:
    codes = {code for row in rows for code in (row.village, row.grid)}
    names = dict(Area.objects.filter(code__in=codes).order_by("period").values_list("code", "name"))
    ordered = sorted(rows, key=lambda row: (-row.special_unreached, -row.unreached, row.village, row.grid))
    return [(names.get(row.village, row.village), names.get(row.grid, ""), row) for row in ordered]


def _drawn(hours: list[Hour]) -> Course | None:
    """From nobody at the opening, on the scale of all that are asked for."""
    if not hours:
        return None
    reached, targets = hours[-1].reached, hours[-1].targets
    told = {"reached": figure(reached), "targets": figure(targets), "n": figure(len(hours))}
    label = _("Reached hour by hour, for %(n)s hours: %(reached)s of %(targets)s") % told
    return course([0, *(hour.reached for hour in hours)], label=label, between=(0, targets))


@require_POST
def move_page(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse:
    found: Campaign = find_campaign(campaign, scope=request.scope)
    move = request.POST.get("move", "")
    if move not in MOVES:
        raise Http404
    try:
        move_on(
            move,
            campaign=found,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            version=request.POST.get("version", ""),
        )
    except Conflict as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        messages.success(request, _("The roll-call has moved on."))
    return redirect("campaign", campaign=found.key)
