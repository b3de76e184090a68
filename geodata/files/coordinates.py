"""From the coordinates of a file to WGS 84: what they stand in is declared or asked for, never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS

from geodata.base import datum as datums
from geodata.base.datum import Datum, Pair
from geodata.base.errors import BadInput
from geodata.base.texts import number
from geodata.files.problems import Problem
from geodata.files.table import Table

_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_DEGREES = re.compile(
    r"[东北NE]?[经纬]?(\d{1,3}(?:\.\d+)?)[°度](?:(\d{1,2}(?:\.\d+)?)['’分](?:(\d{1,2}(?:\.\d+)?)[\"”秒])?)?[NE]?",
    re.ASCII,
)
Shapes = NDArray[np.object_]
Box = tuple[float, float, float, float]


LONG = 200.0
"""Metres: longer edges of a projected file get vertices. One of that length bends by less than a millimetre."""
MOST_STEPS = 25_000
"""Vertices that a shape may get by that: of 5,000 km."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What coordinates stand in: an EPSG number that is `datum.readable`, or degrees in a shifted datum."""

    epsg: int = 4326
    datum: str = Datum.WGS84

    @property
    def name(self) -> str:
        """For the record: "gcj02", "EPSG:4546"."""
        return str(self.datum) if self.epsg == 4326 else f"EPSG:{self.epsg}"

    def to_wgs84(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Pair:
        """East and north in this frame as WGS 84 degrees."""
        return datums.to_wgs84(*datums.unproject(x, y, self.epsg), self.datum)


def frame_of(table: Table, *, datum: str = "", epsg: int | None = None) -> Frame:
    """The frame that a file declares, or that the user states. BadInput: neither does, or they contradict.

    GeoJSON without a declaration is WGS 84 by its standard, unless the user states a datum.
    """
    if epsg is not None and not datums.readable(epsg):
        raise BadInput(
            _("EPSG:%(epsg)s is not supported.") % {"epsg": epsg},
            field="crs",
            value=epsg,
            remedy=_("Specify the number of a system in degrees or metres, such as 4490 or 4546."),
        )
    declared = table.epsg or (table.assumed if not datum else None)
    if declared and epsg and _family(declared) != _family(epsg):
        raise contradiction(f"EPSG:{declared}", f"--crs {epsg}")
    epsg = declared or epsg
    if epsg and datum and not (epsg == 3857 and datum == Datum.WGS84) and datum not in _datums(epsg):
        raise contradiction(f"EPSG:{epsg}", f"--datum {datum}")
    if epsg:
        return Frame(epsg, Datum.CGCS2000 if epsg == 4490 else Datum.WGS84)
    if datum:
        return Frame(4326, datum)
    raise BadInput(
        _("The file has coordinates, but does not say in which datum."),
        field="datum",
        remedy=_(
            "Choose WGS 84 (GPS), CGCS2000 (survey, Tianditu), GCJ-02 (phone maps), BD-09 (Baidu) or an EPSG number "
            "(by command: --datum, --crs). A wrong datum moves every point by up to 1,200 m."
        ),
    )


def frame_named(name: str) -> Frame:
    """Of "gcj02" or "EPSG:4546"."""
    return Frame(int(name.removeprefix("EPSG:"))) if name.startswith("EPSG:") else Frame(4326, name)


def shifted(frame: Frame) -> Frame:
    """That frame. BadInput where its shift is not known: borders and roads would miss those that stand here."""
    if notes := unshifted(frame.epsg):
        raise BadInput(
            notes[0], field="crs", value=frame.name, remedy=_("Export it again as CGCS2000 (EPSG:4490).")
        )
    return frame


def unshifted(epsg: int | None) -> list[str]:
    """A note where the datum's shift is not known, so that all stands somewhat aside."""
    name = datums.unshifted(epsg) if epsg else ""
    if not name:
        return []
    said = _(
        "The file is in %(name)s, whose shift to CGCS2000 is not known without your county's parameters:"
        " it was read without a shift, so everything may be 50 to 150 m off. It is better to export it"
        " as CGCS2000 (EPSG:4490)."
    )
    return [said % {"name": name}]


def _family(epsg: int) -> int:
    return 4326 if epsg in datums.GEOGRAPHIC else epsg


def _datums(epsg: int) -> tuple[str, ...]:
    return (Datum.WGS84,) if epsg == 3857 else (Datum.WGS84, Datum.CGCS2000)


def contradiction(file: object, said: object) -> BadInput:
    return BadInput(
        _("The file says %(file)s, but you specified %(said)s.") % {"file": file, "said": said},
        field="datum",
        value=said,
        remedy=_("Leave out the option, or export the file again in the right coordinate system."),
    )


@cache
def is_projected(epsg: int) -> bool:
    return bool(CRS.from_epsg(epsg).is_projected)


def shapes_in_wgs84(shapes: Shapes, frame: Frame) -> Shapes:
    """The same shapes, all vertices moved to WGS 84.

    What is straight on a projected plane is not straight in degrees: an edge of ten kilometres bends by metres. So long
    edges get vertices first, and what was straight stays where it was.
    """
    if is_projected(frame.epsg):
        # What is longer than any county's outline lies elsewhere, and would take all memory in steps of 200 m.
        near = shapely.length(shapes) <= LONG * MOST_STEPS
        shapes = shapes.copy()
        shapes[near] = shapely.segmentize(shapes[near], LONG)
    moved: Shapes = shapely.transform(shapes, lambda xy: np.column_stack(frame.to_wgs84(xy[:, 0], xy[:, 1])))
    return moved


def points_of(shapes: Shapes, lines: Sequence[int]) -> tuple[Shapes, NDArray[np.bool_], list[Problem]]:
    """A point for each shape (a polygon gives one on its surface), which were polygons, and the problems."""
    kinds = shapely.get_type_id(shapes)
    polygons = np.isin(kinds, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    single = (kinds == shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    empty = (kinds < 0) | shapely.is_empty(shapes)
    usable = (kinds == shapely.GeometryType.POINT) | polygons | single | empty
    problems = [
        Problem(
            lines[row],
            "geometry",
            shapes[row].geom_type,
            _("A household must be a point or a building, not a line or a collection."),
            _("Leave out such features: --only polygon or --only point."),
        )
        for row in np.flatnonzero(~usable).tolist()
    ]
    broken = polygons & ~shapely.is_valid(shapes)
    problems += broken_polygons(shapes, np.flatnonzero(broken).tolist(), lines)
    taken = shapes.copy()
    taken[~usable | broken | empty] = None
    return shapely.point_on_surface(taken), polygons, problems


def broken_polygons(shapes: Shapes, rows: Iterable[int], lines: Sequence[int]) -> list[Problem]:
    """Polygons that cross themselves: reported with the place, never mended by guessing."""
    return [
        Problem(
            lines[row],
            "geometry",
            str(shapely.is_valid_reason(shapes[row])),
            _("The polygon crosses itself or is otherwise invalid."),
            _("Fix it at the place given, in the program that drew it."),
        )
        for row in rows
    ]


def numbers_of(
    texts: Sequence[str], lines: Sequence[int], heading: str
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Texts as numbers, NaN where a cell is empty or is none."""
    values = np.full(len(texts), np.nan)
    problems = []
    for row, text in enumerate(texts):
        if not text:
            continue
        try:
            values[row] = degrees(text)
        except ValueError:
            problems.append(
                Problem(
                    lines[row],
                    heading,
                    text,
                    _("This is not a number."),
                    _("Enter degrees as a decimal such as 112.5267, or metres."),
                )
            )
    return values, problems


def degrees(text: str) -> float:
    """A decimal number, or degrees as 112.5267° and 112°31′36″. ValueError: neither."""
    if text.isascii() and _DECIMAL.fullmatch(text):  # as nearly every cell
        return float(text)
    plain = "".join(number(text.replace("''", '"').replace("″", '"').replace("′", "'")).split())
    if _DECIMAL.fullmatch(plain):
        return float(plain)
    match = _DEGREES.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    whole, minutes, seconds = (float(part or 0) for part in match.groups())
    if minutes >= 60 or seconds >= 60:
        raise ValueError(text)
    return whole + minutes / 60 + seconds / 3600


def outside_box(
    bounds: NDArray[np.float64], box: Box, lines: Sequence[int], column: str = "geometry"
) -> list[Problem]:
    """What leaves the surroundings of the county: bounds (NaN where nothing is) and `box` are west, south, east, north."""
    west, south, east, north = box
    left, bottom, right, top = bounds.T
    known = ~np.isnan(left)
    inside = (left >= west) & (right <= east) & (bottom >= south) & (top <= north)
    swapped = (bottom >= west) & (top <= east) & (left >= south) & (right <= north)
    return [
        Problem(
            lines[row],
            column,
            f"{left[row]:.5f} {bottom[row]:.5f}",
            _("Longitude and latitude look swapped.")
            if swapped[row]
            else _("This lies outside the county and its surroundings."),
            _("Correct the coordinates, or leave them empty.")
            if not swapped[row]
            else _("Longitude comes first, latitude second."),
        )
        for row in np.flatnonzero(known & ~inside).tolist()
    ]
