"""The form of a way to propose a change, made of the fields that its kind declares; and what it says, as a payload."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from geodata.base.errors import DomainError
from geodata.people.models import Household
from geodata.register.models import MOVES
from geodata.register.payload import Field, Shape
from geodata.register.proposing import AHEAD, Proposal
from geodata.register.ways import LISTS, Choices, Way, shape_of
from geodata.register.wording import CHOICES, NAMES
from gridmap.pages.base.typed import INCOMPLETE, Form

NOTHING = "–"
NONE_LEFT = ("-", "–", "—", "无")
"""What is typed to say that there is no phone any more."""
NUMBERS = r"[\d\s+\(\)\-,，、;；\/–—无]+"
"""What a browser lets pass: whether it is a number, the verb says."""
QUALITY = "point_quality"
IN_SIGHT = ("head_name", "phones", "address", "point", "came_from")
"""Of a new household; the rest is folded away."""
HINTS = {
    Shape.PHONES: _("Several: separate them by commas."),
    Shape.POINT: _("Longitude and latitude in WGS 84, as in 112.512345 27.912345."),
}
OF_NEW = {
    "number": _("Leave it empty: the next number of the grid is taken, such as 07-0018 after 07-0017."),
    "point": _(
        "Where the house stands: tap the button there, or leave it empty and let the village add it. "
        "Typed: longitude and latitude in WGS 84, as in 112.512345 27.912345."
    ),
    "grid": _("Leave it empty: it follows from the point, or from the grid chosen above."),
}
"""Of a new household, what becomes of it if it is left empty."""
REPLACES = ("corrected", "new_head")
"""Kinds whose phones stand in the place of those on record."""
REPLACED = _("In place of those on record. Several: separate them by commas. A dash: there is none any more.")


class ChangeForm(Form):
    """Its own id goes along, so that sending it twice proposes one change.

    `lists`: what can be chosen, by the name of the list; where there is nothing the field is left out. None: nobody's form,
    which a phone fills.
    """

    way: Way

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE)
    )
    day = forms.DateField(label=_("From which day"))

    def __init__(
        self, data: Any = None, *, way: Way, lists: Mapping[str, Choices] | None, today: dt.date | None
    ) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4(), "day": today}, prefix=way.name)
        self.way = way
        self.told = {
            name: known for name, known in way.fields.items() if lists is None or _offered(name, known, lists)
        }
        self.left_to_verb = frozenset(self.told)
        if self.new:
            self.fields["area"] = _place((lists or {}).get("places", []))
        for name, known in self.told.items():
            self.fields[name] = _field(way, name, lists or {})
            if known.shape == Shape.POINT:
                self.fields[QUALITY] = _quality(known)
        if "day" in way.asks:
            self.fields["day"].label = capfirst(str(way.asks["day"]))
        most = {"max": (today + AHEAD).isoformat()} if today else {}
        self.fields["day"].widget = forms.DateInput(attrs={"type": "date", **most}, format="%Y-%m-%d")
        self.order_fields(["area", *self.told, QUALITY, "day"])

    @property
    def asked(self) -> list["Asked"]:
        """The fields of the kind in their order, each with what a template or a script has to know of it."""
        return [Asked(self, name, known) for name, known in self.told.items()]

    @property
    def first(self) -> list["Asked"]:
        """What stands in sight: all of it, but for a new household only what is needed or known on the spot."""
        return [each for each in self.asked if not self.new or each.name in IN_SIGHT]

    @property
    def more(self) -> list["Asked"]:
        """What is folded away."""
        return [each for each in self.asked if self.new and each.name not in IN_SIGHT]

    @property
    def new(self) -> bool:
        return not self.way.of_household

    @property
    def given(self) -> str:
        return json.dumps(dict(self.way.given))

    @property
    def needs(self) -> str:
        return " ".join(self.way.needs)

    @property
    def some(self) -> str:
        return " ".join(self.way.some)

    @property
    def never(self) -> str:
        return " ".join(self.way.never_when)

    def payload(self) -> dict[str, Any]:
        """What is said, beside what the way says by itself."""
        said = {name: self._said(name, known) for name, known in self.told.items()}
        return {
            **self.way.given,
            **{name: value for name, value in said.items() if value not in (None, "", [""])},
        }

    def proposal(self, *, token: str = "") -> Proposal:
        values = self.cleaned_data
        area = values.get("area", "")
        return Proposal(
            values["client_id"],
            self.way.kind,
            values["day"],
            household=token,
            area=area,
            payload=self.payload(),
        )

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field. An id that is taken is replaced, so that sending once more proposes anew."""
        if error.field == "client_id" and isinstance(self.data, QueryDict):
            renewed = self.data.copy()
            renewed[self.add_prefix("client_id")] = str(uuid.uuid4())
            self.data = renewed
        name = "day" if error.field == "effective_on" else (error.field or "").removeprefix("payload.")
        known = name in self.fields and name != "client_id"
        self.add_error(name if known else None, f"{error.message} {error.remedy}".strip())

    def _said(self, name: str, known: Field) -> Any:
        return SAID.get(known.shape, _as_it_is)(self.cleaned_data.get(name), self.cleaned_data)


class MoveForm(Form):
    """What is to become of a change, on the version that was seen."""

    move = forms.ChoiceField(choices=[(move, move) for move in MOVES])
    version = forms.IntegerField(min_value=1)
    reason = forms.CharField(max_length=200, required=False)


class Asked:
    """A field of a kind on a page."""

    def __init__(self, form: ChangeForm, name: str, known: Field) -> None:
        self.name, self.bound = name, form[name]
        self.shape = str(known.shape)
        self.list = LISTS.get(name, "")
        self.needed = known.required
        replaced = known.shape == Shape.PHONES and form.way.kind in REPLACES
        self.hint = REPLACED if replaced else OF_NEW.get(name, "") if form.new else ""
        self.hint = self.hint or HINTS.get(known.shape, "")
        self.chosen = shape_of(name, known) in (Shape.CHOICE, Shape.KEYS) or name == "resident"
        """Chosen by a touch, not from a list that opens."""
        self.quality = form[QUALITY] if known.shape == Shape.POINT else None


def _place(places: Choices) -> forms.Field:
    """Where a new household lives: chosen by itself where there is one place."""
    none = [] if len(places) == 1 else [("", NOTHING)]
    return forms.ChoiceField(label=_("Village or grid"), choices=[*none, *places])


def _offered(name: str, known: Field, lists: Mapping[str, Choices]) -> bool:
    return name not in LISTS or known.required or bool(lists.get(LISTS[name]))


def _field(way: Way, name: str, lists: Mapping[str, Choices]) -> forms.Field:
    known = way.fields[name]
    made = MADE[shape_of(name, known)](known, lists.get(LISTS.get(name, ""), []), name)
    made.label, made.required = capfirst(str(way.asks.get(name, NAMES[name]))), known.required
    return made


def _text(known: Field, _choices: Choices, _name: str) -> forms.Field:
    return forms.CharField(max_length=known.most)


def _whole(known: Field, _choices: Choices, _name: str) -> forms.Field:
    return forms.IntegerField(min_value=known.least, max_value=known.most)


def _key(known: Field, choices: Choices, name: str) -> forms.Field:
    """Residents are few and stand in sight; whatever else is one of many."""
    if name == "resident":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[("", NOTHING), *choices])


def _keys(_known: Field, choices: Choices, _name: str) -> forms.Field:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)


def _choice(known: Field, _choices: Choices, _name: str) -> forms.Field:
    return forms.ChoiceField(
        choices=[(value, CHOICES.get(value, value)) for value in known.names], widget=forms.RadioSelect
    )


def _day(_known: Field, _choices: Choices, _name: str) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _number(_known: Field, _choices: Choices, _name: str) -> forms.Field:
    return forms.CharField(max_length=120, widget=forms.TextInput(attrs={"type": "tel", "pattern": NUMBERS}))


def _point(_known: Field, _choices: Choices, _name: str) -> forms.Field:
    return forms.RegexField(
        r"^\s*-?[0-9]{1,3}(\.[0-9]+)?[\s,，]+-?[0-9]{1,2}(\.[0-9]+)?\s*\Z",
        max_length=60,
        error_messages={"invalid": HINTS[Shape.POINT]},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _quality(known: Field) -> forms.Field:
    words = dict(Household.PointQuality.choices)
    return forms.ChoiceField(
        label=_("How the point was found"),
        choices=[(value, words.get(value, value)) for value in known.names],
        initial=Household.PointQuality.PHONE,
        required=False,
    )


MADE: dict[Shape, Callable[[Field, Choices, str], forms.Field]] = {
    Shape.TEXT: _text,
    Shape.NAME: _text,
    Shape.WHOLE: _whole,
    Shape.KEY: _key,
    Shape.KEYS: _keys,
    Shape.CHOICE: _choice,
    Shape.DAY: _day,
    Shape.PHONE: _number,
    Shape.PHONES: _number,
    Shape.POINT: _point,
}


def _as_it_is(value: Any, _all: Mapping[str, Any]) -> Any:
    return value


def _phones(value: str, _all: Mapping[str, Any]) -> Any:
    return [] if value in NONE_LEFT else [value or ""]


def _where(value: str, everything: Mapping[str, Any]) -> Any:
    if not value:
        return None
    lon, lat = (float(part) for part in value.replace(",", " ").replace("，", " ").split())
    quality = everything.get(QUALITY) or str(Household.PointQuality.MAP)
    return {"lon": lon, "lat": lat, "quality": quality}


SAID: dict[Shape, Callable[[Any, Mapping[str, Any]], Any]] = {
    Shape.KEY: lambda value, _all: int(value) if value else None,
    Shape.KEYS: lambda value, _all: [int(one) for one in value] if value else None,
    Shape.DAY: lambda value, _all: value.isoformat() if value else None,
    Shape.PHONES: _phones,
    Shape.POINT: _where,
}
"""By the form of the value, what of a field's cleaned value is said; else it is said as it is."""
