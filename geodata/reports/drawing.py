"""The map of a report: its grids by class and the borders above them, as rings of points in the units of a drawing.

Places are rounded alike on both sides of a border, so that no gap opens between neighbours.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from django.contrib.gis.geos import MultiPolygon

from geodata.display.colours import DRAWN
from geodata.display.metrics import METRICS
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
    shapes = {code: list(_rings(shape)) for code, _level, shape in rows}
    grids = [code for code, level, _shape in rows if level == Area.Level.GRID]
    if not grids:
        return None
    place, width, height = _frame([point for rings in shapes.values() for ring in rings for point in ring])
    placed = {code: [_thinned(map(place, ring)) for ring in rings] for code, rings in shapes.items()}
    grounds = [Ground(placed[code], DRAWN[tones.get(code, "none")].fill) for code in grids]
    outlines = [Outline(placed[code], WIDTHS[level]) for code, level, _shape in rows if level in WIDTHS]
    outlines.sort(key=lambda one: one.width)
    return Drawing(width, height, grounds, outlines, _legend(tones))


def _legend(tones: Mapping[str, str]) -> list[Class]:
    counted = list(tones.values())
    found = [Class(DRAWN[tone].fill, words, counted.count(tone)) for tone, words in METRICS[LED_BY].classes()]
    beside = ((tone, str(DRAWN[tone].word)) for tone in ("few", "none"))
    return found + [Class(DRAWN[tone].fill, words, n) for tone, words in beside if (n := counted.count(tone))]


class _Place:
    """From degrees to units: true in shape at the middle of the box, north above."""

    def __init__(self, west: float, north: float, across: float, scale: float) -> None:
        self.west, self.north, self.across, self.scale = west, north, across, scale

    def __call__(self, point: Point) -> Point:
        x = (point[0] - self.west) * self.across * self.scale + MARGIN
        return round(x, 1), round((self.north - point[1]) * self.scale + MARGIN, 1)


def _frame(points: Sequence[Point]) -> tuple[_Place, int, int]:
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    across = cos(radians((south + north) / 2))
    wide, high = (east - west) * across, north - south
    scale = (LONGEST - 2 * MARGIN) / max(wide, high)
    return (
        _Place(west, north, across, scale),
        round(wide * scale + 2 * MARGIN),
        round(high * scale + 2 * MARGIN),
    )


def _rings(shape: MultiPolygon) -> Iterator[Ring]:
    for polygon in shape.coords:
        yield from polygon


def _thinned(points: Iterable[Point]) -> Ring:
    """Without points that fall on the one before."""
    found: list[Point] = []
    for point in points:
        if not found or point != found[-1]:
            found.append(point)
    return found


def _path(rings: Iterable[Ring]) -> str:
    return "".join(f"M{'L'.join(f'{x:g} {y:g}' for x, y in ring[:-1])}z" for ring in rings if len(ring) > 3)
