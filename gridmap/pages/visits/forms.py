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
from geodata.base.errors import DomainError
from geodata.visits.models import Visit
from geodata.visits.record import Report, left_out
from gridmap.pages.base.typed import INCOMPLETE, Form


def tell_left_out(request: HttpRequest, text: str) -> None:
    """What of a text is not kept, if anything."""
    if sentence := left_out(text):
        messages.warning(request, sentence)


class Visitors(forms.TypedMultipleChoiceField):
    """Offered are those who often go along; who else may be named, the verb says."""

    def valid_value(self, value: Any) -> bool:
        text = str(value)
        return text.isascii() and text.isdigit() and len(text) < 10


class VisitForm(Form):
    """Two taps for an ordinary visit: everything but the button has its usual value."""

    left_to_verb = frozenset(("note",))

    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Visit.Outcome.choices, widget=forms.RadioSelect, initial=Visit.Outcome.MET
    )
    mode = forms.ChoiceField(
        label=_("Mode"), choices=Visit.Mode.choices, widget=forms.RadioSelect, initial=Visit.Mode.DOOR
    )
    day = forms.DateField(label=_("Visit date"))
    brought = forms.MultipleChoiceField(
        label=_("Also done"),
        choices=Visit.Brought.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    visitors = Visitors(
        label=_("Who went along"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("Note of the visit"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4(), "day": today}, prefix="visit")
        self.offer(())
        self.fields["day"].widget = forms.DateInput(
            attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"
        )

    def offer(self, companions: Iterable[User]) -> None:
        """Those who may be ticked as having gone along."""
        self.offer_choices("visitors", ((user.pk, user.name) for user in companions))

    def report(self, by: User) -> Report:
        """Without a household: that of the token, which the verb looks up."""
        values = self.cleaned_data
        along = values.get("visitors") or []
        return Report(
            household=0,
            day=values["day"],
            mode=values["mode"],
            outcome=values["outcome"],
            note=values["note"].strip(),
            brought=values["brought"],
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
