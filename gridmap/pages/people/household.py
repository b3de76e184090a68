"""/households/<token>/: one household, who looks after it, when it was visited and why it is (not) due."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.accounts.models import User
from geodata.base import keyset, periods
from geodata.base.errors import BadInput, Conflict
from geodata.base.manifest import modules
from geodata.base.scope import Right, Scope
from geodata.contacts.candidates import companions
from geodata.contacts.models import ContactLink
from geodata.coverage.households import State, state_of
from geodata.display.timelines import of_household, where_and_how
from geodata.needs.recording import record_need
from geodata.people.access import find_household, goes_on_in, open_household
from geodata.people.care_lines import state_on
from geodata.people.categories import category_name
from geodata.people.masking import shown_name, shown_phones
from geodata.people.models import CareRecord, Household
from geodata.visits.explanation import counts_in_words, in_words, rhythm_of
from geodata.visits.models import Visit
from geodata.visits.pages import visits_of
from geodata.visits.record import UNDO
from geodata.visits.sending import Sent, take_visit
from gridmap.maps import basemap
from gridmap.maps.base import Drawn
from gridmap.maps.layers import map_of_home
from gridmap.middleware import ScopedRequest, in_force
from gridmap.pages.base.access import Rights, rights_to
from gridmap.pages.needs.visit_part import NeedPart
from gridmap.pages.visits.forms import VisitForm, tell_left_out


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
    state: str

    @classmethod
    def of(cls, record: CareRecord, *, on: dt.date) -> "Care":
        period, who = record.period, record.resident
        state = state_on(record, on)
        return cls(
            past=state == CareRecord.State.REMOVED,
            label=category_name(record.category),
            person=who.name if who else "",
            relation=who.relation if who else "",
            first=period.lower if period else None,
            after=period.upper if period else None,
            verified=record.verified_on,
            state="" if state == CareRecord.State.IN_FORCE else str(state.label),
        )


@require_safe
def household_page(request: ScopedRequest, token: str) -> HttpResponse:
    household = open_household(token, by=request.user, scope=request.scope, at=timezone.now())
    return show(request, household)


@require_POST
def record(request: ScopedRequest, token: str) -> HttpResponse:
    """Record the visit and show the household again; the same form sent again changes nothing."""
    today, scope = periods.today(), in_force(request)
    form, need = VisitForm(request.POST, today=today), NeedPart(request.POST, today=today)
    if form.is_valid() and need.is_valid():
        sent = Sent(form.cleaned_data["client_id"], token, form.report(request.user))
        try:
            _take(sent, need, by=request.user, scope=scope, today=today)
        except (BadInput, Conflict) as error:
            if not need.refuse(error):
                form.refuse(error)
        else:
            return _recorded(request, token, f"{sent.report.note} {need.cleaned_data['text']}")
    household = find_household(token, scope=scope, right=Right.VISIT)
    form.offer(companions(household, on=today, besides=request.user))
    return show(request, household, form=form, need=need)


def _take(sent: Sent, need: NeedPart, *, by: User, scope: Scope, today: dt.date) -> None:
    """The visit, or with what was needed a need with its visit: both or neither."""
    now = timezone.now()
    if need.told:
        record_need(report=need.report(sent), by=by, scope=scope, at=now, today=today)
    else:
        take_visit(sent=sent, by=by, scope=scope, at=now, today=today)


def _recorded(request: ScopedRequest, token: str, note: str) -> HttpResponse:
    """A household that was given away meanwhile is not gone back to."""
    tell_left_out(request, note)
    messages.success(request, _("The visit is recorded."))
    seen = Household.objects.within(request.scope.to(Right.HOUSEHOLDS)).called(token)
    return redirect("household", token=token) if seen else redirect("home")


def show(
    request: ScopedRequest,
    household: Household,
    *,
    form: VisitForm | None = None,
    need: NeedPart | None = None,
) -> HttpResponse:
    """The page; with a form that was not accepted, its errors and status 422."""
    on = periods.today()
    rights, state = rights_to(household, request.scope), state_of(household.pk, on=on)
    context: dict[str, Any] = {
        "household": household,
        "rights": rights,
        "today": on,
        "head": shown_name(household.head_name, details=rights.details),
        "phones": shown_phones(household.phones, details=rights.details),
        "state": state,
        "links": ContactLink.objects.filter(household=household)
        .select_related("member__user", "member__branch", "set_by")
        .order_by("-period__upper_inf", "-primary", "-period"),
        # Nobody visits who has left; what a phone still holds of the days before is taken as ever.
        "form": form
        or (_empty_form(request, household, on=on) if rights.visit and not household.has_left else None),
        "goes_on_in": goes_on_in(household, request.scope),
        "need": need or (NeedPart(today=on) if rights.visit and request.scope.may(Right.NEED) else None),
        "map": _map(household, rights, state, on=on),
        "credit": basemap.credit(),
        "moments": of_household(household, detailed=rights.details),
        "sections": [
            module.of_household(request, household, rights, on=on)
            for module in modules("gridmap.pages.{}.section")
        ],
        "known": where_and_how(household, detailed=rights.details),
    }
    if rights.details:
        context |= _details(request, household, state, on=on)
    return render(request, "people/household.html", context, status=422 if form else 200)


def _details(
    request: ScopedRequest, household: Household, state: State | None, *, on: dt.date
) -> dict[str, Any]:
    """What only those see who look after the household, and their line."""
    records = CareRecord.objects.filter(household=household).select_related("category", "resident")
    care = [Care.of(record, on=on) for record in records.order_by("category__order", "pk")]
    context: dict[str, Any] = {"care": sorted(care, key=lambda one: one.past)}
    if state:
        rhythm = rhythm_of(household, on=on)
        context["reason"] = in_words(rhythm, status=state.status, last_met=state.last_met, on=on)
        context["counts"] = counts_in_words(rhythm)
    context |= _visits(household, request.GET.get("before", ""), on=on)
    fresh = timezone.now() - UNDO
    mine = [
        one for one in context["visits"] if one.entered_by_id == request.user.pk and one.entered_at > fresh
    ]
    return context | {"undoable": {one.pk for one in mine if one.state == Visit.State.VALID}}


def _visits(household: Household, before: str, *, on: dt.date) -> dict[str, Any]:
    """A page of visits, the latest first. `before`, as day.id, is where the page before ended."""
    end = keyset.day_and_number(before)
    page = visits_of(household, on=on, before=end)
    return {
        "visits": page.visits,
        "older": keyset.joined(*page.older) if page.older else "",
        "latest": not end,
    }


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
    form = VisitForm(today=on)
    form.offer(companions(household, on=on, besides=request.user))
    return form
