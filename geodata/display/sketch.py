"""Areas as an inline SVG, drawn by the server: for paper, for a page without JavaScript, for pictures side by side.

Only numbers enter a path; names are text of the template and escaped there. No style stands in it: classes do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, cast

from django.contrib.gis.geos import GEOSGeometry, MultiLineString

WIDE = 800.0
"""Units across the longer side; what is finer than a tenth of one is not drawn."""
MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to the units of a drawing: true in shape at the middle of its box, north above."""

    west: float
    north: float
    across: float
    scale: float
    width: int
    height: int
    margin: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * self.across * self.scale + self.margin
        y = (self.north - lat) * self.scale + self.margin
        return round(x, 1), round(y, 1)

    def path(self, shape: GEOSGeometry) -> str:
        """The `d` of lines or of polygons with their holes."""
        return "".join(self._line(line, closed) for line, closed in _lines(shape))

    def points(self, line: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
        """Of a line, without those that fall on the one before: alike on both sides of a border, so that no gap opens."""
        found: list[tuple[float, float]] = []
        for lon, lat, *_height in line:
            here = self.place(lon, lat)
            if not found or here != found[-1]:
                found.append(here)
        return found

    def _line(self, line: Sequence[tuple[float, ...]], closed: bool) -> str:
        points = self.points(line[:-1] if closed else line)
        return f"M{'L'.join(f'{x:g} {y:g}' for x, y in points)}{'z' if closed else ''}"


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: its path, where its name has room, and what the template says of it."""

    path: str
    x: float
    y: float
    name: str = ""
    kind: str = ""


def frame_of(shapes: Iterable[GEOSGeometry], *, wide: float = WIDE, margin: float = MARGIN) -> Frame | None:
    """The frame that holds all shapes (EPSG:4326); None where there are none."""
    boxes = [shape.extent for shape in shapes if not shape.empty]
    if not boxes:
        return None
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return frame_of_box((west, south, east, north), wide=wide, margin=margin)


def frame_of_box(
    box: tuple[float, float, float, float], *, wide: float = WIDE, margin: float = MARGIN
) -> Frame:
    """The frame that holds a box of degrees: west, south, east, north."""
    west, south, east, north = box
    across = cos(radians((south + north) / 2))
    scale = wide / max((east - west) * across, north - south, 1e-9)
    return Frame(
        west=west,
        north=north,
        across=across,
        scale=scale,
        width=round((east - west) * across * scale + 2 * margin),
        height=round((north - south) * scale + 2 * margin),
        margin=margin,
    )


def once(shapes: Iterable[GEOSGeometry]) -> GEOSGeometry:
    """The borders of these polygons as lines, each only once: two dashed lines upon each other look like a whole one."""
    lines: Any = MultiLineString()
    for shape in shapes:
        lines = lines.union(shape.boundary)
    return cast(GEOSGeometry, lines)


def drawn(frame: Frame, shape: GEOSGeometry, *, name: str = "", kind: str = "") -> Shape:
    """One polygon in the frame, its name at a point inside it."""
    middle = shape.point_on_surface
    return Shape(frame.path(shape), *frame.place(middle.x, middle.y), name, kind)


def _lines(shape: Any) -> list[tuple[Sequence[tuple[float, ...]], bool]]:
    match shape.geom_type:
        case "Polygon":
            return [(ring, True) for ring in shape.coords]
        case "LineString":
            return [(shape.coords, False)]
        case "MultiPolygon" | "MultiLineString" | "GeometryCollection":
            return [line for part in shape for line in _lines(part)]
        case _:
            return []
