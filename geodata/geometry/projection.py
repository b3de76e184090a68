"""From degrees to metres and back: a transverse Mercator plane through the place itself, the same anywhere on earth.

Lengths are true to 1:2,000 within 150 km of the meridian. What goes back keeps its vertices: those that were given
return with the very degrees that they had, new ones are rounded to 1e-8° (a millimetre), so that neighbours that
shared a vertex still do.

What is straight in degrees, as the database understands it, is not straight on that plane: a border of a kilometre
bends by centimetres. Where lines have to meet a border between its vertices, `Flat` is the plane to take.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import shapely
from pyproj import Transformer

from geodata.geometry.arrays import Floats, Shapes, put_back

DIGITS = 8
RADIUS, FLATNESS = 6_378_137.0, 0.00669437999014
"""Of the ellipsoid of WGS 84: half its width in metres, and the square of its eccentricity."""


class Paper(ABC):
    """Shapes there and back; subclasses say how a place is transformed."""

    @abstractmethod
    def metres(self, degrees: Floats) -> Floats:
        """(n, 2) longitude and latitude (WGS 84) → east and north; NaN stays NaN."""

    @abstractmethod
    def degrees(self, metres: Floats) -> Floats:
        """(n, 2) east and north → longitude and latitude."""

    def on_paper(self, shapes: Shapes) -> Shapes:
        """Geometries in degrees as geometries in metres."""
        return cast(Shapes, shapely.transform(shapes, self.metres))

    def on_earth(self, shapes: Shapes, originals: Shapes) -> Shapes:
        """Geometries in metres as geometries in degrees; vertices of `originals` (degrees) return as they were given."""
        degrees = shapely.get_coordinates(originals)
        return put_back(shapes, self.metres(degrees), degrees, otherwise=self.degrees)


@dataclass(frozen=True)
class Plane(Paper):
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


@dataclass(frozen=True)
class Flat(Paper):
    """Degrees stretched to metres around one place: what is straight there is straight here.

    Lengths are true there; 10 km to the north of it, those from east to west are wrong by a thousandth.
    """

    east: float
    north: float

    @property
    def _scale(self) -> Floats:
        """Metres of a degree, to the east and to the north, on the ellipsoid of WGS 84."""
        sine = np.sin(np.radians(self.north))
        bulge = 1 - FLATNESS * sine**2
        across = RADIUS / np.sqrt(bulge) * np.cos(np.radians(self.north))
        along = RADIUS * (1 - FLATNESS) / bulge**1.5
        return cast(Floats, np.radians(np.array([across, along])))

    def metres(self, degrees: Floats) -> Floats:
        """(n, 2) longitude and latitude → east and north of the place."""
        return (degrees - [self.east, self.north]) * self._scale

    def degrees(self, metres: Floats) -> Floats:
        """(n, 2) east and north of the place → longitude and latitude."""
        return (metres / self._scale + [self.east, self.north]).round(DIGITS)


def flat_at(shapes: Shapes) -> Flat:
    """The flat plane around the middle of shapes in degrees."""
    west, south, east, north = shapely.total_bounds(shapes)
    return Flat(round((west + east) / 2, 2), round((south + north) / 2, 2))


@lru_cache
def _transformer(meridian: int) -> Transformer:
    plane = f"+proj=tmerc +lat_0=0 +lon_0={meridian:d} +k=1 +x_0=500000 +ellps=WGS84 +units=m +type=crs"
    return Transformer.from_crs(4326, plane, always_xy=True)
