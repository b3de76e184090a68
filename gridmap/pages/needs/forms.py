"""What a move of a need is told: a form for each move that the reader may make, of the fields that it knows and no other."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import DomainError, NotFound, join
from geodata.contacts.candidates import known_in
from geodata.needs.beside_models import UNDER_WAY
from geodata.needs.doing import FIELDS, MEDIATE, NEEDED, TEXTS
from geodata.needs.finding import Opened
from geodata.needs.lifecycle import TABLE
from geodata.needs.models import Need
from geodata.needs.units import units_below
from geodata.needs.words import Move
from gridmap.pages.base.typed import INCOMPLETE, Form
from gridmap.pages.needs.fields import MADE, NOBODY
from gridmap.pages.needs.words import label_of, what_follows

TO = ("department", "area", "user")
"""Fields of the verb for which the page has one: to whom."""


class MoveForm(Form):
    """On the version that was seen. `move` names the fields, so that several forms stand on one page."""

    left_to_verb = frozenset(TEXTS)

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages=dict.fromkeys(("invalid", "required", "min_value"), INCOMPLETE),
    )

    def __init__(self, move: str, need: Need, data: Any = None, *, on: dt.date, agreement: str = "") -> None:
        """`agreement`: of its dispute, as it is so far."""
        recorded = _recorded(need, agreement) if move == MEDIATE else {}
        super().__init__(data, initial={"version": need.version, **recorded}, prefix=move)
        self.move = move
        self.to_whom = move == Move.ASSIGN
        if self.to_whom:
            self.fields["to"] = forms.ChoiceField(
                label=_("To whom"), choices=_units(need, on=on), required=False
            )
        for name in self._told(need):
            self.fields[name] = MADE[name]()
            self.fields[name].required = name in NEEDED.get(move, ()) or _asks_why(need, move, name)
        if "mediator" in self.fields:
            self.offer_choices("mediator", [("", NOBODY), *_people(need, on=on)])
        if "assignment" in self.fields:
            self._offer_assignments(need, asked=data is None)

    def _offer_assignments(self, need: Need, *, asked: bool) -> None:
        """No choice where there is none; but one that was made is judged, not left out: it may have been answered meanwhile."""
        given = _under_way(need)
        self.offer_choices("assignment", [("", _("The need as a whole")), *given])
        if asked and not given:
            del self.fields["assignment"]

    def _told(self, need: Need) -> Iterable[str]:
        left = {*TO} if self.to_whom else set()
        if need.household_id is None or need.level == 1:
            left.add("shows_household")
        return [name for name in FIELDS.get(self.move, ()) if name not in left]

    @property
    def label(self) -> Promise | str:
        return label_of(self.move)

    @property
    def follows(self) -> Promise | str:
        """What will have happened then."""
        return what_follows(self.move)

    @property
    def plain(self) -> bool:
        """One press, and nothing to say."""
        return not self.visible_fields()

    def told(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        left = {name: value for name, value in said.items() if name not in ("version", "to")}
        return left | _who(said.get("to", ""))

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        name = "to" if error.field in TO and self.to_whom else error.field
        words = join([error.message, error.remedy])
        if isinstance(error, NotFound):
            words = str(_("No such need, department or office is known here."))
        self.add_error(name if name in self.fields and name != "version" else None, words.strip())


def _asks_why(need: Need, move: str, name: str) -> bool:
    turn = TABLE[need.state].get(move)
    return name == "reason" and turn is not None and turn.reason_required


def _recorded(need: Need, agreement: str) -> dict[str, Any]:
    """What mediation came to so far: it is said anew as a whole."""
    dispute = getattr(need, "dispute", None)
    if dispute is None:
        return {}
    same = {name: getattr(dispute, name) for name in ("mediator_name", "outcome", "revisit_on")}
    return same | {"mediator": dispute.mediator_id, "agreement": agreement}


def _under_way(need: Need) -> list[tuple[int, str]]:
    """What is assigned and not done yet."""
    given = need.assignments.filter(state__in=UNDER_WAY).select_related("area", "department", "user")
    return [
        (one.pk, f"{one.department or one.user or one.area.name} · {one.task[:40]}")
        for one in given.order_by("pk")
    ]


def _units(need: Need, *, on: dt.date) -> list[tuple[Any, Any]]:
    """In the village its people, above it departments and the offices below."""
    if need.level == 1:
        return [("", NOBODY), *((f"user:{pk}", name) for pk, name in _people(need, on=on))]
    units = units_below(need, on=on)
    departments = [
        (f"department:{one.area.code}:{one.code}", f"{one.area.name} {one}") for one in units.departments
    ]
    offices = [(f"area:{one.code}", one.name) for one in units.offices]
    usual = need.category.department
    first = f"department:{usual.area.code}:{usual.code}" if usual else ""
    departments.sort(key=lambda one: one[0] != first)
    return [("", NOBODY), (_("Departments"), departments), (_("Offices below"), offices)]


def _people(need: Need, *, on: dt.date) -> list[tuple[int, str]]:
    """Whom the village knows, but for those whom it is about; who shares a name is told apart."""
    known = [one for one in known_in(need.village, on=on) if one.pk not in need.named]
    names = [one.name for one in known]
    return [(one.pk, _told_apart(one, names)) for one in known]


def _told_apart(who: User, names: list[str]) -> str:
    return f"{who.name} ({who.username})" if names.count(who.name) > 1 else who.name


def _who(chosen: str) -> dict[str, Any]:
    kind, _colon, rest = chosen.partition(":")
    if kind == "user":
        return {"user": int(rest)}
    if kind == "department":
        area, _colon, code = rest.partition(":")
        return {"department": code, "area": area}
    return {"area": rest} if kind == "area" else {}


def forms_of(opened: Opened, moves: Iterable[str], sent: MoveForm | None) -> list[MoveForm]:
    """One for each; the one that was sent stands there even if its move is offered no more, unless its choices would tell
    what the reader may not know.
    """
    on = periods.today()
    known = {move: MoveForm(move, opened.need, on=on, agreement=opened.agreement) for move in moves}
    kept = sent if sent and (opened.whole or sent.move in known) else None
    return list((known | ({kept.move: kept} if kept else {})).values())
