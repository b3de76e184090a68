"""A page of features of a collection, written by the database: ids, geometries and properties as they are sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from api.ogc.asking import ItemsAsked
from api.ogc.systems import CRS84, System
from api.ogc.told import Told
from geodata.base import keyset
from geodata.base.errors import BadInput
from geodata.base.round_trips import Statement, ask_at_once
from geodata.coverage.households import COUNTED


@dataclass(frozen=True)
class Page:
    features: str
    """As they are sent, with commas between: to take them over one by one costs a third of the answer."""
    count: int
    end: str | None
    """Where the next one goes on."""
    matched: int | None
    """None: more than are counted."""


NOTHING = Page("", 0, None, 0)


def page_of(told: Told, asked: ItemsAsked) -> Page:
    """The features from `after` on, and how many there are: two questions, sent together."""
    condition, parameters = asked.conditions
    beyond, place = _beyond(told, asked.values.get("after"))
    order, values = ", ".join(told.keys), {**told.parameters, **parameters, **place, "most": asked.limit + 1}
    relation, found = source_of(told, condition, beyond)
    written = _feature(asked.collection.properties, told, asked.system)
    query = f"""{relation} SELECT count(*), string_agg(f, ',' ORDER BY n) FILTER (WHERE n < %(most)s),
        max(k) FILTER (WHERE n = %(most)s - 1) FROM (
            SELECT row_number() OVER (ORDER BY {order}) AS n, concat_ws('.', {order}) AS k, {written} AS f FROM {found} t
        ) written"""  # noqa: S608
    (row,), ((matched,),) = ask_at_once([(query, values), _counting(told, condition, parameters)])
    count, features, end = row
    more = end if count > asked.limit else None
    return Page(features or "", min(count, asked.limit), more, matched if matched <= COUNTED else None)


def source_of(told: Told, condition: str, beyond: str) -> tuple[str, str]:
    """The WITH clause, and from what to select the next `most` rows."""
    limited = f"ORDER BY {', '.join(told.keys)} LIMIT %(most)s"
    if told.cut and not condition:
        # Nothing is asked of what is told: the rest of the list is not even worked out.
        return told.relation.replace(told.cut, f"AND {beyond or 'true'} {limited}"), "told"
    where = " AND ".join(part for part in (condition, beyond) if part) or "true"
    return told.relation, f"(SELECT * FROM told WHERE {where} {limited})"  # noqa: S608  # names are ours, values parameters


def one_of(told: Told, name: str, properties: Iterable[str], system: System) -> str | None:
    """The feature of that id. One query."""
    written = _feature(properties, told, system)
    query = f"{told.relation} SELECT {written} FROM told t WHERE id = %(name)s LIMIT 1"  # noqa: S608
    (rows,) = ask_at_once([(query, {**told.parameters, "name": name})])
    return rows[0][0] if rows else None


def _counting(told: Told, condition: str, parameters: Mapping[str, Any]) -> Statement:
    few, source = f"LIMIT {COUNTED + 1}", "told"
    if told.cut and not condition:
        source = "page"
    counted = f"SELECT FROM {source} WHERE {condition or 'true'} {few}"
    query = f"{told.relation} SELECT count(*) FROM ({counted}) counted"  # noqa: S608
    return query, {**told.parameters, **parameters}


def _beyond(told: Told, after: str | None) -> tuple[str, dict[str, Any]]:
    if after is None:
        return "", {}
    if len(told.keys) == 1:
        return f"{told.keys[0]} > %(after)s", {"after": after}
    numbers = keyset.numbers(after)
    if numbers is None:
        raise BadInput(
            _("This is not a valid position in the list."),
            field="after",
            value=after,
            remedy=_("Follow the “next” link instead of composing it yourself."),
        )
    first, second = told.keys
    return f"({first}, {second}) > (%(after_0)s, %(after_1)s)", dict(
        zip(("after_0", "after_1"), numbers, strict=True)
    )


def _feature(names: Iterable[str], told: Told, system: System) -> str:
    """SQL: one feature as text."""
    shape = (
        "t.as_text" if told.as_text and system is CRS84 else system.told("t.geom", points=not told.as_text)
    )
    columns = ", ".join(f't."{name}"' for name in names)
    properties = f"(SELECT row_to_json(p) FROM (SELECT {columns}) p)::text"  # noqa: S608
    head = """'{"type":"Feature","id":' || to_json(t.id)::text || ',"geometry":' || """
    return f"""{head} coalesce({shape}, 'null') || ',"properties":' || {properties} || '}}'"""
