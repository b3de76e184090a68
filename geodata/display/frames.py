"""A map week by week: of each day its sentence, the tone of each area, and the borders of that day.

Everything is made of a trend (coverage/through_time/trend.py), day by day as it is told to the reader. A border that has
not changed since is named and not sent again.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.periods import DateRange
from geodata.coverage.counts import Coverage, Row
from geodata.coverage.through_time.trend import Course, Trend
from geodata.display.foremost import foremost, headline
from geodata.display.metrics import Metric
from geodata.display.shares import Share
from geodata.territory.models import Boundary

NOWHERE = ""
"""The tone of a frame on which there was no such area."""


@dataclass(frozen=True, slots=True)
class Version:
    """The border of an area for some of the frames (`first` to `last`, by place)."""

    code: str
    level: str
    name: str
    first: int
    last: int
    shape: orjson.Fragment | None
    """GeoJSON; None: the one of the day that is looked at, which the map has."""
    tones: Sequence[str] = ()
    """Of each frame from `first` to `last`; nothing of a level that is only outlined."""
    told: Sequence[str] = ()
    """The same in numbers."""

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Frames:
    """One for each day of which counts are known, the earliest first."""

    days: Sequence[dt.date] = ()
    words: Sequence[str] = ()
    """The days as sentences say them."""
    said: Sequence[str] = ()
    """Of each day how much was left to do, and where most of it lay."""
    versions: Sequence[Version] = field(default=())

    def as_json(self) -> bytes:
        told = {
            "days": self.days,
            "words": self.words,
            "said": self.said,
            "versions": [version.as_dict() for version in self.versions],
        }
        return orjson.dumps(told)


def frames(answer: Trend, metric: Metric, *, on: dt.date, by: str, outlined: Collection[str]) -> Frames:
    """`on`: the day whose borders the map has. `outlined`: levels of which only borders are drawn. One query."""
    places = [place for place, day in enumerate(answer.days) if day not in answer.unknown]
    if not places:
        return Frames()
    days = [answer.days[place] for place in places]
    area = answer.total.code
    assert area
    lasting = DateRange(days[0], days[-1], "[]")
    found = Boundary.objects.filter(
        area__code__startswith=area, area__level__in={by, *outlined}, period__overlap=lasting
    )
    courses = {course.area_id: course for course in answer.rows if course.code}
    rows = found.order_by("area__code", "period").values_list(
        "area_id", "area__code", "area__level", "area__name", "area__period", "period", "as_text"
    )
    versions = [version for row in rows if (version := _version(row, days, places, courses, metric, on, by))]
    said = [_said(answer, place, metric) for place in places]
    return Frames(days, [wording.day(day) for day in days], said, versions)


def _version(
    row: tuple[Any, ...],
    days: Sequence[dt.date],
    places: Sequence[int],
    courses: dict[int | None, Course],
    metric: Metric,
    on: dt.date,
    by: str,
) -> Version | None:
    pk, code, level, name, exists, period, shape = row
    inside = [frame for frame, day in enumerate(days) if day in period and day in exists]
    if not inside:
        return None
    sent = None if on in period and on in exists else orjson.Fragment(shape)
    if level != by:
        # What is only outlined and has not changed is there already.
        return (
            Version(code, level, name, inside[0], inside[-1], sent)
            if sent or len(inside) < len(days)
            else None
        )
    shown = range(inside[0], inside[-1] + 1)
    told = [row_of(courses.get(pk), places[frame]) for frame in shown]
    tones = [metric.tone(row) if row else NOWHERE for row in told]
    shares = [_in_numbers(metric.share(row)) if row else "" for row in told]
    return Version(code, level, name, inside[0], inside[-1], sent, tones, shares)


def _in_numbers(share: Share) -> str:
    return f"{share.part_text} / {share.whole_text}"


def row_of(course: Course | None, place: int) -> Row | None:
    """An area on one day of its course; None where there was none."""
    counts = course.counts[place] if course else None
    if course is None or counts is None:
        return None
    return Row(
        course.code, course.name, course.level, course.parent, counts, course.area_id, course.hidden[place]
    )


def rows_of(answer: Trend, place: int) -> Iterator[Row]:
    for course in answer.rows:
        if row := row_of(course, place):
            yield row


def _said(answer: Trend, place: int, metric: Metric) -> str:
    """The sentence of the page as of that day."""
    total = row_of(answer.total, place)
    assert total
    whole = Coverage(total, list(rows_of(answer, place)), answer.days[place], 90, answer.category)
    said = headline(whole, metric)
    most = foremost(whole, metric)[:1]
    first = " ".join(filter(None, [said.what, said.where]))
    return first if said.where or not most else f"{first} {_most(most[0], metric)}"


def _most(row: Row, metric: Metric) -> str:
    return _("Most in %(name)s: %(share)s.") % {"name": row.name, "share": metric.share(row).text}
