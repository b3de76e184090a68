"""What every extract is: fields in the words of the imports, and rows of an area as of a day."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext

from geodata.coverage import states
from geodata.reports.cells import Kind
from geodata.reports.files import Column
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from geodata.wording import in_english


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


@dataclass(frozen=True)
class Asked:
    """An area as of a day, for somebody with this scope."""

    scope: Scope
    area: Area
    on: dt.date
    by: str
    at: dt.datetime
    told: Callable[[int], None] | None = None
    """Is told how many rows there are so far, at each of them."""

    @property
    def may_take(self) -> Scope:
        return self.scope.to(Right.EXPORT)

    @property
    def near(self) -> bool:
        """A village or a grid: above it nobody is given the points of households."""
        return self.area.level in (Area.Level.VILLAGE, Area.Level.GRID)

    def households(self, *, grid: str = "grid", right: Right = Right.EXPORT) -> Q:
        """Rows of the area's households where the right holds too. `grid`: how a row leads to its grid.

        Raises NotFound outside the scope.
        """
        scope = self.may_take.to(right)
        if not scope.holds_code(self.area.code):
            return Q(pk__in=[])
        chosen = states.select(scope=scope, area=self.area, on=self.on)
        return Q(village__in=chosen.villages) if chosen.villages else Q(**{f"{grid}__in": chosen.grids})


@dataclass(frozen=True, slots=True)
class Row:
    """The cells, the geometry as WKB (EPSG:4326) or None, and in which layer of a map it lies ("": the only one)."""

    cells: list[str]
    geometry: bytes | None = None
    layer: str = ""


class Extract(Protocol):
    """A table that can be taken away. `geometry` is the type of its shapes, "" for none; `key` names the fields that
    together say which thing a row is: the id of a feature.
    """

    name: str
    label: Promise | str
    geometry: str
    key: tuple[str, ...]

    def fields(self, asked: Asked) -> Sequence[Field]: ...
    def count(self, asked: Asked, *, most: int | None = None) -> int:
        """How many rows there are; beyond `most` only that there are more."""

    def rows(self, asked: Asked) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Filed:
    """An extract as the table that a spreadsheet or CSV is written from."""

    extract: Extract
    asked: Asked

    @property
    def title(self) -> str:
        return f"{self.extract.label} · {self.asked.area.name}"

    @property
    def as_of(self) -> str:
        return gettext("As of %(day)s") % {"day": self.asked.on.isoformat()}

    @property
    def by(self) -> str:
        return self.asked.by

    @property
    def at(self) -> dt.datetime:
        return self.asked.at

    @property
    def columns(self) -> list[Column]:
        return [field.column() for field in self.extract.fields(self.asked)]

    def rows(self) -> Iterator[list[str]]:
        return (row.cells for row in watched(self.extract, self.asked))

    def definitions(self) -> list[tuple[str, str]]:
        asked = self.asked
        return [
            (gettext("List"), str(self.extract.label)),
            (gettext("Area"), f"{asked.area.name} {asked.area.code}"),
            (pgettext("cut-off", "Day"), asked.on.isoformat()),
            (gettext("Made by"), asked.by),
            (gettext("Made at"), f"{asked.at:%Y-%m-%d %H:%M}"),
            *((str(column.heading), str(column.meaning)) for column in self.columns),
        ]


def watched(extract: Extract, asked: Asked) -> Iterator[Row]:
    """The rows, and how many there are so far for whoever waits."""
    if asked.told is None:
        yield from extract.rows(asked)
        return
    for number, row in enumerate(extract.rows(asked), start=1):
        asked.told(number)
        yield row


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
