"""What concepts tell an office on its home page: what waits for it, and what happened in its area."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many there are, in words. `more`: there are more than MOST."""

    words: str
    number: int
    view: str
    query: str

    @property
    def more(self) -> bool:
        return self.number > MOST


def counted(waits: Iterable[Wait]) -> list[Waiting]:
    """Those of which there is one, in their order. One query for all of them."""
    found = list(waits)
    parts = [
        wait.rows.order_by().values_list(Value(wait.name, output_field=CharField()))[: MOST + 1]
        for wait in found
    ]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    numbers = Counter(name for (name,) in rows)
    return [
        Waiting(wait.says(number), number, wait.view, wait.query)
        for wait in found
        if (number := numbers[wait.name])
    ]


@dataclass(frozen=True, slots=True)
class News:
    """What happened, in a sentence, and the page that tells more of it ("" for none)."""

    on: dt.date
    words: str
    view: str = ""
    query: str = ""
    of: tuple[Any, ...] = ()
    """What the address of the page is made with."""
