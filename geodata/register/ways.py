"""The ways in which somebody says that something has changed: a kind, or a part of it that is said often.

What a way asks for stands in the `fields` of its kind, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.people.models import LEFT_OCCUPANCIES, Household
from geodata.register.kinds.new_head import Why
from geodata.register.kinds.registry import KINDS, kind_of
from geodata.register.payload import Field, Shape

Choices = list[tuple[str, str]]
"""What is sent, and the words for it."""
LISTS = {
    "resident": "residents",
    "who": "residents",
    "record": "records",
    "category": "categories",
    "grid": "grids",
    "into": "households",
    "village": "villages",
}
"""Fields whose value is one of a list that depends on the household or its village."""


@dataclass(frozen=True)
class Way:
    """`given` is said by choosing the way; without `only` it asks for all else that its kind takes."""

    name: str
    label: Promise | str
    kind: str
    only: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    some: tuple[str, ...] = ()
    """Of these something has to be said, as the kind asks: a phone without a network says so by itself."""
    asks: Mapping[str, Promise | str] = field(default_factory=dict)
    """How a field, or the `day`, is asked for where its usual name would not do."""

    @property
    def fields(self) -> dict[str, Field]:
        known = kind_of(self.kind).fields
        return {name: known[name] for name in self.only or known if name not in self.given}

    @property
    def of_household(self) -> bool:
        return kind_of(self.kind).of_household

    @property
    def needs(self) -> list[str]:
        """Lists of which something has to be chosen: without a line in them the way leads nowhere."""
        return [LISTS[name] for name, each in self.fields.items() if each.required and name in LISTS]

    @property
    def never_when(self) -> list[str]:
        """Occupancies of a household of which this cannot be said."""
        kind = kind_of(self.kind)
        gone = LEFT_OCCUPANCIES if kind.of_household and kind.of_those_here else ()
        return sorted({*gone, *filter(None, [getattr(kind, "occupancy", None)])})


WHO: Mapping[str, Promise | str] = {
    "resident": _("who is head now"),
    "head_name": _("name of the new head"),
    "phones": _("their phone"),
}
HEADS = ("resident", "head_name")
ASKS: Mapping[str, Mapping[str, Promise | str]] = {
    "new_head": WHO,
    "moved_out": {"day": _("day of moving out"), "phone": _("phone after moving out")},
    "moved_in": {"day": _("day of moving in")},
    "seasonal": {"day": _("away from"), "phone": _("phone while away")},
    "came_back": {"day": _("back since")},
    "resident_died": {"day": _("day of death")},
    "merged": {"number": _("whose number stays")},
}
SOME: Mapping[str, tuple[str, ...]] = {
    "new_head": HEADS,
    **{name: tuple(KINDS[name].fields) for name in ("corrected", "moved")},
}
OFTEN = (
    Way("phones", _("phone changed"), "corrected", only=("phones",), some=("phones",)),
    Way(
        "died",
        _("the head died"),
        "new_head",
        only=(*HEADS, "phones"),
        given={"why": Why.DEATH},
        some=HEADS,
        asks={**WHO, "day": _("day of death")},
    ),
    Way("moved_out", KINDS["moved_out"].label, "moved_out", asks=ASKS["moved_out"]),
)
"""What is said most often stands first, each with as little to be said as can be."""
REST = tuple(
    Way(name, kind.label, name, some=SOME.get(name, ()), asks=ASKS.get(name, {}))
    for name, kind in KINDS.items()
    if name != "moved_out"
)
WAYS = {way.name: way for way in (*OFTEN, *REST)}
"""By name, every one: each kind can be proposed."""


def ways_of(home: Household, lists: Mapping[str, Choices]) -> list[Way]:
    """Those that lead somewhere for this household; whether it is so, the verb says."""
    return [
        way
        for way in WAYS.values()
        if way.of_household and home.occupancy not in way.never_when and all(lists.get(n) for n in way.needs)
    ]


def ways_of_new() -> list[Way]:
    return [way for way in WAYS.values() if not way.of_household]


def shape_of(name: str, known: Field) -> Shape:
    """A text that is one of a list is chosen from it."""
    return Shape.KEY if name in LISTS and known.shape == Shape.TEXT else known.shape
