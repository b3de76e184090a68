"""What a move of an entitlement, an agency service and a training are told."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import DomainError, join
from geodata.entitlements.lifecycle import TABLE
from geodata.entitlements.models import Entitlement
from geodata.entitlements.moving import LONGEST_REASON, Told
from geodata.entitlements.recording import LONGEST, MOST_ATTENDED
from geodata.entitlements.words import Move, Result, Via
from geodata.policies.models import Policy
from geodata.territory.models import Area
from gridmap.pages.base.typed import INCOMPLETE, Form

FIELDS = {
    Move.APPLY: ("via",),
    Move.GRANT: ("amount", "until"),
    Move.PAY: ("amount", "paid_on"),
    Move.RENEW: ("amount", "until"),
}


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False, **more)


def _made(name: str) -> forms.Field:
    match name:
        case "via":
            return forms.ChoiceField(label=_("Who applies"), choices=Via.choices, widget=forms.RadioSelect)
        case "amount":
            return forms.DecimalField(
                label=_("Amount in yuan"), required=False, min_value=0, max_digits=10, decimal_places=2
            )
        case "until":
            return _day(label=_("Until, not including"))
        case "paid_on":
            return _day(label=_("Paid on"))
    return forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class MoveForm(Form):
    """On the version that was seen. `move` names the fields, so that several forms stand on one page."""

    left_to_verb = frozenset({"reason"})

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages=dict.fromkeys(("invalid", "required", "min_value"), INCOMPLETE),
    )

    def __init__(self, move: str, thing: Entitlement, data: Any = None) -> None:
        super().__init__(data, initial={"version": thing.version}, prefix=move)
        self.move = move
        turn = TABLE[thing.state].get(move)
        why = turn is not None and turn.reason_required
        for name in (*FIELDS.get(Move(move), ()), *(("reason",) if why or move == Move.NOT_WANTED else ())):
            self.fields[name] = _made(name)
        if why:
            self.fields["reason"].required = True

    @property
    def label(self) -> Promise | str:
        return Move(self.move).label

    @property
    def plain(self) -> bool:
        """One press, and nothing to say."""
        return not self.visible_fields()

    def told(self) -> Told:
        return Told(
            **{name: value for name, value in self.cleaned_data.items() if name != "version" and value}
        )

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        name = error.field if error.field in self.fields and error.field != "version" else None
        self.add_error(name, join([error.message, error.remedy]))


class AgencyForm(Form):
    """An agency service at a household."""

    left_to_verb = frozenset(LONGEST)

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE)
    )
    what = forms.CharField(label=pgettext_lazy("agency service", "What for"), max_length=LONGEST["what"])
    entitlement = forms.ChoiceField(label=_("entitlement"), required=False)
    day = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))
    result = forms.ChoiceField(label=pgettext_lazy("agency service", "result"), choices=Result.choices)
    handed_in = forms.CharField(
        label=pgettext_lazy("agency service", "papers"), max_length=LONGEST["handed_in"], required=False
    )
    where = forms.CharField(
        label=pgettext_lazy("agency service", "where"), max_length=LONGEST["where"], required=False
    )

    def __init__(self, data: Any = None, *, initial: Any = None, entitlements: list[Entitlement]) -> None:
        super().__init__(data, initial=initial)
        rows = [(str(row.pk), str(row.policy)) for row in entitlements]
        self.offer_choices("entitlement", [("", _("None")), *rows])

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        name = error.field if error.field in self.fields and error.field != "client_id" else None
        self.add_error(name, join([error.message, error.remedy]))


class TrainingForm(Form):
    """A training of an area: how many came."""

    left_to_verb = frozenset({"place", "speaker"})

    day = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))
    area = forms.ChoiceField(label=_("area"))
    place = forms.CharField(label=pgettext_lazy("training", "place"), max_length=100, required=False)
    policies = forms.MultipleChoiceField(label=_("policies"), required=False)
    speaker = forms.CharField(label=pgettext_lazy("training", "speaker"), max_length=60, required=False)
    attended = forms.IntegerField(
        label=pgettext_lazy("training", "attended"), min_value=1, max_value=MOST_ATTENDED
    )

    def __init__(self, data: Any = None, *, areas: list[Area], on: dt.date) -> None:
        super().__init__(data, initial={"day": on})
        self.offer_choices("area", [(area.code, area.name) for area in areas])
        rows = Policy.objects.order_by("code")
        self.offer_choices("policies", [(row.code, str(row)) for row in rows])

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        self.add_error(
            error.field if error.field in self.fields else None, join([error.message, error.remedy])
        )
