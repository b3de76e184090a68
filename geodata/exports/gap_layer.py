"""A list of gaps as a layer of points, GeoJSON or GeoPackage: coloured by the status of visits when QGIS opens it.

As on the map, points come within one village and for those who look after the household; other rows have none.
"""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.utils.functional import Promise

from geodata.base.extracts import Field, Question, Row
from geodata.coverage.figures import LISTS
from geodata.display.lines import Line
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS
from geodata.exports.files import TYPES, write
from geodata.exports.gaps import COLUMNS, Report, texts
from geodata.people.models import Household
from geodata.territory.models import Area

NAMES = (
    "village_code", "village", "grid", "grid_name", "household_no", "head_name", "group", "address", "phone", "family_size",
    "occupancy", "categories", "contacts", "without_contact", "status_word", "interval", "last_met", "days_since", "has_point",
)  # fmt: skip
"""Of the columns of a list, as the imports call those that they know."""
LAYERS = ("geojson", "gpkg")


class GapLayer:
    """The list as an extract: its columns, and the status as the style knows it."""

    name = "gaps"
    geometry = "Point"
    key: tuple[str, ...] = ("village_code", "household_no")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.label: Promise | str = LISTS[report.figure].label

    def fields(self, question: Question) -> list[Field]:
        named = zip(NAMES, COLUMNS, strict=True)
        fields = [
            Field(name, str(column.heading), column.width, column.meaning, column.kind)
            for name, column in named
        ]
        return [*fields, Field("status", "status", 10, "")]

    def count(self, question: Question, *, most: int | None = None) -> int:
        return self.report.matched(most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """One query more for every part."""
        for part in self.report.parts():
            points = _points(part, on=question.on) if question.near else {}
            for line in part:
                yield Row([*texts(line, on=question.on), line.status], points.get(line.token))


def forms(area: Area | None) -> list[str]:
    """Those of maps need a place: somebody's own households lie anywhere."""
    return [*TYPES, *LAYERS] if area else list(TYPES)


def content_type(form: str) -> str:
    return FORMATS[form].content_type


def write_list(form: str, report: Report, target: IO[bytes]) -> None:
    """The list in one of `forms` of its area."""
    if form in TYPES:
        write(form, report, target)
        return
    assert report.area
    question = AreaQuestion(report.scope, report.area, report.question.on, report.by, report.at)
    FORMATS[form].write(GapLayer(report), question, target)


def _points(lines: list[Line], *, on: dt.date) -> dict[str, bytes]:
    open_ = [line.token for line in lines if line.detailed and line.has_point]
    homes = Household.objects.filter(token__in=open_, point__isnull=False, point_since__lte=on)
    return {token: bytes(point.wkb) for token, point in homes.values_list("token", "point") if point}
