"""Rows that are about one household, whatever their concept: found by what its manifest says of its tables, told in words."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import BinaryField, Field, ForeignKey, Model, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.base.lifecycle import Step
from geodata.base.manifest import Held

NEVER = frozenset(("id", "village", "synthetic", "body_hash", "client_id", "version", "visitor_key"))
"""Keys and marks of ours: they say nothing of anybody."""
TOKENS = ("token", "subject")
"""Columns that name a household by its token."""
LEADS = frozenset(("household", "source"))
"""Columns by which a row is found; they name the household itself."""


@dataclass(frozen=True, slots=True)
class Household:
    """Of whom: its key, and all its tokens."""

    pk: int
    tokens: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row in words: labels and values, nothing of what is empty. `until`: it was so up to then; None: it is so."""

    cells: list[tuple[str, str]]
    until: dt.datetime | None = None


def model_of(held: Held) -> type[Model]:
    model: type[Model] = import_string(held.model)
    return model


def condition(held: Held, household: Household, *, former: bool = False) -> Q:
    """Rows of the table that lead to the household, or what such rows were before."""
    lookups = [("pgh_obj" if former and path == "pk" else path) for path in held.by]
    return reduce(or_, (_leads(path, household) for path in lookups), Q(pk__in=[])) & Q(*held.only)


def _leads(path: str, household: Household) -> Q:
    if path.split("__")[-1] in TOKENS:
        return Q(**{f"{path}__in": household.tokens})
    return Q(**{path: [household.pk] if path.endswith("__contains") else household.pk})


def rows_of(held: Held, household: Household) -> QuerySet[Any]:
    rows: QuerySet[Any] = model_of(held).objects.filter(condition(held, household))  # type: ignore[attr-defined]
    return rows.order_by("pk")


def former_rows_of(held: Held, household: Household) -> QuerySet[Any] | None:
    """None for a table whose former rows nobody keeps."""
    changes = getattr(model_of(held), "changes", None)
    if changes is None:
        return None
    events = changes.rel.related_model.objects
    found: QuerySet[Any] = events.filter(
        condition(held, household, former=True), pgh_label__in=("changed", "deleted")
    )
    return found.order_by("-pgh_created_at")


def entries(held: Held, household: Household) -> Iterator[Entry]:
    """What is, then what was."""
    fields, words = columns(held), words_of(held)
    for row in rows_of(held, household).select_related(*_keys(fields)):
        yield Entry(_cells(row, fields, words))
    former = former_rows_of(held, household)
    for row in former.select_related(*_keys(fields)) if former is not None else ():
        yield Entry(_cells(row, fields, words), row.pgh_created_at)


def words_of(held: Held) -> Mapping[str, Callable[[Any], str]]:
    """By column: how a row says it, where the column by itself would tell a code or a key."""
    model = model_of(held)
    if not issubclass(model, Step):
        return held.words
    return {name: _called(name, known) for name, known in model.life.words.items()} | dict(held.words)


def _called(name: str, known: Mapping[str, str]) -> Callable[[Any], str]:
    def call(row: Any) -> str:
        code: str = getattr(row, name)
        return known.get(code, code)

    return call


def columns(held: Held) -> list["Field[Any, Any]"]:
    left_out = NEVER | set(held.without)
    lead = {path.split("__")[0] for path in held.by} & LEADS if len(held.by) == 1 else set()
    fields = model_of(held)._meta.concrete_fields
    # What lies sealed is opened by its own concept alone.
    return [each for each in fields if each.name not in left_out | lead and not isinstance(each, BinaryField)]


def _keys(fields: Sequence["Field[Any, Any]"]) -> list[str]:
    return [each.name for each in fields if isinstance(each, ForeignKey)]


def _cells(
    row: Any, fields: Sequence["Field[Any, Any]"], words: Mapping[str, Callable[[Any], str]]
) -> list[tuple[str, str]]:
    """Former rows lack the columns that nobody keeps."""
    told = (
        (str(each.verbose_name), words[each.name](row) if each.name in words else in_words(each, row))
        for each in fields
        if hasattr(row, each.attname)
    )
    return [(label, value) for label, value in told if value]


def in_words(field: "Field[Any, Any]", row: Any) -> str:
    """The value of the column as people say it."""
    if isinstance(field, ForeignKey):
        related = getattr(row, field.name, None)
        # Of another household its number alone: whose it is, is not this one's to know.
        return "" if related is None else str(getattr(related, "number", None) or related)
    value = getattr(row, field.attname)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return wording.listed([str(labels.get(one, one)) for one in value or ()])
    if value == "":
        return (
            ""  # An empty code has a label at times, such as “not ended”: what has not happened is not told.
        )
    return said(dict(field.flatchoices).get(value, value) if field.choices else value)


def said(value: object) -> str:
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Range):
        return periods.in_words(value)
    if isinstance(value, Point):
        return f"{value.x:.6f}, {value.y:.6f}"
    if isinstance(value, dict):
        return wording.listed([f"{key} {said(one)}" for key, one in value.items()])
    if isinstance(value, list):
        return wording.listed([said(one) for one in value])
    return str(value)
