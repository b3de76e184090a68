"""What a change says, in words: for whoever decides about it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from geodata.base.wording import listed
from geodata.people.categories import category_name
from geodata.people.models import Absence, CareCategory, CareRecord, Household, Resident
from geodata.register.kinds.description import DESCRIPTION
from geodata.register.kinds.merged import NUMBERS
from geodata.register.kinds.new_head import Why
from geodata.register.kinds.registry import KINDS, label_of
from geodata.register.models import RegisterChange
from geodata.territory.models import Area

NAMES: Mapping[str, Promise | str] = {
    "head_name": gettext_lazy("head of household"),
    "phones": gettext_lazy("phones"),
    "phone": gettext_lazy("phone"),
    "size": gettext_lazy("persons"),
    "address": pgettext_lazy("of a household", "address"),
    "group": gettext_lazy("villager group"),
    "building": gettext_lazy("building"),
    "entrance": gettext_lazy("entrance"),
    "door": gettext_lazy("door"),
    "point": gettext_lazy("point"),
    "grid": gettext_lazy("grid"),
    "village": gettext_lazy("village"),
    "number": gettext_lazy("number"),
    "came_from": gettext_lazy("came from"),
    "where": gettext_lazy("where"),
    "back_on": gettext_lazy("back on"),
    "stays": gettext_lazy("who stays"),
    "why": gettext_lazy("reason"),
    "who": gettext_lazy("who goes along"),
    "into": gettext_lazy("goes on in"),
    "resident": gettext_lazy("resident"),
    "record": gettext_lazy("care record"),
    "category": gettext_lazy("care category"),
    "source": gettext_lazy("source"),
    "name": pgettext_lazy("of a person", "name"),
    "birth_year": gettext_lazy("year of birth"),
    "relation": gettext_lazy("relation to the head"),
}
"""Each field of a payload as people call it."""
CHOICES: Mapping[str, str | Promise] = {
    **dict([*Why.choices, *Absence.Stays.choices]),
    **dict(
        zip(
            NUMBERS,
            (gettext_lazy("that of the other household"), gettext_lazy("that of this household")),
            strict=True,
        )
    ),
}
"""Each value of a choice in words."""
CHOSEN = ("why", "stays", "number")
DESCRIBING = ("corrected", "new_head", "moved")
"""Kinds whose words about a household stand in the place of what is recorded of it."""


class Said(NamedTuple):
    """A field of a change: what it is called, what it is to be, and what stands there while the change waits."""

    name: str
    value: str
    before: str = ""


def said_of(changes: Sequence[RegisterChange]) -> dict[int, list[Said]]:
    """By change (key), each field in words. Six queries at most, whatever the number."""
    known = _known(changes)
    return {
        change.pk: [
            *_lived_in(change),
            *(
                Said(str(NAMES[name]), _value(name, value, known), _before(change, name, known))
                for name, value in change.payload.items()
            ),
        ]
        for change in changes
    }


def in_a_line(said: Iterable[Said]) -> str:
    """All of it as one text: 联系电话 13800001111 → 13811112222."""
    return listed(
        f"{one.name} {one.before} → {one.value}" if one.before else f"{one.name} {one.value}" for one in said
    )


def _lived_in(change: RegisterChange) -> list[Said]:
    """A kind after which a household is lived in in another way says so, though nothing more is said."""
    occupancy = getattr(KINDS.get(change.kind), "occupancy", "")
    home = change.household
    if not occupancy or home is None or change.state != RegisterChange.State.PROPOSED:
        return []
    called = Household.Occupancy(occupancy).label
    return [Said(_("occupancy"), str(called), str(home.get_occupancy_display()))]


def _before(change: RegisterChange, name: str, known: Mapping[str, Mapping[Any, str]]) -> str:
    """What is recorded now. Only of what waits: what a decided change has replaced is told by the history."""
    home = change.household
    if home is None or change.state != RegisterChange.State.PROPOSED:
        return ""
    if name == "point":
        return f"{home.point.x:.6f} {home.point.y:.6f}" if home.point else "–"
    if name == "grid":
        return home.grid.name if home.grid else "–"
    if name == "village":
        return home.village.name
    if name == "resident" and change.kind == "new_head":
        return home.head_name
    if name not in DESCRIPTION or change.kind not in DESCRIBING:
        return ""
    value = getattr(home, name)
    return "–" if value in (None, "") else _value(name, value, known)


def _value(name: str, value: Any, known: Mapping[str, Mapping[Any, str]]) -> str:
    if name == "point":
        return f"{value['lon']:.6f} {value['lat']:.6f}"
    if name in known:
        keys = value if isinstance(value, list) else [value]
        return listed(known[name].get(key, _("not there any more")) for key in keys)
    if isinstance(value, list):
        return listed(value) or "–"
    return str(CHOICES.get(value, value)) if name in CHOSEN else str(value)


def _known(changes: Iterable[RegisterChange]) -> dict[str, dict[Any, str]]:
    """What keys of residents, records, categories and other households mean; nothing is asked that no change names."""
    told = [change.payload for change in changes]
    people = {pk for one in told for pk in [*one.get("who", ()), *filter(None, [one.get("resident")])]}
    records = {one["record"] for one in told if "record" in one}
    codes = {one["category"] for one in told if "category" in one}
    residents = dict(Resident.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    cared = CareRecord.objects.filter(pk__in=records).select_related("category") if records else ()
    categories = CareCategory.objects.filter(code__in=codes) if codes else ()
    tokens = {one["into"] for one in told if "into" in one}
    others = Household.objects.filter(token__in=tokens) if tokens else ()
    places = {one[name] for one in told for name in ("village", "grid") if name in one}
    villages = Area.objects.filter(code__in=places).values_list("code", "name") if places else ()
    return {
        "who": residents,
        "resident": residents,
        "record": {record.pk: category_name(record.category) for record in cared},
        "into": {other.token: str(other) for other in others},
        "village": dict(villages),
        "grid": dict(villages),
        "category": {category.code: category_name(category) for category in categories},
    }


def in_short(change: RegisterChange) -> str:
    """Its kind, and what of a household it corrects."""
    label = str(label_of(change.kind))
    if change.kind != "corrected" or not change.payload:
        return label
    return pgettext("a correction", "%(kind)s (%(fields)s)") % {
        "kind": label,
        "fields": listed(NAMES[name] for name in change.payload),
    }


def kind_of_change(change: Any) -> str:
    return str(label_of(change.kind))


def what_changes(change: RegisterChange) -> str:
    return in_a_line(said_of([change])[change.pk])


def change_of_step(step: Any) -> str:
    return f"{step.change.effective_on} {label_of(step.change.kind)}"
