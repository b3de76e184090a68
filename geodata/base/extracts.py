"""What an extract is made of: fields in the words of the imports, and rows of an area as of a day.

It stands below every concept, so that each can offer its own; what becomes a file of it stands in `exports`.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language

from geodata.base.scope import Right, Scope
from geodata.base.wording import in_english


class Kind(Enum):
    """Codes and numbers of households are text: they keep their zeros, and nobody adds them up."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the width in a spreadsheet (in characters), and what it means."""

    heading: Promise | str
    width: int
    meaning: Promise | str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is the import's field, `heading` how Chinese offices write it; in English its words, which the imports know."""

    name: str
    heading: str
    width: int
    meaning: Promise | str
    kind: Kind = Kind.TEXT
    datum: str = ""
    """Of coordinates: it stands in the heading, so that no import has to ask for it."""

    def column(self) -> Column:
        heading = self.heading if in_chinese() else in_english(self.name)
        heading = f"{heading}({self.datum})" if self.datum else heading
        return Column(heading, self.width, self.meaning, self.kind)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells, the geometry as WKB (EPSG:4326) or None, and in which layer of a map it lies ("": the only one)."""

    cells: list[str]
    geometry: bytes | None = None
    layer: str = ""


class Question(Protocol):
    """An area as of a day, for somebody with this scope."""

    @property
    def scope(self) -> Scope: ...
    @property
    def area(self) -> Any: ...
    @property
    def on(self) -> dt.date: ...
    @property
    def may_take(self) -> Scope: ...
    @property
    def near(self) -> bool:
        """A village or a grid: above it nobody is given the points of households."""

    def households(self, *, grid: str = "grid", right: Right = Right.EXPORT) -> Q:
        """Rows of the area's households where the right holds too. `grid`: how a row leads to its grid."""


class Extract(Protocol):
    """A table that can be taken away. `geometry` is the type of its shapes, "" for none; `key` names the fields that
    together say which thing a row is: the id of a feature.
    """

    name: str
    label: Promise | str
    geometry: str
    key: tuple[str, ...]

    def fields(self, question: Question) -> Sequence[Field]: ...
    def count(self, question: Question, *, most: int | None = None) -> int:
        """How many rows there are; beyond `most` only that there are more."""

    def rows(self, question: Question) -> Iterator[Row]: ...


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def word(choice: Any) -> str:
    """A choice as the imports read it: the label in Chinese, else its name in the code."""
    return str(choice.label) if in_chinese() else str(choice.value)


def since(period: Range[dt.date]) -> str:
    """The first day."""
    return period.lower.isoformat() if period.lower else ""


def until(period: Range[dt.date]) -> str:
    """The last day; "" while it goes on."""
    return (period.upper - dt.timedelta(days=1)).isoformat() if period.upper else ""
