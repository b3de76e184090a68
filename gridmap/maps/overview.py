"""A county on a home page: its grids by class, the borders of its villages and townships, and the areas to look at first.

Drawn by the database as SVG paths in whole units of the drawing: every border is rounded alike on both of its sides, so
that no gap opens between neighbours. No script, no tile and no folium; names are text of the template.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, FloatField, Func, TextField, Value
from django.db.models.functions import Cast

from geodata.display.sketch import MARGIN, Frame, frame_of_box
from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from gridmap.maps.layers import box_of

OUTLINES = (Area.Level.VILLAGE, Area.Level.TOWNSHIP, Area.Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Ground:
    """An area that is coloured; `place` is the village that it opens."""

    code: str
    path: str
    tone: str
    place: str


@dataclass(frozen=True, slots=True)
class Ring:
    """An area to look at first, with the point at which its name stands."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Overview:
    """A drawing in a box of so many units."""

    width: int
    height: int
    grounds: list[Ground]
    outlines: list[tuple[str, str]]
    """Level and path, the finer first."""
    rings: list[Ring]
    metres: float
    """Across one unit."""
    frame: Frame
    """Where other things lie in it."""


DEGREE = 111_320.0
"""Metres along a meridian."""


def overview(
    *, area: Area, by: str, on: dt.date, tones: Mapping[str, str], ringed: Sequence[str]
) -> Overview | None:
    """The area by the level `by`; `tones` by code. None where no border is known. Two queries."""
    box = box_of(area, on=on)
    if box is None:
        return None
    frame = frame_of_box(box)
    levels = {by, *(level for level in OUTLINES if len_of(level) <= len_of(by))}
    grounds, outlines, rings = [], [], []
    for code, level, path, x, y in _paths(area, levels, on, frame):
        if level == by:
            grounds.append(Ground(code, path, tones.get(code, "none"), _place(code, area)))
        if level in OUTLINES:
            outlines.append((level, path))
        if code in ringed:
            rings.append(Ring(code, path, x, y))
    outlines.sort(key=lambda one: -len_of(one[0]))
    rings.sort(key=lambda ring: ringed.index(ring.code))
    return Overview(frame.width, frame.height, grounds, outlines, rings, DEGREE / frame.scale, frame)


def len_of(level: str) -> int:
    return codes.LENGTHS[level]


def _place(code: str, area: Area) -> str:
    """A grid opens its village; in a village itself, and above the villages, an area opens itself."""
    village = code[: len_of(Area.Level.VILLAGE)]
    return code if len(area.code) >= len(village) else village


def _paths(
    area: Area, levels: set[str], on: dt.date, frame: Frame
) -> Iterator[tuple[str, str, str, float, float]]:
    placed = Func(
        F("geometry"),
        *_numbers(frame.across * frame.scale, 0, 0, frame.scale),
        *_numbers(MARGIN - frame.west * frame.across * frame.scale, -frame.north * frame.scale - MARGIN),
        function="ST_Affine",
    )
    inside = Func(placed, function="ST_PointOnSurface")
    path = Func(Func(placed, Value(1), function="ST_SnapToGrid"), Value(1), Value(0), function="ST_AsSVG")
    borders = Boundary.objects.on(on).filter(area__code__startswith=area.code, area__level__in=sorted(levels))
    rows = borders.order_by("area__code").values_list(
        "area__code",
        "area__level",
        Cast(path, TextField()),
        Func(inside, function="ST_X", output_field=FloatField()),
        Func(inside, function="ST_Y", output_field=FloatField()),
    )
    for code, level, drawn, x, y in rows:
        if drawn:
            yield code, level, drawn, round(x, 1), round(-y, 1)


def _numbers(*values: float) -> list[Value]:
    return [Value(float(value), output_field=FloatField()) for value in values]
