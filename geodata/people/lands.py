"""Villages as arrays in metres, for what is computed on a plane: proposals, checks, the impact of a plan."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import FloatField, Func
from shapely.geometry.base import BaseGeometry

from geodata.people.models import Household
from geodata.territory.models import Area, Boundary
from geodata.territory.planar import Ints, Shapes
from geodata.territory.plane import Flat, flat_at
from geodata.territory.proposals import Village
from geodata.territory.topology import NOWHERE

Home = tuple[int, int | None, float | None, float | None]
"""A household's id, its grid, longitude and latitude."""


class East(Func):
    function = "ST_X"
    output_field = FloatField()


class North(Func):
    function = "ST_Y"
    output_field = FloatField()


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

    Households stand where they are now. All villages lie on one plane, so that neighbours still share their vertices;
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
    shapes = _boundaries(areas, on)
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
    homes = _homes(villages)
    return [_land(each, plane, grids.get(each.pk, []), shapes, homes[each.pk]) for each in villages]


def _boundaries(areas: Sequence[Area], on: dt.date) -> dict[int, BaseGeometry]:
    rows = Boundary.objects.on(on).filter(area__in=areas).values_list("area_id", "geometry")
    return {area: shapely.from_wkb(bytes(geometry.wkb)) for area, geometry in rows}


def _homes(villages: Sequence[Area]) -> dict[int, list[Home]]:
    """Of each village its households, by id."""
    homes: dict[int, list[Home]] = {each.pk: [] for each in villages}
    rows = Household.objects.filter(village__in=villages).order_by("id")
    for village, *home in rows.values_list("village_id", "id", "grid_id", East("point"), North("point")):
        homes[village].append((home[0], home[1], home[2], home[3]))
    return homes


def _land(
    village: Area, plane: Flat, grids: list[Area], shapes: dict[int, BaseGeometry], homes: list[Home]
) -> VillageLand:
    borders = np.array([shapes[grid.pk] for grid in grids], dtype=object)
    outline = shapes.get(village.pk) or shapely.coverage_union_all(borders)
    number = {grid.pk: place for place, grid in enumerate(grids)}
    degrees = np.array([home[2:] for home in homes], dtype=float).reshape(-1, 2)
    land = Village(
        outline=plane.on_paper(np.array([outline], dtype=object))[0],
        grids=plane.on_paper(borders),
        points=plane.metres(degrees),
        grid=np.array([number.get(home[1] or 0, NOWHERE) for home in homes], np.int64),
    )
    return VillageLand(village, plane, land, grids, borders, np.array([home[0] for home in homes], np.int64))
