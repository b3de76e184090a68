"""/visits/<id>/: one visit with all its versions; correcting, voiding and undoing it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import BadInput, Conflict
from geodata.base.scope import Right
from geodata.contacts.candidates import companions
from geodata.people.access import can_see_details
from geodata.people.models import Household
from geodata.visits.models import Visit
from geodata.visits.opening import open_visit
from geodata.visits.permissions import AUTHOR_DAYS, can_change, check_change, version_of, visible_visit
from geodata.visits.record import Report, correct_visit, void_visit
from geodata.visits.sending import undo_own_visit
from gridmap.middleware import ScopedRequest, in_force
from gridmap.pages.base.typed import Form
from gridmap.pages.visits.forms import VisitForm, tell_left_out


class VoidForm(Form):
    left_to_verb = frozenset(("reason",))

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("Reason for voiding"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the reason why the visit is voided.")},
    )


class CorrectForm(VisitForm):
    """The visit's own form, filled with what is recorded, and the version that was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, data: Any = None, *, visit: Visit, companions: Iterable[User], today: dt.date) -> None:
        super().__init__(data, today=today)
        self.offer(companions)
        along = [one.user_id for one in visit.visitors.all()]
        fields = {"outcome", "mode", "day", "brought", "note"}
        recorded = {name: getattr(visit, name) for name in fields}
        self.initial = {**self.initial, **recorded, "visitors": along, "seen": version_of(visit)}

    def report(self, by: User) -> Report:
        """Those who are ticked went, and nobody else: an office may have entered it for others."""
        along = self.cleaned_data.get("visitors") or [by.pk]
        return replace(super().report(by), visitors=along)


@require_safe
def visit_page(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    opened = open_visit(visit, by=request.user, scope=in_force(request), at=timezone.now())
    return _show(request, opened)


@require_POST
def correct(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    """A new version in its place; the same form sent again changes nothing."""
    former = visible_visit(visit, scope=request.scope)
    today = periods.today()
    check_change(former, by=request.user, scope=request.scope, on=today)
    form = _correct_form(request, former, request.POST)
    if not form.is_valid():
        return _show(request, former, correct=form)
    try:
        corrected, _new = correct_visit(
            visit=former,
            client_id=form.cleaned_data["client_id"],
            report=replace(form.report(former.entered_by), household=former.household_id),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=today,
            seen=form.cleaned_data["seen"],
        )
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return _show(request, former, correct=form)
    tell_left_out(request, form.cleaned_data["note"])
    messages.success(request, _("The visit has been corrected. The former version stays on record."))
    return redirect("visit", visit=corrected.client_id)


@require_POST
def void(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    former = visible_visit(visit, scope=request.scope)
    check_change(former, by=request.user, scope=request.scope, on=periods.today())
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _show(request, former, void=form)
    try:
        void_visit(
            visit=former,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
            **form.cleaned_data,
        )
    except (BadInput, Conflict) as error:
        form.add_error(None, f"{error.message} {error.remedy}".strip())
        return _show(request, former, void=form)
    tell_left_out(request, form.cleaned_data["reason"])
    messages.success(request, _("The visit has been voided. It stays on record and counts nowhere."))
    return redirect("household", token=former.household.token)


@require_POST
def undo(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    """Shortly after entering it, by whoever did. A household that is out of sight by now is not gone back to."""
    # Asked before: with the scope its user is in force, whose doing the change is.
    back = _back(request, visit)
    try:
        undo_own_visit(visit, by=request.user, at=timezone.now())
    except Conflict as error:
        messages.error(request, f"{error.message} {error.remedy}")
    else:
        messages.success(request, _("Undone."))
    return back


def _back(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    seen = Household.objects.within(request.scope.to(Right.DETAILS)).filter(visits__client_id=visit).first()
    return redirect("household", token=seen.token) if seen else redirect("home")


def _show(
    request: ScopedRequest,
    visit: Visit,
    *,
    correct: CorrectForm | None = None,
    void: VoidForm | None = None,
) -> HttpResponse:
    """The page; with a form that was not accepted, its errors and status 422."""
    seen = can_see_details(request.scope, visit.household)
    changes = (
        seen
        and visit.state == Visit.State.VALID
        and can_change(visit, by=request.user, scope=request.scope, on=periods.today())
    )
    context = {
        "visit": visit,
        "household": visit.household,
        "seen": seen,
        "versions": _versions(visit) if seen else [visit],
        "form": correct or (_correct_form(request, visit) if changes else None),
        "author_days": AUTHOR_DAYS,
        "void": void or (VoidForm(initial={"seen": version_of(visit)}) if changes else None),
    }
    return render(request, "visits/visit.html", context, status=422 if correct or void else 200)


def _correct_form(request: ScopedRequest, visit: Visit, data: Any = None) -> CorrectForm:
    """To choose from: who went, who entered it, and who often goes along."""
    today = periods.today()
    along = {one.user.pk: one.user for one in visit.visitors.select_related("user")}
    along |= {visit.entered_by_id: visit.entered_by}
    along |= {one.pk: one for one in companions(visit.household, on=today, besides=visit.entered_by)}
    return CorrectForm(data, visit=visit, companions=along.values(), today=today)


def _versions(visit: Visit) -> list[Visit]:
    """All versions of the same visit, the latest first. A query for each; there are seldom more than two."""
    rows = Visit.objects.select_related("entered_by").prefetch_related("visitors__user")
    latest = visit
    while newer := Visit.objects.filter(corrects=latest).first():
        latest = newer
    versions = [rows.get(pk=latest.pk)]
    while versions[-1].corrects_id:
        versions.append(rows.get(pk=versions[-1].corrects_id))
    return versions
