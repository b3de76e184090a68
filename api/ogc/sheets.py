"""A whole collection as CSV, piece by piece: a spreadsheet asks once and gets every line, filtered as features are."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from api.ogc.asking import ItemsAsked
from api.ogc.pages import source_of
from api.ogc.told import Told
from geodata.base.errors import BadInput
from geodata.base.round_trips import ask_at_once
from geodata.exports.files import lines_as_csv

PIECE = 5_000
"""Lines that are in memory at a time."""
Rows = list[tuple[Any, ...]]


def check_whole(asked: ItemsAsked) -> None:
    """Raises BadInput for a page of it."""
    for name in ("limit", "after"):
        if name in asked.values:
            raise BadInput(
                _("A file holds the whole list."),
                field=name,
                value=asked.values[name],
                remedy=_("Leave it out, or filter the list."),
            )


def as_csv(told: Told | None, asked: ItemsAsked, *, mark: str) -> Iterator[bytes]:
    """The first piece is asked for at once, so that what cannot be answered is refused and not cut short."""
    headings = list(asked.collection.properties)
    first = _piece(told, asked, None) if told else []
    lines = chain(_lines(told, first), _further(told, asked, first)) if told else iter(())
    return lines_as_csv(headings, lines, mark=mark)


def _further(told: Told, asked: ItemsAsked, rows: Rows) -> Iterator[list[str]]:
    while len(rows) == PIECE:
        rows = _piece(told, asked, rows[-1][: len(told.keys)])
        yield from _lines(told, rows)


def _lines(told: Told, rows: Rows) -> Iterator[list[str]]:
    return ([_cell(value) for value in row[len(told.keys) :]] for row in rows)


def _piece(told: Told, asked: ItemsAsked, after: tuple[Any, ...] | None) -> Rows:
    condition, parameters = asked.conditions
    place = {f"after_{number}": value for number, value in enumerate(after or ())}
    marks = ", ".join(f"%({name})s" for name in place)
    beyond = f"({', '.join(told.keys)}) > ({marks})" if place else ""
    relation, found = source_of(told, condition, beyond)
    order, columns = ", ".join(told.keys), ", ".join(f't."{name}"' for name in asked.collection.properties)
    query = f"{relation} SELECT {order}, {columns} FROM {found} t ORDER BY {order}"  # noqa: S608  # names are ours
    (rows,) = ask_at_once([(query, {**told.parameters, **parameters, **place, "most": PIECE})])
    return rows


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
    return str(value)
