"""What a move of an order is told: a form for each move that the reader may make, of the fields that it knows and no other."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import DomainError, join
from geodata.services.doing import FIELDS, NEEDED
from geodata.services.models import ServiceOrder
from geodata.services.moving import MOST_SERVED
from geodata.services.suggesting import SuggestedPerson, SuggestedTeam
from geodata.services.words import Answer, Move, RatedBy
from gridmap.pages.base.typed import INCOMPLETE, Form

Near = tuple[Sequence[SuggestedTeam], Sequence[SuggestedPerson]]


def _several(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )


def _whole(label: Any, *, least: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=MOST_SERVED, initial=initial, required=False
    )


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False, **more)


MADE: Mapping[str, Callable[[], forms.Field]] = {
    "reason": lambda: forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), required=False
    ),
    "teams": lambda: _several(_("Teams")),
    "users": lambda: _several(_("People of the village")),
    "persons": lambda: _whole(_("Persons served"), least=1, initial=1),
    "trips": lambda: _whole(pgettext_lazy("order", "Trips"), least=0, initial=0),
    "result": lambda: forms.CharField(label=_("What was done"), max_length=200, required=False),
    "answer": lambda: _choice(_("Those concerned are"), Answer.choices),
    "how": lambda: _choice(_("How they were asked"), RatedBy.choices, initial=RatedBy.CALL),
}


class MoveForm(Form):
    """On the version that was seen. `move` names the fields, so that several forms stand on one page."""

    left_to_verb = frozenset(("reason", "result"))

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages=dict.fromkeys(("invalid", "required", "min_value"), INCOMPLETE),
    )

    def __init__(self, move: str, order: ServiceOrder, data: Any = None, *, near: Near = ((), ())) -> None:
        super().__init__(data, initial={"version": order.version}, prefix=move)
        self.move = move
        for name in FIELDS.get(move, ()):
            self.fields[name] = MADE[name]()
            self.fields[name].required = name in NEEDED.get(move, ())
        if move == Move.DISPATCH:
            self._offer(near)

    def _offer(self, near: Near) -> None:
        teams, people = near
        self.offer_choices("teams", [(each.team, f"{each.name} · {each.area}") for each in teams])
        self.offer_choices("users", [(each.user, each.name) for each in people])
        for name, offered in (("teams", teams), ("users", people)):
            if not offered:
                del self.fields[name]

    @property
    def label(self) -> Promise | str:
        return Move(self.move).label

    @property
    def plain(self) -> bool:
        """One press, and nothing to say."""
        return not self.visible_fields()

    @property
    def nobody(self) -> bool:
        """There is nobody to whom it could be offered."""
        return self.move == Move.DISPATCH and self.plain

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        known = error.field in self.fields and error.field != "version"
        self.add_error(error.field if known else None, join([error.message, error.remedy]).strip())
