"""The ledger of needs as its page shows it, to be taken away: by the same filter, without sensitive ones, where lists may be taken away.

Its columns are those of the table of needs (extracts/needs.py), so that a file comes in again as no change.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import IO, Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from geodata.base.extracts import Column, Field, Question, Row
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS
from geodata.exports.extracts.needs import FIELDS, lines
from geodata.exports.files import TYPES, write
from geodata.exports.lists_of_needs import ListOfNeeds, taken
from geodata.needs import shown
from geodata.needs.counted import LABELS
from geodata.needs.finding import DueFirst, Filter
from geodata.needs.models import NeedQuerySet
from geodata.needs.settings_models import NeedCategory
from geodata.needs.words import Kind, Level, Source, State, Urgency
from geodata.territory.models import Area

LABEL = gettext_lazy("Ledger of needs")
LAYERS = ("geojson", "gpkg")
OF_NEED: Mapping[str, tuple[Promise, Any]] = {
    "state": (gettext_lazy("state of the need"), State),
    "kind": (gettext_lazy("kind of need"), Kind),
    "level": (gettext_lazy("level of the need"), Level),
    "urgency": (gettext_lazy("urgency"), Urgency),
    "source": (gettext_lazy("how it came"), Source),
}


@dataclass(frozen=True)
class NeedLedger(ListOfNeeds[Filter]):
    """A table of needs for every form of file: of one who may take lists away, and reads needs, there. Raises NotAllowed."""

    label = LABEL
    progress: Callable[[int], None] | None = None
    """Is told how many rows there are so far."""

    def needs(self) -> NeedQuerySet:
        part = taken(self.scope)
        inside = Q(village__in=shown.villages(part)) | Q(grid__in=shown.grids(part))
        found = self.asked.of(by=self.user, scope=part, at=self.at).told().filter(inside)
        return found.order_by(*(("due_at", "pk") if self.asked.order == DueFirst else ("-pk",)))

    # -- As a table of a spreadsheet, and on paper -------------------------------------------------------------------
    @property
    def columns(self) -> list[Column]:
        return [field.column() for field in FIELDS]

    def parts(self) -> Iterator[Row]:
        """Each with its point, if there is one to be told. One query."""
        for number, row in enumerate(lines(self.needs(), self.question), start=1):
            if self.progress:
                self.progress(number)
            yield row

    def definitions(self) -> list[tuple[str, str]]:
        return [
            (gettext("List"), str(LABEL)),
            (gettext("Area"), self.place),
            *self.said(),
            (gettext("Sensitive needs"), gettext("They are in no file: each is opened on its page, on record.")),
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
            *((str(column.heading), str(column.meaning)) for column in self.columns),
        ]  # fmt: skip

    def said(self) -> list[tuple[str, str]]:
        """The filter in words."""
        asked = self.asked
        told = [
            (str(label), str(choices(value).label))
            for name, (label, choices) in OF_NEED.items()
            if (value := getattr(asked, name)) not in ("", None)
        ]
        if asked.category:
            category = NeedCategory.objects.filter(code=asked.category).first()
            told.append((gettext("need category"), str(category or asked.category)))
        if asked.number:
            told.append((gettext("number of the need"), asked.number))
        if asked.grid:
            told.append((gettext("Grid"), gettext("Of no grid")))
        if asked.counted:
            told.append((gettext("In the analysis"), str(LABELS[asked.counted])))
        days = (("first", gettext("Raised from")), ("last", gettext("Raised until")))
        told += [(label, getattr(asked, name).isoformat()) for name, label in days if getattr(asked, name)]
        only = {
            "open": gettext("Not settled yet"),
            "late": gettext("Late"),
            "mine": gettext("Recorded by me"),
        }
        return told + [(gettext("Only"), words) for name, words in only.items() if getattr(asked, name)]

    @property
    def question(self) -> AreaQuestion:
        """Without an area nothing is near, and nothing has a point."""
        area = self.asked.area or Area(level=Area.Level.COUNTY, name=self.place)
        return AreaQuestion(self.scope, area, self.at.date(), self.by, self.at)

    def count(self, *, most: int | None = None) -> int:
        found = self.needs().order_by()
        return found.count() if most is None else found.values("pk")[: most + 1].count()

    def rows(self) -> Iterator[list[str]]:
        return (row.cells for row in self.parts())

    def invented(self) -> bool:
        return self.needs().filter(synthetic=True).exists()


class NeedLayer:
    """The same as a layer of points."""

    name = "needs"
    label: Promise | str = LABEL
    geometry = "Point"
    key: tuple[str, ...] = ("need_key",)

    def __init__(self, ledger: NeedLedger) -> None:
        self.ledger = ledger

    def fields(self, question: Question) -> tuple[Field, ...]:
        return FIELDS

    def count(self, question: Question, *, most: int | None = None) -> int:
        return self.ledger.count(most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        return self.ledger.parts()


def forms(area: Area | None) -> list[str]:
    """Layers of a map need a place."""
    return [*TYPES, "pdf", *(LAYERS if area else ())]


def write_ledger(form: str, ledger: NeedLedger, target: IO[bytes]) -> None:
    """In one of the forms but on paper (geodata/papers/needs.py)."""
    if form in TYPES:
        write(form, ledger, target)
    else:
        FORMATS[form].write(NeedLayer(ledger), ledger.question, target)


def media_type(form: str) -> str:
    return TYPES.get(form) or FORMATS[form].content_type


def file_name(ledger: NeedLedger, form: str) -> str:
    return f"{ledger.title}_{ledger.at:%Y-%m-%d}.{form}"


def as_arguments(asked: Filter) -> dict[str, Any]:
    """The filter as a job keeps it: what is not as usual."""
    usual = Filter()
    told = {
        one.name: getattr(asked, one.name)
        for one in fields(asked)
        if getattr(asked, one.name) != getattr(usual, one.name)
    }
    if asked.area is not None:
        told["area"] = asked.area.code
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in told.items()}


def as_filter(told: Mapping[str, Any], *, on: dt.date) -> Filter:
    """The same the other way round, in the areas of that day."""
    values = dict(told)
    if code := values.pop("area", None):
        values["area"] = Area.objects.on(on).get(code=code)
    days: dict[str, Any] = {
        name: dt.date.fromisoformat(values[name]) for name in ("first", "last") if name in values
    }
    return replace(Filter(**(values | dict.fromkeys(days))), **days)
