"""How large is an area? Measured on the spheroid."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import Area as AreaOf
from django.db.models.functions import Cast

from geodata.territory.models import Area, Boundary

SQUARE_METRES_PER_MU = 10_000 / 15


@dataclass(frozen=True, slots=True)
class Size:
    square_metres: float

    @property
    def hectares(self) -> float:
        return self.square_metres / 10_000

    @property
    def mu(self) -> float:
        """亩, a fifteenth of a hectare."""
        return self.square_metres / SQUARE_METRES_PER_MU


def size_of(area: Area, *, on: dt.date) -> Size | None:
    """The size within the boundary of that day; None without one. One query."""
    measured = AreaOf(Cast("geometry", MultiPolygonField(geography=True, srid=4326)))
    square_metres = (
        Boundary.objects.on(on)
        .filter(area=area)
        .annotate(size=measured)
        .values_list("size", flat=True)
        .first()
    )
    return Size(square_metres.sq_m) if square_metres is not None else None
