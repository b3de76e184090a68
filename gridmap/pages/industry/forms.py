"""The form of each kind of industry: its fields, and what may be chosen in them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import DomainError, join
from geodata.base.scope import Scope
from geodata.industry import doing
from geodata.industry.seen import areas_of_changes
from geodata.industry.words import Group, OfferKind, Topic
from geodata.territory.models import Area
from gridmap.pages.base.typed import Form

MOST = 32_767
Choices = list[tuple[str, str]]


def _text(label: Any, *, most: int = 60, needed: bool = True) -> forms.Field:
    return forms.CharField(label=label, max_length=most, required=needed)


def _whole(label: Any, *, least: int = 0, most: int = MOST, needed: bool = True) -> forms.Field:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=needed)


def _number(label: Any, *, digits: int, places: int) -> forms.Field:
    return forms.DecimalField(label=label, max_digits=digits, decimal_places=places, min_value=0)


def _choice(label: Any, choices: Any = (), *, needed: bool = True) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, required=needed)


def _day(label: Any) -> forms.Field:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _village() -> forms.Field:
    return _choice(_("Village"))


FIELDS: Mapping[str, Mapping[str, Callable[[], forms.Field]]] = {
    "cooperatives": {
        "name": lambda: _text(pgettext_lazy("of a co-operative", "name")),
        "village": _village,
        "product": lambda: _text(_("product")),
    },
    "enterprises": {
        "name": lambda: _text(pgettext_lazy("of an enterprise", "name")),
        "area": lambda: _choice(_("seated in")),
        "business": lambda: _text(_("business")),
    },
    "specialists": {
        "name": lambda: _text(_("Name")),
        "unit": lambda: _text(_("comes from")),
        "field": lambda: _text(pgettext_lazy("of a specialist", "field")),
        "area": lambda: _choice(_("serves")),
    },
    "guidance": {
        "specialist": lambda: _choice(_("specialist")),
        "village": _village,
        "day": lambda: _day(_("Day")),
        "topic": lambda: _choice(_("topic"), Topic.choices),
        "persons": lambda: _whole(_("persons who came")),
    },
    "sales": {
        "village": _village,
        "day": lambda: _day(_("Day")),
        "product": lambda: _text(_("product")),
        "kg": lambda: _number(_("kilograms"), digits=10, places=1),
        "yuan": lambda: _number(_("yuan"), digits=12, places=2),
        "enterprise": lambda: _choice(_("bought by"), needed=False),
        "cooperative": lambda: _choice(_("sold by"), needed=False),
    },
    "offers": {
        "kind": lambda: _choice(_("Kind"), OfferKind.choices),
        "title": lambda: _text(_("title")),
        "provider": lambda: _text(_("offered by")),
        "area": lambda: _choice(_("area")),
        "until": lambda: _day(pgettext_lazy("offer of industry", "until")),
        "places": lambda: _whole(_("places"), least=1, needed=False),
        "text": lambda: _text(_("description"), most=300, needed=False),
    },
    "incomes": {
        "village": _village,
        "year": lambda: _whole(_("year"), least=2000, most=2100),
        "group": lambda: _choice(_("of whom"), Group.choices),
        "households": lambda: _whole(_("households asked"), least=1),
        "mean": lambda: _number(_("mean income (yuan a person)"), digits=9, places=0),
    },
}
OTHERS = ("specialist", "enterprise", "cooperative")


class RowForm(Form):
    """One more row of a kind."""

    named = frozenset(("name",))

    def __init__(self, kind: str, scope: Scope, data: Any = None, *, on: dt.date) -> None:
        super().__init__(data)
        for name, made in FIELDS[kind].items():
            self.fields[name] = made()
        areas = list(
            Area.objects.on(on).filter(areas_of_changes(scope)).exclude(level="grid").order_by("code")
        )
        self.areas = areas
        villages = [area for area in areas if area.level == Area.Level.VILLAGE]
        for name, offered in (("village", villages), ("area", areas)):
            if name in self.fields:
                self.offer_choices(name, [(area.code, area.name) for area in offered])
        for name in set(OTHERS) & set(self.fields):
            self._offer_others(name, scope, on)

    def _offer_others(self, name: str, scope: Scope, on: dt.date) -> None:
        rows = [(str(row.pk), str(row)) for row in doing.listed(f"{name}s", scope=scope, on=on)]
        self.offer_choices(name, rows if self.fields[name].required else [("", "–"), *rows])

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field."""
        known = error.field in self.fields
        self.add_error(error.field if known else None, join([error.message, error.remedy]).strip())
