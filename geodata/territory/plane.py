"""From degrees to metres and back: a transverse Mercator plane through the place itself, the same anywhere on earth.

Lengths are true to 1:2,000 within 150 km of the meridian. What goes back keeps its vertices: those that were given
return with the very degrees that they had, new ones are rounded to 1e-8° (a millimetre), so that neighbours that
shared a vertex still do.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import shapely
from pyproj import Transformer

from geodata.territory.planar import Floats, Shapes, put_back

DIGITS = 8


@dataclass(frozen=True)
class Plane:
    """The plane whose middle is the meridian of that many degrees east. Axes: east, north."""

    meridian: int

    def metres(self, degrees: Floats) -> Floats:
        """(n, 2) longitude and latitude (WGS 84) → east and north; NaN stays NaN."""
        known = ~np.isnan(degrees).any(axis=1)
        result = np.full(degrees.shape, np.nan)
        result[known] = np.column_stack(
            _transformer(self.meridian).transform(degrees[known, 0], degrees[known, 1])
        )
        return result

    def degrees(self, metres: Floats) -> Floats:
        """(n, 2) east and north → longitude and latitude."""
        transformer = _transformer(self.meridian)
        lon, lat = transformer.transform(metres[:, 0], metres[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat]).round(DIGITS)

    def on_paper(self, shapes: Shapes) -> Shapes:
        """Geometries in degrees as geometries in metres."""
        return cast(Shapes, shapely.transform(shapes, self.metres))

    def on_earth(self, shapes: Shapes, given: Shapes) -> Shapes:
        """Geometries in metres as geometries in degrees; vertices of `given` (degrees) return as they were given."""
        degrees = shapely.get_coordinates(given)
        return put_back(shapes, self.metres(degrees), degrees, otherwise=self.degrees)


def plane_at(shapes: Shapes) -> Plane:
    """The plane for shapes in degrees: the same for all of a county."""
    west, _south, east, _north = shapely.total_bounds(shapes)
    return Plane(round((west + east) / 2))


@lru_cache
def _transformer(meridian: int) -> Transformer:
    plane = f"+proj=tmerc +lat_0=0 +lon_0={meridian:d} +k=1 +x_0=500000 +ellps=WGS84 +units=m +type=crs"
    return Transformer.from_crs(4326, plane, always_xy=True)
