"""What was needed, said with a visit on the page of its household: where somebody comes by the code of a card."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import DomainError
from geodata.needs.along import categories
from geodata.needs.recording import NeedReport
from geodata.needs.words import Kind, Source, Urgency
from geodata.visits.sending import Sent
from gridmap.pages.base.typed import Form

OTHER = "other"


class NeedPart(Form):
    """A part of the form of a visit, whose id is the need's, too. Without a text there is none."""

    left_to_verb = frozenset(("text",))

    text = forms.CharField(
        label=_("What is needed"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of need"), choices=Kind.choices, required=False, widget=forms.RadioSelect
    )
    urgency = forms.TypedChoiceField(
        label=_("Urgency"),
        choices=Urgency.choices,
        coerce=int,
        required=False,
        widget=forms.RadioSelect,
    )
    spot = forms.BooleanField(label=pgettext_lazy("need", "Settled on the spot"), required=False)
    sensitive = forms.BooleanField(label=_("About a cadre or a contact member"), required=False)

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        usual = {"category": OTHER, "kind": Kind.PROBLEM, "urgency": Urgency.ORDINARY}
        super().__init__(data, initial=usual, prefix="need")
        self.offer_choices("category", categories(today))

    @property
    def told(self) -> bool:
        return bool(self.cleaned_data.get("text", "").strip())

    def report(self, sent: Sent) -> NeedReport:
        """With the visit that is sent."""
        said = self.cleaned_data
        return NeedReport(
            client_id=sent.client_id,
            kind=said["kind"] or Kind.PROBLEM,
            category=said["category"] or OTHER,
            urgency=said["urgency"] or Urgency.ORDINARY,
            household=sent.token,
            raised_on=sent.report.day,
            text=said["text"],
            source=Source.VISIT,
            sensitive=said["sensitive"],
            settled=str(self.fields["spot"].label) if said["spot"] else "",
            visit=sent.report,
        )

    def refuse(self, error: DomainError) -> bool:
        """Said beside its field, where it is of this part."""
        if error.field not in self.fields:
            return False
        self.add_error(error.field, f"{error.message} {error.remedy}".strip())
        return True
