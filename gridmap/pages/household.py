"""/households/<token>/: one household, who looks after it, when it was visited and why it is (not) due."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata import periods
from geodata.contacts.candidates import companions
from geodata.contacts.models import ContactLink
from geodata.coverage import cards, states
from geodata.coverage.households import State, states_of
from geodata.errors import DomainError
from geodata.people.categories import category_name
from geodata.people.masking import masked_name, masked_phones
from geodata.people.models import CareRecord, Household
from geodata.reports.timelines import of_household, where_and_how
from geodata.territory.scope import Right
from geodata.visits.models import Visit
from geodata.visits.reasons import counts_in_words, in_words, rhythm_of
from geodata.visits.record import UNDO, record_visit
from gridmap.maps import basemap
from gridmap.maps.base import Drawn
from gridmap.maps.layers import map_of_home
from gridmap.middleware import ScopedRequest
from gridmap.pages.access import Rights, find, rights_to
from gridmap.pages.visiting import VisitForm, tell_left_out

VISITS = 20
"""Visits on one page."""


@dataclass(frozen=True, slots=True)
class Care:
    """A care record as the page tells it; an open one first."""

    past: bool
    label: str
    person: str
    relation: str
    first: dt.date | None
    after: dt.date | None
    verified: dt.date | None

    @classmethod
    def of(cls, record: CareRecord, *, on: dt.date) -> "Care":
        period, who = record.period, record.resident
        return cls(
            past=period.upper is not None and period.upper <= on,
            label=category_name(record.category),
            person=who.name if who else "",
            relation=who.relation if who else "",
            first=period.lower,
            after=period.upper,
            verified=record.verified_on,
        )


@require_safe
def household_page(request: ScopedRequest, token: str) -> HttpResponse:
    household = find(request.scope, token)
    return show(request, household)


@require_POST
def record(request: ScopedRequest, token: str) -> HttpResponse:
    """Record the visit and show the household again; the same form sent again changes nothing."""
    household = find(request.scope, token, Right.VISIT)
    today = periods.today()
    along = companions(household, on=today, besides=request.user)
    form = VisitForm(request.POST, companions=along, today=today)
    if not form.is_valid():
        return show(request, household, form=form)
    report = form.report(household, request.user)
    try:
        record_visit(
            client_id=form.cleaned_data["client_id"],
            report=report,
            by=request.user,
            at=timezone.now(),
            today=today,
        )
    except DomainError as error:
        form.refuse(error)
        return show(request, household, form=form)
    tell_left_out(request, report.note)
    messages.success(request, _("The visit is recorded."))
    return redirect("household", token=token)


def show(request: ScopedRequest, household: Household, *, form: VisitForm | None = None) -> HttpResponse:
    """The page; with a form that was not accepted, its errors and status 422."""
    on = periods.today()
    rights, state = rights_to(household, request.scope), _state(household, on=on)
    told: dict[str, Any] = {
        "household": household,
        "rights": rights,
        "today": on,
        "head": household.head_name if rights.details else masked_name(household.head_name),
        "phones": household.phones if rights.details else masked_phones(household.phones),
        "state": state,
        "links": ContactLink.objects.filter(household=household)
        .select_related("member__user", "member__branch", "set_by")
        .order_by("-period__upper_inf", "-primary", "-period"),
        "form": form or (_empty_form(request, household, on=on) if rights.visit else None),
        "map": _map(household, rights, state, on=on),
        "credit": basemap.credit(),
        "moments": of_household(household, detailed=rights.details),
        "known": where_and_how(household, detailed=rights.details),
    }
    if rights.visit and (held := cards.of_household(_question(household, on=on))):
        told |= {"held": held, "card_label": cards.CardState(held.state).label}
    if rights.details:
        told |= _details(request, household, state, on=on)
    return render(request, "pages/household.html", told, status=422 if form else 200)


def _details(
    request: ScopedRequest, household: Household, state: State | None, *, on: dt.date
) -> dict[str, Any]:
    """What only those see who look after the household, and their line. The door puts the opening on record."""
    records = CareRecord.objects.filter(household=household).select_related("category", "resident")
    care = [Care.of(record, on=on) for record in records.order_by("category__order", "pk")]
    told: dict[str, Any] = {"care": sorted(care, key=lambda one: one.past)}
    if state:
        rhythm = rhythm_of(household, on=on)
        told["reason"] = in_words(rhythm, status=state.status, last_met=state.last_met, on=on)
        told["counts"] = counts_in_words(rhythm)
    told |= _visits(household, request.GET.get("before", ""))
    fresh = timezone.now() - UNDO
    mine = [one for one in told["visits"] if one.entered_by_id == request.user.pk and one.entered_at > fresh]
    return told | {"undoable": {one.pk for one in mine if one.state == Visit.State.VALID}}


def _visits(household: Household, before: str) -> dict[str, Any]:
    """A page of visits, the latest first. `before`, as day.id, is where the page before ended. Three queries."""
    visits = Visit.objects.filter(household=household).exclude(state=Visit.State.CORRECTED)
    if end := _end(before):
        visits = visits.filter(Q(day__lt=end[0]) | Q(day=end[0], pk__lt=end[1]))
    found = list(visits.prefetch_related("visitors__user").order_by("-day", "-pk")[: VISITS + 1])
    last = found[VISITS - 1] if len(found) > VISITS else None
    return {"visits": found[:VISITS], "older": f"{last.day}.{last.pk}" if last else "", "latest": not end}


def _end(before: str) -> tuple[dt.date, int] | None:
    day, _dot, number = before.partition(".")
    try:
        return dt.date.fromisoformat(day), int(number[:18])
    except ValueError:
        return None


def _state(household: Household, *, on: dt.date) -> State | None:
    """None for a household that is not known on that day."""
    return states_of(_question(household, on=on)).get(household.pk)


def _question(household: Household, *, on: dt.date) -> states.Question:
    return states.Question(states.Selection(households=(household.pk,)), on=on)


def _map(household: Household, rights: Rights, state: State | None, *, on: dt.date) -> Drawn | None:
    """The point in its grid; for those who may not know the point, the grid alone."""
    if household.point is None:
        return None
    return map_of_home(
        point=household.point if rights.details else None,
        tone=state.status if state and rights.details else "none",
        place=household.grid_id or household.village_id,
        on=on,
    )


def _empty_form(request: ScopedRequest, household: Household, *, on: dt.date) -> VisitForm:
    return VisitForm(companions=companions(household, on=on, besides=request.user), today=on)
