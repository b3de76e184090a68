"""Would the coordinates of a file fit better as something else? Tried and told, never taken without being said.

Against the county's surroundings for axes and projections, against the places that the roster says for shifted datums.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geodata.base import datum as datums
from geodata.base.datum import Datum
from geodata.base.errors import BadInput
from geodata.base.wording import listed
from geodata.files.coordinates import Box, Frame, Shapes
from geodata.imports.kinds.staging import rows_of

ENOUGH, MOST = 0.9, 0.5
"""The share that another frame has to bring home, and what the one said may bring home at most, for a question."""
LEAST_DEGREES = 10
"""Fewer points in degrees are problems of their lines: swapped axes are seen in each."""
SAMPLE = 2000
"""As many points tell as much as a million."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read pairs of numbers."""

    frame: Frame
    swapped: bool = False

    @property
    def words(self) -> str:
        axes = _("northing and easting swapped") if self.swapped else ""
        return listed(filter(None, (self.frame.name, _zone(self.frame.epsg), axes)))


def _zone(epsg: int) -> str:
    """How a zone of CGCS2000 is told from the others; "" for other systems."""
    if epsg not in datums.CGCS2000:
        return ""
    if number := datums.zone(epsg):
        return _("zone %(number)s written before the easting") % {"number": number}
    return _("%(degrees)s° E, without the zone") % {"degrees": datums.meridian(epsg)}


def refuse_if_elsewhere(xy: NDArray[np.float64], frame: Frame, box: Box) -> None:
    """BadInput when most pairs (as in the file) would lie outside the box, and nearly all inside as something else."""
    if not len(xy) or (frame.epsg in datums.GEOGRAPHIC and len(xy) < LEAST_DEGREES):
        return
    xy = xy[:: -(-len(xy) // SAMPLE)]
    share = _inside(xy, Reading(frame), box)
    if share > MOST:
        return
    tried = [(_inside(xy, reading, box), reading) for reading in _readings(frame, box)]
    best, reading = max(tried, key=lambda pair: pair[0])
    if best < ENOUGH:
        return
    raise BadInput(
        _(
            "Read as %(said)s, %(share)s of the coordinates lie in the county's surroundings; as %(better)s it is %(best)s."
        )
        % {
            "said": Reading(frame).words,
            "share": f"{share:.0%}",
            "better": reading.words,
            "best": f"{best:.0%}",
        },
        field="crs",
        value=Reading(frame).words,
        remedy=_(
            "Is that what they are? Then say so, or swap the two columns; or export the file again as EPSG:4490."
        ),
    )


def surroundings() -> Box:
    """The registered counties and 50 km around; before there are any, the box of the installation."""
    [found] = rows_of(
        """SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
               SELECT ST_Expand(ST_Extent(b.geometry)::box2d, 0.5) AS e
               FROM geodata_boundary b JOIN geodata_area a ON a.id = b.area_id WHERE a.level = 'county') x""",
        {},
    )
    return settings.COUNTY_BOX if found[0] is None else found


def better_datum(frame: str) -> str:
    """A sentence on the datum that would bring most staged households to where the roster says; "" if none does."""
    rows = rows_of(
        """SELECT s.line, ST_X(s.point), ST_Y(s.point) FROM import_household s
           JOIN import_place b ON b.id = coalesce(s.roster_grid, s.village_id)
           WHERE s.point IS NOT NULL ORDER BY s.line LIMIT %(most)s""",
        {"most": SAMPLE},
    )
    said = Datum(frame) if frame in (Datum.GCJ02, Datum.BD09) else Datum.WGS84
    raw = datums.from_wgs84([row[1] for row in rows], [row[2] for row in rows], said)
    tried = {
        other: _at_home([row[0] for row in rows], *datums.to_wgs84(*raw, other)) for other in _OTHERS[said]
    }
    best = max(tried, key=lambda other: tried[other])
    if tried[best] < ENOUGH:
        return ""
    return _("As %(datum)s, %(share)s would lie where the roster says.") % {
        "datum": Datum(best).label,
        "share": f"{tried[best]:.0%}",
    }


_OTHERS = {
    Datum.WGS84: (Datum.GCJ02, Datum.BD09),
    Datum.GCJ02: (Datum.WGS84, Datum.BD09),
    Datum.BD09: (Datum.WGS84, Datum.GCJ02),
}


def _at_home(lines: list[int], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> float:
    """The share of these points that lies in the grid, else the village, that the roster says."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT avg(ST_Covers(b.geometry, ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4326))::integer)
               FROM unnest(%s::integer[], %s::float8[], %s::float8[]) t (line, lon, lat)
               JOIN import_household s ON s.line = t.line
               JOIN import_place b ON b.id = coalesce(s.roster_grid, s.village_id)""",
            [lines, lon.tolist(), lat.tolist()],
        )
        return float(cursor.fetchone()[0] or 0)


def firsts(shapes: Shapes) -> NDArray[np.float64]:
    """The first corner of each shape that has one."""
    xy, places = shapely.get_coordinates(shapes, return_index=True)
    _shapes, firsts = np.unique(places, return_index=True)
    found: NDArray[np.float64] = xy[firsts]
    return found[np.isfinite(found).all(axis=1)]


def _readings(frame: Frame, box: Box) -> Iterator[Reading]:
    yield Reading(frame, swapped=True)
    if frame.epsg not in datums.GEOGRAPHIC:
        for epsg in datums.around(box[0], box[2]):
            if epsg != frame.epsg:
                yield Reading(Frame(epsg))
                yield Reading(Frame(epsg), swapped=True)


def _inside(xy: NDArray[np.float64], reading: Reading, box: Box) -> float:
    x, y = (xy[:, 1], xy[:, 0]) if reading.swapped else (xy[:, 0], xy[:, 1])
    west, south, east, north = box
    lon, lat = reading.frame.to_wgs84(x, y)
    return float(np.mean((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)))
