"""The ways from households to their contacts before and after, as an inline SVG over the village's grids."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry

from geodata.display.sketch import Frame, frame_of
from geodata.pairing.prices import Place, Ways
from geodata.territory.models import Area, Boundary


@dataclass(frozen=True)
class WaysSketch:
    """Paths in the units of the frame; members as (x, y)."""

    frame: Frame
    grids: str
    before: str
    after: str
    homes: list[tuple[float, float]]
    members: list[tuple[float, float]]


def sketch_of_ways(village: Area, ways: Sequence[Ways], *, on: dt.date) -> WaysSketch | None:
    """None where the village has no borders on that day. One query."""
    borders: list[GEOSGeometry] = list(
        Boundary.objects.on(on).filter(area__code__startswith=village.code).values_list("geometry", flat=True)
    )
    frame = frame_of(borders)
    if frame is None or not ways:
        return None
    return WaysSketch(
        frame,
        "".join(frame.path(border) for border in borders),
        "".join(_line(frame, each.home, each.now) for each in ways if each.now),
        "".join(_line(frame, each.home, each.then) for each in ways),
        [frame.place(*each.home) for each in ways],
        sorted({frame.place(*each.then) for each in ways}),
    )


def _line(frame: Frame, start: Place, end: Place) -> str:
    (x, y), (to_x, to_y) = frame.place(*start), frame.place(*end)
    return f"M{x:g} {y:g}L{to_x:g} {to_y:g}"
