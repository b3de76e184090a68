"""The map of a report: its grids by class and the borders above them, as rings of points in the units of a drawing."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import MultiPolygon

from geodata.display.colours import DRAWN
from geodata.display.metrics import METRICS
from geodata.display.sketch import Frame, frame_of
from geodata.reports.figures import LED_BY, Figures
from geodata.territory.models import Area, Boundary

LONGEST = 600.0
"""Units of the longer side."""
MARGIN = 4.0

Point = tuple[float, float]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Ground:
    """A grid: its rings, outer ones and holes alike, and its colour."""

    rings: list[Ring]
    fill: str

    @property
    def path(self) -> str:
        return _path(self.rings)


@dataclass(frozen=True, slots=True)
class Outline:
    """The border of a village or of what lies above it."""

    rings: list[Ring]
    width: float

    @property
    def path(self) -> str:
        return _path(self.rings)


@dataclass(frozen=True, slots=True)
class Class:
    """A line of the legend."""

    fill: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    grounds: list[Ground]
    outlines: list[Outline]
    legend: list[Class]


WIDTHS = {"village": 0.8, "township": 1.6, "county": 2.4}


def draw(area: Area, figures: Figures, *, on: dt.date) -> Drawing | None:
    """None where no border of its grids is known. One query."""
    tones = {
        line.code: METRICS[LED_BY].tone(figures.row(line))
        for line in figures.at(Area.Level.GRID)
        if line.code
    }
    levels = [Area.Level.GRID, *WIDTHS]
    borders = Boundary.objects.on(on).filter(area__code__startswith=area.code, area__level__in=levels)
    rows = list(borders.order_by("area__code").values_list("area__code", "area__level", "geometry"))
    grids = [code for code, level, _shape in rows if level == Area.Level.GRID]
    frame = frame_of((shape for _code, _level, shape in rows), wide=LONGEST - 2 * MARGIN, margin=MARGIN)
    if not grids or frame is None:
        return None
    placed = {code: list(_rings(frame, shape)) for code, _level, shape in rows}
    grounds = [Ground(placed[code], DRAWN[tones.get(code, "none")].fill) for code in grids]
    outlines = [Outline(placed[code], WIDTHS[level]) for code, level, _shape in rows if level in WIDTHS]
    outlines.sort(key=lambda one: one.width)
    return Drawing(frame.width, frame.height, grounds, outlines, _legend(tones))


def _legend(tones: Mapping[str, str]) -> list[Class]:
    counted = list(tones.values())
    found = [Class(DRAWN[tone].fill, words, counted.count(tone)) for tone, words in METRICS[LED_BY].classes()]
    beside = ((tone, str(DRAWN[tone].word)) for tone in ("few", "none"))
    return found + [Class(DRAWN[tone].fill, words, n) for tone, words in beside if (n := counted.count(tone))]


def _rings(frame: Frame, shape: MultiPolygon) -> Iterator[Ring]:
    """Those that have room: at this size the rest is a point or a line."""
    for polygon in shape.coords:
        for ring in map(frame.points, polygon):
            if len(ring) > 3:
                yield ring


def _path(rings: Iterable[Ring]) -> str:
    return "".join(f"M{'L'.join(f'{x:g} {y:g}' for x, y in ring[:-1])}z" for ring in rings)
