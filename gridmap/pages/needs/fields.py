"""The fields of what moves are told, each made once whatever the move."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base import periods
from geodata.needs.beside_models import Dispute
from geodata.needs.words import CONTENT, Answer, Declined

NOBODY = "–"
SENT_TIME = "%Y-%m-%dT%H:%M"


def text(label: Any, most: int, **more: Any) -> forms.CharField:
    rows = 2 if most <= 500 else 4
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        **{"required": False, **more},
    )


def line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **{"required": False, **more})


def choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    """All in sight, none chosen: what is meant is said by a touch."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, **{"required": False, **more}
    )


def past_day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "max": periods.today().isoformat()}, format="%Y-%m-%d")
    return forms.DateField(label=label, initial=lambda: periods.today(), widget=widget, required=False)


def day_to_come(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "min": periods.today().isoformat()}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False)


def moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SENT_TIME)
    return forms.DateTimeField(label=label, widget=widget, required=False)


MADE: Mapping[str, Callable[[], forms.Field]] = {
    "reason": lambda: text(_("Reason"), 500),
    "why": lambda: choice(_("Why nothing is done about it"), Declined.choices),
    "into": lambda: line(_("Number of the other need"), 36),
    "result": lambda: text(_("What was done"), 1000),
    "answer": lambda: choice(
        _("Those concerned are"), [(one.value, one.label) for one in (*CONTENT, Answer.NOT)]
    ),
    "day": lambda: past_day(_("Day of the consultation")),
    "participants": lambda: line(_("Who sat together"), 300),
    "task": lambda: text(_("What is to be done"), 500),
    "due_at": lambda: moment(_("To be done by")),
    "shows_household": lambda: forms.BooleanField(
        label=_("Number and address of the household go along"), required=False
    ),
    "until": lambda: moment(pgettext_lazy("more time", "Until")),
    "mediator": lambda: forms.ChoiceField(label=_("Mediator"), required=False),
    "mediator_name": lambda: line(_("Or the name of the mediator"), 60),
    "outcome": lambda: choice(pgettext_lazy("dispute", "Outcome"), Dispute.Outcome.choices),
    "agreement": lambda: text(_("Agreement"), 2000),
    "revisit_on": lambda: day_to_come(_("Looked at again on")),
    "on": lambda: past_day(_("Looked at again on")),
    "assignment": lambda: forms.TypedChoiceField(
        label=_("What is supervised"), coerce=int, empty_value=None, required=False
    ),
    "answer_by": lambda: moment(_("To be answered by")),
    "note": lambda: line(_("Note"), 200),
}
"""By the name under which `move_on` is told it."""
