"""Where people live as arrays, and villages in metres, for what is computed on a plane: proposals, checks, pairing.

Every reader of homes and borders stands here: `homes` takes households, placements, members or links, `borders_of` areas.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db.models import FloatField, Func, QuerySet
from django.db.models.expressions import Combinable
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import Flags, Floats, Ints, Shapes
from geodata.geometry.projection import Flat, flat_at
from geodata.geometry.proposals import Village
from geodata.geometry.topology import NOWHERE
from geodata.people.models import Household
from geodata.territory.models import Area, Boundary


class East(Func):
    function = "ST_X"
    output_field = FloatField()


class North(Func):
    function = "ST_Y"
    output_field = FloatField()


@dataclass(frozen=True)
class Homes:
    """Rows of whoever lives somewhere: `ids`, `village` and `grid` (NOWHERE: in none), `degrees` (n, 2), NaN without a point.

    `more` are further columns by name.
    """

    ids: Ints
    village: Ints
    grid: Ints
    degrees: Floats
    more: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, rows: Flags) -> "Homes":
        """Those rows alone, in their order."""
        places = np.flatnonzero(rows).tolist()
        more = {name: [column[place] for place in places] for name, column in self.more.items()}
        return Homes(self.ids[rows], self.village[rows], self.grid[rows], self.degrees[rows], more)

    def in_village(self, village: int) -> "Homes":
        return self.where(self.village == village)

    def among(self, grids: Sequence[Area]) -> Ints:
        """(n,) which of these grids each is in, or NOWHERE."""
        place = {grid.pk: number for number, grid in enumerate(grids)}
        return np.array([place.get(grid, NOWHERE) for grid in self.grid.tolist()], np.int64)

    @classmethod
    def none(cls) -> "Homes":
        nobody = np.zeros(0, np.int64)
        return cls(nobody, nobody, nobody, np.zeros((0, 2)), {})


def homes(
    rows: QuerySet[Any], *more: str, key: str = "pk", grid: str = "grid_id", point: str = "point"
) -> Homes:
    """The rows in their order, by the names of their columns; `grid` may be "": of none. One query."""
    columns: list[str | Combinable] = [
        key,
        "village_id",
        *([grid] if grid else []),
        East(point),
        North(point),
        *more,
    ]
    values = list(rows.values_list(*columns))
    at = 3 if grid else 2
    return Homes(
        ids=np.array([row[0] for row in values], np.int64),
        village=np.array([row[1] for row in values], np.int64),
        grid=np.array([(row[2] if grid else None) or NOWHERE for row in values], np.int64),
        degrees=np.array([row[at : at + 2] for row in values], float).reshape(-1, 2),
        more={name: [row[at + 2 + place] for row in values] for place, name in enumerate(more)},
    )


def borders_of(areas: Sequence[Area], *, on: dt.date) -> dict[int, BaseGeometry]:
    """The border of each area that has one on that day, in degrees. One query."""
    rows = list(Boundary.objects.on(on).filter(area__in=areas).values_list("area_id", "geometry"))
    shapes = shapely.from_wkb([bytes(geometry.wkb) for _area, geometry in rows])
    return dict(zip((area for area, _geometry in rows), shapes, strict=True))


@dataclass(frozen=True)
class VillageLand:
    """One village: `land` in metres on `plane`, and the rows behind its arrays: `grids`, `households` (ids).

    `borders` are the same grids in degrees.
    """

    area: Area
    plane: Flat
    land: Village
    grids: list[Area]
    borders: Shapes
    households: Ints


def village_lands(code: str, *, on: dt.date) -> list[VillageLand]:
    """The villages of the area `code`, in the order of their codes, with the borders of that day. Three queries.

    Households stand where they are now, without those that left. All villages lie on one plane, so that neighbours still share their vertices;
    it is flat as that of a drawing, so that what is straight in degrees is straight here.
    A village without a boundary is as large as its grids, and left out without those too; a grid without a boundary
    is left out, its households then count as in no grid.
    """
    areas = list(
        Area.objects.on(on)
        .under(code)
        .filter(level__in=[Area.Level.VILLAGE, Area.Level.GRID])
        .order_by("code")
    )
    shapes = borders_of(areas, on=on)
    if not shapes:
        return []
    plane = flat_at(np.array(list(shapes.values()), dtype=object))
    grids: dict[int | None, list[Area]] = {}
    for area in areas:
        if area.level == Area.Level.GRID and area.pk in shapes:
            grids.setdefault(area.parent_id, []).append(area)
    villages = [
        area for area in areas if area.level == Area.Level.VILLAGE and (area.pk in shapes or area.pk in grids)
    ]
    known = homes(Household.objects.here().filter(village__in=villages).order_by("id"))
    return [
        _land(each, plane, grids.get(each.pk, []), shapes, known.in_village(each.pk)) for each in villages
    ]


def _land(
    village: Area, plane: Flat, grids: list[Area], shapes: dict[int, BaseGeometry], known: Homes
) -> VillageLand:
    borders = np.array([shapes[grid.pk] for grid in grids], dtype=object)
    outline = shapes.get(village.pk) or shapely.coverage_union_all(borders)
    land = Village(
        outline=plane.on_paper(np.array([outline], dtype=object))[0],
        grids=plane.on_paper(borders),
        points=plane.metres(known.degrees),
        grid=known.among(grids),
    )
    return VillageLand(village, plane, land, grids, borders, known.ids)
