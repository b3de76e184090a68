"""The manifest of a concept: what the rest of the house asks of it, said once in its `concept.py`.

Whoever comes later reads the manifests of those before: nothing but its folder is edited to add a concept.
"""

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Self, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import import_string

import geodata
from geodata.base.figures import Figure
from geodata.base.scope import Right, Scope

Ids = Callable[[Scope], Iterable[int]]
"""Keys of rows that somebody with that scope may see."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu: `view` is the name of its address, `place` where it stands among all lines."""

    view: str
    label: Promise | str
    place: int
    rights: tuple[Right, ...] = ()
    """Any of them opens it; none: it is open to all."""
    about: Promise | str = ""
    """What it is for, in a line: the help of every post that has it tells it."""
    group: Promise | str = ""
    """The word under which it folds with others, so that the menu stays a line."""
    there: Callable[[], bool] | None = None
    """Whether this installation has it at all; none: each has."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column whose text lies sealed: how the row is called in what is sealed along (`key`, SQL; `t` is the table), and by what
    else that is found (`join`). `within`: the text is base64 below that name of a JSON column.
    """

    table: str
    column: str
    key: str
    join: str = ""
    within: str = ""
    id: str = "id"

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"

    @property
    def value(self) -> str:
        """What is sealed, as bytea."""
        return f"decode(t.{self.column} ->> '{self.within}', 'base64')" if self.within else f"t.{self.column}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is forgotten once it was kept long enough (geodata/retention.py)."""

    name: str
    label: Promise | str
    forget: Callable[[dt.date, bool], int]
    """How many rows lie before that day; with True they are forgotten."""
    setting: str = ""
    """The setting KEEP_…_DAYS that says how many days it is kept; none: it has ended by itself, and goes whatever they say."""
    days: int = 0
    """The usual number, 0 for ever."""
    least: int = 0
    most: int = 36_500


@dataclass(frozen=True, slots=True)
class Held:
    """A table whose rows are about a household: its own extract shows them (geodata/exports/everything.py)."""

    model: str
    """The name of its class."""
    by: tuple[str, ...] = ("household",)
    """What leads from a row to the household, as a lookup of its key; `token` and `subject` hold its token."""
    without: tuple[str, ...] = ()
    """Columns that say nothing of the household."""
    only: tuple[tuple[str, object], ...] = ()
    """Which of its rows alone, as a lookup and its value: the others stand on no page of a household."""
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict, hash=False, compare=False)
    """By column: what it says in words, of a row; for codes, keys and JSON that no choices of the column explain."""
    left_out: Promise | str = ""
    """Why the extract shows none of its rows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Concept:
    """What one package of the domain says of itself. Everything is optional; `after` names those it builds on."""

    name: str
    after: tuple[str, ...] = ()
    models: tuple[str, ...] = ("models",)
    """Modules of its package that hold tables."""
    rights: Mapping[str, Promise | str] = field(default_factory=dict)
    """What those of the rights (geodata/base/scope.py) that are its own allow, in words."""
    menu: tuple[MenuEntry, ...] = ()
    beside: tuple[MenuEntry, ...] = ()
    """Pages that others lead to and no line of the menu: they too are kept with their question (geodata/saved/)."""
    actions: type[TextChoices] | None = None
    """What the record of access says that somebody did."""
    leaves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By action: the names of addresses through which a change leaves it on record, unless its verb has left an entry."""
    by_themselves: tuple[str, ...] = ()
    """Names of addresses whose verbs append an entry of their own."""
    silent: Mapping[str, str] = field(default_factory=dict)
    """By the name of an address: why a change through it leaves no entry."""
    notices: type[TextChoices] | None = None
    """What people are told of."""
    asking: Mapping[str, Callable[[Any], Q]] = field(default_factory=dict)
    """Notices that end with their cause: of a scope, which of them still stand, as a condition on the table of notices."""
    naming: Mapping[str, Callable[..., Mapping[Any, str]]] = field(default_factory=dict)
    """Notices that are about somebody: of some of them and a scope, by key what each is about, worked out when it is shown. What is stored names nobody."""
    extracts: tuple[str, ...] = ()
    """Names of classes: tables that can be taken away (geodata/base/extracts.py)."""
    importers: tuple[str, ...] = ()
    """Names of classes: kinds of rows that can be imported (geodata/imports/kinds/importer.py)."""
    written: tuple[str, ...] = ()
    """Tables that imports and changes of the register write, and undoing one takes back: what refers to a row stands before it (geodata/sql/import_tables.sql)."""
    kept: tuple[Kept, ...] = ()
    sealed: tuple[Sealed, ...] = ()
    """Where text lies sealed (geodata/base/sealed.py): a start-up check asks whether the keys are there, `manage.py rotate_keys` seals it anew."""
    held: tuple[Held, ...] = ()
    """Its tables that lead to a household, each of them: what is held about one is told whole, or why not."""
    left: Callable[[Collection[int]], None] | None = None
    """What becomes of its rows when these households, which left long ago, lose all that names a person."""
    today: Callable[[Collection[Any], dt.date], Mapping[int, Iterable[str]]] | None = None
    """What else is to be done at some of these households, by key: lines for whoever looks after them (geodata/display/today.py)."""
    waiting: Callable[[Collection[Any]], Mapping[int, Iterable[str]]] | None = None
    """What of some of these households waits for somebody else, by key: lines for whoever looks after them, who has nothing to do."""
    timeline: Callable[[Any, bool], Iterable[Any]] | None = None
    """What its tables tell of what happened to a household (geodata/audit/timeline.py), to those who look after it or not."""
    figures: tuple[Figure, ...] = ()
    """What is counted of households, with its list and its map (geodata/base/figures.py)."""
    matched: Callable[[bool, Collection[int], dt.date], object] | None = None
    """What follows once policies were matched: of these villages (True) or households, and on which day (geodata/policies/matching.py)."""
    filters: tuple[str, ...] = ()
    """Names of classes: what a filter of households can ask of its tables (geodata/base/filters/leaf.py)."""
    facts: tuple[str, ...] = ()
    """Names of values: the tables of facts that those read (geodata/base/filters/leaf.py)."""
    shown: Mapping[str, Ids] = field(default_factory=dict)
    """Settings of the second line: what this concept adds to each for a scope."""


def later(name: str) -> Callable[..., Any]:
    """The function of that name, looked for when it is called: a manifest is read before there are models."""

    def call(*args: Any, **told: Any) -> Any:
        return import_string(name)(*args, **told)

    return call


def made(names: Iterable[str]) -> Iterator[Any]:
    """One of each class of these names."""
    return (import_string(name)() for name in names)


@cache
def concepts() -> tuple[Concept, ...]:
    """All manifests, each after those it builds on."""
    found = {
        package.name: importlib.import_module(f"geodata.{package.name}.concept").CONCEPT
        for package in pkgutil.iter_modules(geodata.__path__)
        if package.ispkg and find_spec(f"geodata.{package.name}.concept")
    }
    order = TopologicalSorter(
        {name: [one for one in each.after if one in found] for name, each in found.items()}
    )
    return tuple(found[name] for name in order.static_order())


def modules(pattern: str) -> Iterator[ModuleType]:
    """What each concept has at a place of the house, such as `gridmap.pages.{}.urls`, in the order of manifests."""
    return map(importlib.import_module, _names(pattern, concepts()))


@cache
def _names(pattern: str, found: tuple[Concept, ...]) -> tuple[str, ...]:
    return tuple(name for each in found if _is_there(name := pattern.format(each.name)))


def _is_there(name: str) -> bool:
    above, _dot, _last = name.rpartition(".")
    return (not above or _is_there(above)) and find_spec(name) is not None


T = TypeVar("T")


class Gathered(Mapping[str, T]):
    """What all manifests say of one thing, by name: what `of` finds in each, and what belongs to no concept."""

    def __init__(
        self,
        of: Callable[[Concept], Mapping[str, T]],
        others: Mapping[str, T] | None = None,
        *,
        by: Callable[[T], int] = lambda _value: 0,
    ) -> None:
        """`by`: the place of each among all; else they follow each other as their concepts do."""
        self._of = of
        self._by = by
        self._others = others or {}
        self._read: tuple[tuple[Concept, ...], dict[str, T]] = ((), {})

    def _all(self) -> dict[str, T]:
        if self._read[0] is not (found := concepts()):
            parts = [self._others, *map(self._of, found)]
            names = [name for part in parts for name in part]
            if twice := {name for name in names if names.count(name) > 1}:
                raise ImproperlyConfigured(f"Two manifests name the same: {', '.join(sorted(twice))}.")
            named = sorted(
                ((name, value) for part in parts for name, value in part.items()),
                key=lambda each: self._by(each[1]),
            )
            self._read = found, dict(named)
        return self._read[1]

    def __deepcopy__(self, _memo: object) -> Self:
        # Fields of a form or of the API hold it, and are copied for each request.
        return self

    def __getitem__(self, name: str) -> T:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def labels(choices: type[TextChoices] | None) -> dict[str, Promise | str]:
    """The words of each value."""
    return {one.value: one.label for one in choices or ()}
