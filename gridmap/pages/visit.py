"""/visits/<id>/: one visit with all its versions; correcting, voiding and undoing it."""

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from geodata import periods
from geodata.accounts.models import User
from geodata.contacts.candidates import companions
from geodata.errors import DomainError
from geodata.people.models import Household
from geodata.territory.scope import Right
from geodata.visits.changing import check_change, may_change, version_of
from geodata.visits.models import Visit
from geodata.visits.record import Report, correct_visit, undo_visit, void_visit
from gridmap.middleware import ScopedRequest
from gridmap.pages.typed import Form
from gridmap.pages.visiting import VisitForm, tell_left_out


class VoidForm(Form):
    left_to_verb = frozenset(("reason",))

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why the visit is voided.")},
    )


class CorrectForm(VisitForm):
    """The visit's own form, filled with what is recorded, and the version that was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, data: Any = None, *, visit: Visit, **more: Any) -> None:
        super().__init__(data, **more)
        along = [one.user_id for one in visit.visitors.all()]
        told = {"outcome", "mode", "day", "brought", "note"}
        recorded = {name: getattr(visit, name) for name in told}
        self.initial = {**self.initial, **recorded, "visitors": along, "seen": version_of(visit)}

    def report(self, household: Household, by: User) -> Report:
        """Those who are ticked went, and nobody else: an office may have entered it for others."""
        along = self.cleaned_data.get("visitors") or [by.pk]
        return replace(super().report(household, by), visitors=along)


@require_safe
def visit_page(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    return _show(request, _find(request, visit))


@require_POST
def correct(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    """A new version in its place; the same form sent again changes nothing."""
    found = _find(request, visit)
    today = periods.today()
    check_change(found, by=request.user, scope=request.scope, on=today)
    form = _correct_form(request, found, request.POST)
    if not form.is_valid():
        return _show(request, found, correct=form)
    try:
        made, _new = correct_visit(
            visit=found,
            client_id=form.cleaned_data["client_id"],
            report=form.report(found.household, found.entered_by),
            by=request.user,
            at=timezone.now(),
            today=today,
            seen=form.cleaned_data["seen"],
        )
    except DomainError as error:
        form.refuse(error)
        return _show(request, found, correct=form)
    tell_left_out(request, form.cleaned_data["note"])
    messages.success(request, _("The visit is corrected. The former version stays on record."))
    return redirect("visit", visit=made.client_id)


@require_POST
def void(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    found = _find(request, visit)
    check_change(found, by=request.user, scope=request.scope, on=periods.today())
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _show(request, found, void=form)
    try:
        void_visit(visit=found, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
    except DomainError as error:
        form.add_error(None, f"{error.message} {error.remedy}".strip())
        return _show(request, found, void=form)
    tell_left_out(request, form.cleaned_data["reason"])
    messages.success(request, _("The visit is voided. It stays on record and counts nowhere."))
    return redirect("household", token=found.household.token)


@require_POST
def undo(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    """Shortly after entering it, by whoever did."""
    found = get_object_or_404(_seen(request), client_id=visit, entered_by=request.user)
    try:
        undo_visit(visit=found, at=timezone.now())
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}")
    else:
        messages.success(request, _("Undone."))
    return redirect("household", token=found.household.token)


def _seen(request: ScopedRequest) -> Any:
    inside = Household.objects.within(request.scope.to(Right.DETAILS))
    return Visit.objects.filter(household__in=inside).select_related(
        "household__village", "household__grid", "entered_by"
    )


def _find(request: ScopedRequest, visit: uuid.UUID) -> Visit:
    found: Visit = get_object_or_404(_seen(request), client_id=visit)
    return found


def _show(
    request: ScopedRequest,
    visit: Visit,
    *,
    correct: CorrectForm | None = None,
    void: VoidForm | None = None,
) -> HttpResponse:
    """The page; with a form that was not accepted, its errors and status 422."""
    changes = visit.state == Visit.State.VALID and may_change(
        visit, by=request.user, scope=request.scope, on=periods.today()
    )
    told = {
        "visit": visit,
        "household": visit.household,
        "versions": _versions(visit),
        "form": correct or (_correct_form(request, visit) if changes else None),
        "void": void or (VoidForm(initial={"seen": version_of(visit)}) if changes else None),
    }
    return render(request, "pages/visit.html", told, status=422 if correct or void else 200)


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
    found = [rows.get(pk=latest.pk)]
    while found[-1].corrects_id:
        found.append(rows.get(pk=found[-1].corrects_id))
    return found
