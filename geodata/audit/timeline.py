"""What happened to a thing, in words: who, when, which value became which, and why. Read out of former rows.

A former row (geodata/base/history.py) holds what stood before a change. What it became stands in the next former row of the
same thing or, after the last, in its table. Changes of one transaction are one moment.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.db.models import Model, Q, QuerySet
from django.db.models.fields.related import ForeignKey
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.wording import listed

MOST = 200
"""Former rows of one table that are read: the latest."""

Row = Mapping[str, Any]
Names = Callable[[Collection[int]], Mapping[int, str]]
"""From ids of a related table to what they are called, in one query."""

DID: dict[str, Promise | str] = {
    "created": _("Recorded"),
    "changed": _("Changed"),
    "replaced": _("Corrected"),
    "deleted": _("Deleted"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one tracked table that belong to the thing, and what is told of them."""

    model: type[Model]
    ids: Collection[int]
    """The rows themselves or, with `of`, what they belong to."""
    fields: Sequence[str]
    """What is told, in this order; nothing else is read."""
    of: str = ""
    title: str = ""
    """The field that tells one row of the table from another."""
    why: str = ""
    """The field that holds the reason of a change."""
    newer: str = ""
    """The field by which a newer version names the row that it takes the place of."""
    names: Mapping[str, Names] = field(default_factory=dict)
    """By the name of a relation."""
    veils: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """By field: what the reader may know of its values."""

    def read(self) -> list[str]:
        extra = [name for name in (self.title, self.why, self.newer) if name]
        return list(dict.fromkeys(["id", *self.fields, *extra]))


@dataclass(frozen=True, slots=True)
class Change:
    """One field. Empty text: there was, or is, no value."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """What was done to one row: `did` is created, changed, replaced or deleted."""

    did: str
    what: str
    which: str
    changes: tuple[Change, ...]
    why: str = ""

    @property
    def verb(self) -> str:
        return str(DID[self.did])


@dataclass(frozen=True, slots=True)
class Moment:
    """What somebody changed at once. `who` is empty where no user did it, but a command or a job."""

    at: dt.datetime
    who: str
    request: str
    why: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A former row, what it became (None: it is gone), and how."""

    source: Source
    former: Row
    did: str
    before: Row
    after: Row


def timeline(sources: Iterable[Source]) -> list[Moment]:
    """The latest first. Two queries a source at most, and one for each kind of name."""
    steps = [step for source in sources for step in _steps(source)]
    words = _Words(steps)
    by_change: dict[Any, list[tuple[_Step, Event]]] = defaultdict(list)
    for step in steps:
        event = words.event(step)
        if event.changes or event.why or step.did == "deleted":
            context = step.former["pgh_context"] or {}
            key = (step.former["pgh_created_at"], context.get("user"), context.get("request", ""))
            by_change[key].append((step, event))
    ordered = sorted(
        by_change.items(), key=lambda item: (item[0][0], item[1][-1][0].former["pgh_id"]), reverse=True
    )
    return [words.moment(key, done) for key, done in ordered]


def named(model: type[Model], path: str = "name") -> Names:
    """What rows of a table are called: a column, in one query."""

    def names(ids: Collection[int]) -> Mapping[int, str]:
        return dict(QuerySet(model).filter(pk__in=ids).values_list("pk", path))

    return names


def people(ids: Collection[int]) -> Mapping[int, str]:
    """Names of users."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _steps(source: Source) -> Iterator[_Step]:
    events: Any = source.model.changes.rel.related_model  # type: ignore[attr-defined]
    chosen = {f"{source.of or 'pgh_obj'}__in": source.ids}
    columns = [*source.read(), "pgh_id", "pgh_label", "pgh_created_at", "pgh_context"]
    rows = list(events.objects.filter(**chosen).order_by("-pgh_id").values(*columns)[:MOST])
    if not rows:
        return
    now, newer = _present(source, {row["id"] for row in rows})
    of_one: dict[int, list[Row]] = defaultdict(list)
    for row in reversed(rows):
        of_one[row["id"]].append(row)
    for pk, kept in of_one.items():
        for former, later in pairwise([*kept, None]):
            assert former is not None
            after = later or newer.get(pk) or now.get(pk, {})
            yield _step(source, former, after, replaced=later is None and pk in newer)


def _present(source: Source, ids: Collection[int]) -> tuple[dict[int, Row], dict[int, Row]]:
    """The rows as they are now, and the newer versions by what they replace."""
    wanted = Q(pk__in=ids) | (Q(**{f"{source.newer}__in": ids}) if source.newer else Q())
    rows: list[Row] = list(QuerySet(source.model).filter(wanted).values(*source.read()))
    newer = {row[source.newer]: row for row in rows if source.newer and row[source.newer] in ids}
    return {row["id"]: row for row in rows}, newer


def _step(source: Source, former: Row, after: Row, *, replaced: bool) -> _Step:
    if former["pgh_label"] == "created":
        return _Step(source, former, "created", {}, former)
    if former["pgh_label"] == "deleted":
        return _Step(source, former, "deleted", former, {})
    return _Step(source, former, "replaced" if replaced else "changed", former, after)


class _Words:
    """Values in words. Names of related rows are asked for all at once."""

    def __init__(self, steps: Sequence[_Step]) -> None:
        wanted: dict[Names, set[int]] = defaultdict(set)
        for step in steps:
            for name, names in step.source.names.items():
                wanted[names] |= {row[name] for row in (step.before, step.after) if row.get(name)}
            if by := (step.former["pgh_context"] or {}).get("user"):
                wanted[people].add(by)
        self.names = {names: names(ids) for names, ids in wanted.items() if ids}

    def event(self, step: _Step) -> Event:
        source = step.source
        titled = step.after or step.before
        which = self._text(source, source.title, titled) if source.title else ""
        why = str(step.after.get(source.why) or "") if source.why else ""
        known = str(step.before.get(source.why) or "") if source.why else ""
        return Event(
            did=step.did,
            what=str(source.model._meta.verbose_name),
            which=which,
            changes=() if step.did == "deleted" else tuple(self._changes(step)),
            why=self._text(source, source.why, step.after) if why != known else "",
        )

    def _changes(self, step: _Step) -> Iterator[Change]:
        source = step.source
        for name in source.fields:
            if name == source.title and step.did == "created":
                continue
            label = str(source.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            before, after = self._text(source, name, step.before), self._text(source, name, step.after)
            if before != after:
                yield Change(name, label, before, after)

    def moment(self, key: tuple[dt.datetime, int | None, str], done: Sequence[tuple[_Step, Event]]) -> Moment:
        at, by, request = key
        context = done[0][0].former["pgh_context"] or {}
        who = self.names.get(people, {}).get(by, "") if by else ""
        events = tuple(dict.fromkeys(event for _step, event in done))
        return Moment(at, who, request, str(context.get("reason", "")), events)

    def _text(self, source: Source, name: str, row: Row) -> str:
        value = row.get(name)
        if veil := source.veils.get(name):
            value = veil(value) if value else value
        column: Any = source.model._meta.get_field(name)
        if isinstance(column, ForeignKey):
            known = self.names.get(source.names[name], {}) if value else {}
            return known.get(value, "?") if value else ""
        return in_words(column, value)


def in_words(column: Any, value: Any) -> str:
    """A value as a person writes it; nothing for no value."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(column, ArrayField):
        return listed(in_words(column.base_field, one) for one in value)
    if isinstance(value, periods.DateRange):
        return periods.in_words(value)
    if isinstance(value, Point):
        return f"{value.x:.5f}, {value.y:.5f}"
    choices = dict(column.flatchoices)
    return str(choices.get(value, value))
