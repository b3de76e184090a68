"""/needs/<number or client id>/: one need, whose it is, by when, its way, and what the reader may do with it now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.needs.beside_models import Assignment
from geodata.needs.doing import named, offered
from geodata.needs.finding import Opened, find_need, is_late, open_need
from geodata.needs.models import Need
from geodata.needs.parts import parts_of
from geodata.needs.words import OPEN, Part
from geodata.people.access import can_see_details
from geodata.people.models import Household
from gridmap.maps import basemap
from gridmap.maps.base import Drawn
from gridmap.maps.layers import map_of_home
from gridmap.middleware import ScopedRequest
from gridmap.pages.needs.attachments import part_of
from gridmap.pages.needs.forms import MoveForm, forms_of
from gridmap.pages.needs.steps import step_lines


@require_safe
def need_page(request: ScopedRequest, need: str) -> HttpResponse:
    """Of a sensitive one that the reader may not open, its number and state; every opening of one is on record."""
    return show(request, find_need(named(need), by=request.user, scope=request.scope))


def show(request: ScopedRequest, need: Need, *, sent: MoveForm | None = None) -> HttpResponse:
    """With a form that was not accepted, its errors and status 422."""
    now, by, scope = timezone.now(), request.user, request.scope
    opened = open_need(need, by=by, scope=scope, at=now)
    moves = offered(need, by=by, scope=scope, at=now)
    context: dict[str, Any] = {"need": need, "opened": opened}
    context["forms"] = forms_of(opened, moves, sent)
    if opened.whole:
        context |= _whole(request, opened, at=now)
    return render(request, "needs/need.html", context, status=422 if sent else 200)


def _whole(request: ScopedRequest, opened: Opened, *, at: dt.datetime) -> dict[str, Any]:
    need, scope = opened.need, request.scope
    homes = homes_of(need, scope)
    return {
        "late": is_late(need, at=at),
        "due_at": need.due_at if need.state in OPEN else None,
        "homes": homes,
        "steps": list(step_lines(need, by=request.user, scope=scope)),
        "dispute": getattr(need, "dispute", None),
        "consultations": need.consultations.all(),
        "assignments": assignments_of(need),
        "supervisions": need.supervisions.select_related(
            "by", "answered_by", "assignment__department", "assignment__area"
        ),
        "answers": Part.HOLDER in parts_of(need, scope=scope, by=request.user),
        "files": part_of(need, by=request.user, scope=scope),
        "map": _map(need, homes, on=periods.today()),
        "credit": basemap.credit(),
    }


def assignments_of(need: Need) -> list[Assignment]:
    beside = ("area", "department", "user", "by")
    return list(need.assignments.select_related(*beside).order_by("pk"))


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A household that it concerns, by name where the reader sees its details."""

    home: Household
    details: bool


def homes_of(need: Need, scope: Scope) -> list[HomeLine]:
    """Its own first; without those that the reader does not see. One query."""
    keys = [need.household_id, *need.others.values_list("household_id", flat=True)]
    seen = Household.objects.within(scope.to(Right.HOUSEHOLDS)).filter(pk__in=[key for key in keys if key])
    homes = {home.pk: home for home in seen.select_related("village", "grid")}
    return [HomeLine(homes[key], can_see_details(scope, homes[key])) for key in keys if key in homes]


def _map(need: Need, homes: list[HomeLine], *, on: dt.date) -> Drawn | None:
    """The place itself, or the household's where its point may be known, in its grid."""
    own = [line.home.point for line in homes if line.home.pk == need.household_id and line.details]
    point = need.point or next(iter(own), None)
    return map_of_home(point=point, tone="none", place=need.grid_id or need.village_id, on=on)
