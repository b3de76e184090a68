"""What is asked of an extract, and the table that it is."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext, pgettext

from geodata.base import wording
from geodata.base.extracts import Column, Extract, Row
from geodata.base.scope import Right, Scope
from geodata.coverage import states
from geodata.territory.models import Area


@dataclass(frozen=True)
class AreaQuestion:
    """An area as of a day, for somebody with this scope."""

    scope: Scope
    area: Area
    on: dt.date
    by: str
    at: dt.datetime
    progress: Callable[[int], None] | None = None
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


@dataclass(frozen=True)
class Filed:
    """An extract as the table that a spreadsheet or CSV is written from."""

    extract: Extract
    question: AreaQuestion

    @property
    def title(self) -> str:
        return f"{self.extract.label} · {self.question.area.name}"

    @property
    def as_of(self) -> str:
        return gettext("As of %(day)s") % {"day": wording.day(self.question.on)}

    @property
    def by(self) -> str:
        return self.question.by

    @property
    def at(self) -> dt.datetime:
        return self.question.at

    @property
    def columns(self) -> list[Column]:
        return [field.column() for field in self.extract.fields(self.question)]

    def rows(self) -> Iterator[list[str]]:
        return (row.cells for row in watched(self.extract, self.question))

    def definitions(self) -> list[tuple[str, str]]:
        question = self.question
        return [
            (gettext("List"), str(self.extract.label)),
            (gettext("Area"), f"{question.area.name} {question.area.code}"),
            (pgettext("cut-off", "Day"), question.on.isoformat()),
            (gettext("Prepared by"), question.by),
            (gettext("Prepared at"), f"{question.at:%Y-%m-%d %H:%M}"),
            *((str(column.heading), str(column.meaning)) for column in self.columns),
        ]


def watched(extract: Extract, question: AreaQuestion) -> Iterator[Row]:
    """The rows, and how many there are so far for whoever waits."""
    if question.progress is None:
        yield from extract.rows(question)
        return
    for number, row in enumerate(extract.rows(question), start=1):
        question.progress(number)
        yield row
