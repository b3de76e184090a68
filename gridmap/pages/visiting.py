"""The form of a visit. It carries an id of its own, so that sending it twice records one visit."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.errors import DomainError
from geodata.people.models import Household
from geodata.visits.models import Visit
from geodata.visits.record import Report, left_out
from gridmap.pages.typed import Form


def tell_left_out(request: HttpRequest, text: str) -> None:
    """What of a text is not kept, if anything."""
    if told := left_out(text):
        messages.warning(request, told)


class VisitForm(Form):
    """Two taps for an ordinary visit: everything but the button has its usual value."""

    left_to_verb = frozenset(("note",))

    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "required"), _("This form is damaged. Load the page again.")
        ),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Visit.Outcome.choices, widget=forms.RadioSelect, initial=Visit.Outcome.MET
    )
    mode = forms.ChoiceField(
        label=_("How"), choices=Visit.Mode.choices, widget=forms.RadioSelect, initial=Visit.Mode.DOOR
    )
    day = forms.DateField(label=_("Day"))
    brought = forms.MultipleChoiceField(
        label=_("Brought"),
        choices=Visit.Brought.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    visitors = forms.TypedMultipleChoiceField(
        label=_("Who went along"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("Need, request, suggestion or note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, companions: Iterable[User], today: dt.date) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4(), "day": today}, prefix="visit")
        choices = [(user.pk, user.name) for user in companions]
        self.fields["visitors"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["visitors"]
        self.fields["day"].widget = forms.DateInput(
            attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"
        )

    def report(self, household: Household, by: User) -> Report:
        told = self.cleaned_data
        along = told.get("visitors") or []
        return Report(
            household=household.pk,
            day=told["day"],
            mode=told["mode"],
            outcome=told["outcome"],
            note=told["note"].strip(),
            brought=told["brought"],
            visitors=[by.pk, *along],
        )

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field. An id that is taken is replaced, so that sending once more records a visit anew."""
        if error.field == "client_id" and isinstance(self.data, QueryDict):
            renewed = self.data.copy()
            renewed[self.add_prefix("client_id")] = str(uuid.uuid4())
            self.data = renewed
        name = error.field if error.field in self.fields and error.field != "client_id" else None
        self.add_error(name, f"{error.message} {error.remedy}".strip())
