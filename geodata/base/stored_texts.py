"""Stored texts made one as those that are read now (texts.py): for what came into the register before there was one way.

Each column has the strength that its reader has. Former rows are kept by the tables, facts and what is searched follow
by their triggers. A second time nothing is left to do. What cannot be made one is left, and counted: a number that
another household of the village has already, a phone that is none, a text that would be too long or nothing at all.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Model, QuerySet

from geodata.base import phones, texts
from geodata.base.phones import LONGEST

Strength = Callable[[Any], Any]
AT_ONCE = 1_000
REASON = "One way to write texts"


def one_phone(text: str) -> str:
    """The phone as it is written now; unchanged where it is none, or several."""
    numbers = phones.numbers(text)
    return numbers[0] if numbers and len(numbers) == 1 else text


def all_phones(stored: list[str]) -> list[str]:
    """Each once; what is no phone stays as it is."""
    numbers = [number for text in stored for number in phones.numbers(text) or [text]]
    return list(dict.fromkeys(numbers))


STRENGTHS: Mapping[str, Mapping[str, Strength]] = {
    "Area": {"name": texts.name},
    "Branch": {"name": texts.name},
    "User": {"name": texts.name},
    "PhoneNumber": {"number": one_phone},
    "Household": {
        "number": texts.number,
        "head_name": texts.name,
        "group": texts.number,
        "address": texts.place,
        "building": texts.number,
        "entrance": texts.number,
        "door": texts.number,
        "phones": all_phones,
    },
    "Resident": {"name": texts.name, "relation": texts.line},
    "CareRecord": {"source": texts.line},
}
"""By table and column. Notes of visits and reasons are what people wrote, and stay."""


@dataclass
class Evened:
    """How many texts of each column were changed, and how many were left, by `table.column`."""

    changed: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def even_texts(model: Callable[[str], type[Model]], *, apply: bool) -> Evened:
    """Make the stored texts one; `model` gives a table by its name, of today or of a migration's state."""
    counts = Evened()
    with transaction.atomic(), pghistory.context(reason=REASON):
        for name, strengths in STRENGTHS.items():
            _even_table(model(name), strengths, counts, apply=apply)
    return counts


def _even_table(
    table: type[Model], strengths: Mapping[str, Strength], counts: Evened, *, apply: bool
) -> None:
    uneven = _uneven(table, strengths, counts)
    while changed := dict(islice(uneven, AT_ONCE)):
        free = _without_taken(table, changed, counts)
        for becomes in free.values():
            counts.changed.update(f"{table.__name__}.{column}" for column in becomes)
        if apply:
            _write(table, free)


def _uneven(
    table: type[Model], strengths: Mapping[str, Strength], counts: Evened
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows to change: their id, and what becomes of their columns."""
    columns = list(strengths)
    rows = QuerySet(table).order_by("pk").values_list("pk", *columns).iterator(chunk_size=AT_ONCE)
    for pk, *values in rows:
        becomes: dict[str, Any] = {}
        for column, value in zip(columns, values, strict=True):
            if value and (even := strengths[column](value)) != value:
                if even and _fits(table, column, even):
                    becomes[column] = even
                else:
                    counts.left[f"{table.__name__}.{column}"] += 1
        if becomes:
            yield pk, becomes


def _fits(table: type[Model], column: str, even: str | list[str]) -> bool:
    most = LONGEST if isinstance(even, list) else getattr(table._meta.get_field(column), "max_length", None)
    texts_of = even if isinstance(even, list) else [even]
    return most is None or all(len(text) <= most for text in texts_of)


def _without_taken(
    table: type[Model], changed: dict[int, dict[str, Any]], counts: Evened
) -> dict[int, dict[str, Any]]:
    """Numbers that another household of the village has, or gets before, stay as they are."""
    if table.__name__ != "Household" or not any("number" in becomes for becomes in changed.values()):
        return changed
    rows: QuerySet[Model] = QuerySet(table)
    village = dict(rows.filter(pk__in=changed).values_list("pk", "village_id"))
    wanted = {becomes["number"] for becomes in changed.values() if "number" in becomes}
    taken = set(
        rows.filter(village__in=set(village.values()), number__in=wanted).values_list("village_id", "number")
    )
    for pk, becomes in changed.items():
        key = (village[pk], becomes.get("number"))
        if "number" in becomes and key in taken:
            del becomes["number"]
            counts.left["Household.number"] += 1
        taken.add(key)
    return {pk: becomes for pk, becomes in changed.items() if becomes}


def _write(table: type[Model], changed: dict[int, dict[str, Any]]) -> None:
    """One statement for the rows of which the same columns change."""
    alike: dict[tuple[str, ...], list[Model]] = {}
    for pk, becomes in changed.items():
        alike.setdefault(tuple(becomes), []).append(table(pk=pk, **becomes))
    for columns, rows in sorted(alike.items()):
        QuerySet[Model](table).bulk_update(rows, columns)
