"""What concepts tell an office on its home page: what waits for it, and what happened in its area."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

MOST = 100
"""Counted so far; beyond it only that there are more."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Rows that wait for somebody, how they are said by their number, and the page on which they are decided."""

    name: str
    rows: QuerySet[Any]
    says: Callable[[int], str]
    view: str
    query: str = ""
    part: str = ""
    """The id of their heading on that page."""
    one: tuple[str, str] | None = None
    """The page of a single one and the field that its address is made with: where only one waits, that page is opened."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many there are, in words, and the way to them. `more`: there are more than MOST."""

    words: str
    number: int
    view: str
    query: str = ""
    part: str = ""
    of: tuple[Any, ...] = ()
    """What the address of the page is made with."""

    @property
    def more(self) -> bool:
        return self.number > MOST


def counted(waits: Iterable[Wait]) -> list[Waiting]:
    """Those of which there is one, in their order. One query for all of them."""
    found = list(waits)
    parts = [_named(wait)[: MOST + 1] for wait in found]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    keys = defaultdict(list)
    for name, key in rows:
        keys[name].append(key)
    return [_waiting(wait, keys[wait.name]) for wait in found if keys[wait.name]]


def _named(wait: Wait) -> QuerySet[Any]:
    """The name of what waits, and of each row what its address is made with."""
    field = wait.one[1] if wait.one else "pk"
    return wait.rows.order_by().values_list(
        Value(wait.name, output_field=CharField()), Cast(field, CharField())
    )


def _waiting(wait: Wait, keys: list[str]) -> Waiting:
    words = wait.says(len(keys))
    if wait.one and len(keys) == 1:
        return Waiting(words, 1, wait.one[0], of=(keys[0],))
    return Waiting(words, len(keys), wait.view, wait.query, wait.part)


@dataclass(frozen=True, slots=True)
class News:
    """What happened, in a sentence, and the page that tells more of it ("" for none)."""

    on: dt.date
    words: str
    view: str = ""
    query: str = ""
    of: tuple[Any, ...] = ()
    """What the address of the page is made with."""
