"""/households/<token>/care/: the care records of a household. Begun, verified and ended by a change of the register; what needs
a public notice is moved on here.
"""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from geodata.base import periods
from geodata.base.errors import DomainError, NotAllowed, NotFound
from geodata.base.scope import Right
from geodata.people.access import find_household, holds, open_household
from geodata.people.care_lines import care_of
from geodata.people.care_workflow import CareMove
from geodata.people.caring import find_record, move_care
from geodata.people.categories import category_name, open_categories
from geodata.people.models import Household
from geodata.register.kinds.registry import label_of
from geodata.register.models import RegisterChange
from geodata.register.proposing import Proposal, propose
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import INCOMPLETE, Form

CHANGES = ("care_added", "care_verified", "care_ended")
SOMEBODY_NEW = "new"


class ChangeForm(Form):
    """What is verified or ended; the id makes that the same form sent twice is one change."""

    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE),
    )
    record = forms.IntegerField(min_value=1, max_value=2**62)
    why = forms.CharField(max_length=200, required=False)

    def payload(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("record", "why") if self.cleaned_data[name]}


class BeginForm(Form):
    """A new record: of the household, of one who is known, or of somebody new."""

    named = frozenset(("name",))
    client_id = ChangeForm.base_fields["client_id"]
    category = forms.ChoiceField(label=gettext_lazy("Care category"))
    who = forms.ChoiceField(label=gettext_lazy("Whom it concerns"), required=False)
    name = forms.CharField(label=gettext_lazy("Name of someone new"), max_length=60, required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"), min_value=1900, max_value=2100, required=False
    )
    on = forms.DateField(label=gettext_lazy("From"))
    source = forms.CharField(label=gettext_lazy("Source"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, household: Household, today: dt.date) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4(), "on": today})
        here = household.residents.filter(died_on=None, moved_out_on=None).order_by("pk")
        people = [(str(resident.pk), resident.name) for resident in here]
        self.offer_choices("category", [(one.code, category_name(one)) for one in open_categories(today)])
        self.offer_choices("who", [("", _("the whole household")), *people, (SOMEBODY_NEW, _("someone new"))])
        self.fields["on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("who") == SOMEBODY_NEW and not values.get("name"):
            self.add_error("name", _("Write the name."))
        return values

    def payload(self) -> dict[str, Any]:
        values, who = self.cleaned_data, self.cleaned_data["who"]
        told = {"category": values["category"], "source": values["source"]}
        if who == SOMEBODY_NEW:
            told |= {"name": values["name"], "birth_year": values["birth_year"]}
        elif who:
            told["resident"] = int(who)
        return {name: value for name, value in told.items() if value}


class MoveForm(Form):
    left_to_verb = frozenset(("reason",))
    record = forms.IntegerField(min_value=1, max_value=999_999_999)
    move = forms.ChoiceField(choices=CareMove.choices)
    reason = forms.CharField(max_length=200, required=False)
    notice_until = forms.DateField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def care_page(request: ScopedRequest, token: str) -> HttpResponse:
    """The records; what is sent begins, verifies or ends one, or proposes it to those who may confirm it."""
    if request.method != "POST":
        household = open_household(
            token, by=request.user, scope=request.scope, at=timezone.now(), right=Right.DETAILS
        )
        return show(request, household)
    household = find_household(token, scope=request.scope, right=Right.REGISTER)
    kind = request.POST.get("kind", "")
    form = (
        BeginForm(request.POST, household=household, today=periods.today())
        if kind == CHANGES[0]
        else ChangeForm(request.POST)
    )
    if kind not in CHANGES or not form.is_valid():
        return show(request, household, form=form)
    on = form.cleaned_data.get("on") or periods.today()
    proposal = Proposal(form.cleaned_data["client_id"], kind, on, household.token, payload=form.payload())
    try:
        change, _new = propose(
            proposal=proposal, by=request.user, scope=request.scope, at=timezone.now(), today=periods.today()
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        _refuse(form, error)
        return show(request, household, form=form)
    messages.success(request, _told(change))
    return redirect("care", token=token)


@require_POST
def move_page(request: ScopedRequest, token: str) -> HttpResponse:
    """A record that is on its way goes a step further."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        # Whoever may not see the household learns as much as of any other.
        find_household(token, scope=request.scope, right=Right.CONFIRM)
        messages.error(request, INCOMPLETE)
        return redirect("care", token=token)
    told = form.cleaned_data
    record = find_record(token, told.pop("record"), scope=request.scope)
    try:
        record = move_care(
            record=record, by=request.user, scope=request.scope, on=periods.today(), at=timezone.now(), **told
        )
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        state = record.get_state_display()
        messages.success(request, _("The care record is now: %(state)s.") % {"state": state})
    return redirect("care", token=token)


def show(request: ScopedRequest, household: Household, *, form: Form | None = None) -> HttpResponse:
    """The page; with a form that was not accepted, its errors and status 422."""
    today, scope = periods.today(), request.scope
    lines = care_of(household, on=today, scope=scope, by=request.user)
    changes = RegisterChange.objects.within(scope).waiting().filter(household=household, kind__in=CHANGES)
    changes = changes.select_related("proposed_by")
    begin = form if isinstance(form, BeginForm) else BeginForm(household=household, today=today)
    context = {
        "household": household,
        "today": today,
        "current": [line for line in lines if line.in_force],
        "pending": [line for line in lines if line.pending],
        "former": [line for line in lines if not line.in_force and not line.pending],
        "waiting": [(label_of(change.kind), change) for change in changes.order_by("effective_on", "pk")],
        "may_register": holds(scope, household, Right.REGISTER),
        "decides": holds(scope, household, Right.CONFIRM),
        "form": begin,
        "refused": form if form is not begin else None,
        "new_id": uuid.uuid4,
    }
    return render(request, "people/care.html", context, status=422 if form else 200)


def _refuse(form: Form, error: DomainError) -> None:
    name = (error.field or "").removeprefix("payload.")
    field = {"effective_on": "on", "resident": "who"}.get(name, name)
    known = field in form.fields and not form.fields[field].widget.is_hidden
    form.add_error(field if known else None, f"{error.message} {error.remedy}".strip())


def _told(change: RegisterChange) -> str:
    if change.state == RegisterChange.State.CONFIRMED:
        return _("The change is recorded.")
    return _("The change is proposed: it counts once the village has confirmed it.")
