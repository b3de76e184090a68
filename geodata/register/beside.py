"""What else waits beside a change: of the same household, in which order; and which households a new one may be already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.functional import Promise

from geodata.base.ordering import pinyin
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.register.models import RegisterChange
from geodata.register.wording import NAMES

MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of the changes that wait for one household it is, in the order in which they are taken."""

    place: int
    of: int
    last_wins: list[Promise | str]
    """What another of them says too: whatever is taken last stays."""


def turns_of(changes: Sequence[RegisterChange]) -> dict[int, Turn]:
    """By change (key), of households with more than one that waits. One query."""
    homes = {change.household_id for change in changes if change.household_id}
    waiting = RegisterChange.objects.waiting().filter(household__in=homes).order_by("effective_on", "pk")
    of_home: dict[int, list[RegisterChange]] = defaultdict(list)
    for change in waiting.only("household", "payload", "effective_on"):
        of_home[change.household_id or 0].append(change)
    return {
        change.pk: Turn(place, len(some), _also(change, some))
        for some in of_home.values()
        if len(some) > 1
        for place, change in enumerate(some, 1)
    }


def _also(change: RegisterChange, some: Sequence[RegisterChange]) -> list[Promise | str]:
    others = {name for one in some if one.pk != change.pk for name in one.payload}
    return [NAMES[name] for name in change.payload if name in others and name in NAMES]


def alike_to(changes: Sequence[RegisterChange], *, scope: Scope) -> dict[int, list[Household]]:
    """By change (key) of a household that is not there yet: those of its village with a name that sounds alike, or with one
    of its phones; the reader's alone. Two queries.
    """
    new = [
        change
        for change in changes
        if change.household_id is None and change.payload and change.state == RegisterChange.State.PROPOSED
    ]
    if not new:
        return {}
    sounds = _sounds([change.payload.get("head_name", "") for change in new])
    homes = Household.objects.here().within(scope.to(Right.DETAILS))
    some = reduce(or_, map(_may_be, new, sounds))
    found = list(homes.annotate(sounds=pinyin("head_name")).filter(some).order_by("number"))
    return {
        change.pk: [home for home in found if _is_alike(home, change, heard)][:MOST_ALIKE]
        for change, heard in zip(new, sounds, strict=True)
    }


def _sounds(names: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pinyin_of(name) FROM unnest(%s::text[]) WITH ORDINALITY AS n(name, place) ORDER BY place",
            [list(names)],
        )
        return [sound for (sound,) in cursor.fetchall()]


def _may_be(change: RegisterChange, sound: str) -> Q:
    return Q(village=change.deciding) & (
        Q(sounds=sound) | Q(phones__overlap=change.payload.get("phones", []))
    )


def _is_alike(home: Any, change: RegisterChange, sound: str) -> bool:
    shared = set(home.phones) & set(change.payload.get("phones", []))
    return home.village_id == change.deciding.pk and (bool(shared) or home.sounds == sound)
