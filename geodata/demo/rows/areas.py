"""Areas with their boundaries."""

from itertools import repeat

import numpy as np
import shapely

from geodata.accounts.models import User
from geodata.contacts.models import Member
from geodata.demo.arrays import Ints, Shapes
from geodata.demo.calendar import OLDEST, Calendar
from geodata.demo.copying import copy, next_id
from geodata.demo.county import County
from geodata.demo.rows.keys import Keys, as_ewkb, numbers
from geodata.demo.terrain import shapes_to_degrees
from geodata.people.models import Household
from geodata.territory.models import Area, Boundary

KINDS = {"镇": "town", "乡": "rural_township", "街道": "subdistrict"}
DRAWN = "approximate outline drawn for demonstration; not an official boundary"
INVENTED = "invented for demonstration"


def write_areas(county: County, calendar: Calendar, above: int | None) -> Keys:
    """County, townships, villages and grids with their boundaries."""
    lines, grids = county.lines, county.grids
    first = next_id(Area)
    townships, villages, cells = len(lines.townships), len(lines.villages), len(grids.village)
    keys = Keys(first, first + 1, first + 1 + townships, first + 1 + townships + villages, next_id(Household), next_id(User), next_id(Member))  # fmt: skip
    divisions = [county.division, *lines.townships, *lines.villages]
    grid_code, grid_name = grid_names(county)
    copy(
        Area,
        {
            "id": numbers(first, 1 + townships + villages + cells),
            "code": [each.code for each in divisions] + grid_code,
            "name": [each.name for each in divisions] + grid_name,
            "level": [each.level for each in divisions] + ["grid"] * cells,
            "kind": [KINDS.get(each.kind, each.kind) for each in divisions] + [""] * cells,
            "parent_id": [
                above,
                *[keys.county] * townships,
                *(keys.townships + lines.village_township).tolist(),
                *(keys.villages + grids.village).tolist(),
            ],
            "period": repeat(f"[{calendar.text(OLDEST)},)"),
            "synthetic": repeat(True),
        },
    )
    _write_boundaries(county, first, calendar)
    return keys


def grid_names(county: County) -> tuple[list[str], list[str]]:
    """Codes (the village's and three digits) and names of the grids."""
    rows = list(zip(county.grids.village.tolist(), county.grids.number.tolist(), strict=True))
    villages = county.lines.villages
    return (
        [f"{villages[village].code}{number:03d}" for village, number in rows],
        [f"{villages[village].name}第{number}网格" for village, number in rows],
    )


def _write_boundaries(county: County, first: int, calendar: Calendar) -> None:
    grids, lines = county.grids, county.lines
    villages = unions(grids.shapes, grids.village, len(lines.villages))
    townships = unions(villages, lines.village_township, len(lines.townships))
    whole = np.array([shapely.coverage_union_all(townships)], dtype=object)
    shapes = shapes_to_degrees(np.concatenate([whole, townships, villages, grids.shapes]))
    drawn = county.place == 0 and len(county.households.size) <= 22_000
    copy(
        Boundary,
        {
            "area_id": numbers(first, len(shapes)),
            "period": repeat(f"[{calendar.text(OLDEST)},)"),
            "geometry": as_ewkb(shapes),
            "source": [DRAWN if drawn else INVENTED, *[INVENTED] * (len(shapes) - 1)],
            "synthetic": repeat(True),
        },
    )


def unions(shapes: Shapes, owner: Ints, count: int) -> Shapes:
    """The union of the shapes of each owner; vertices on the rim are kept."""
    return np.array(
        [shapely.coverage_union_all(shapes[owner == index]) for index in range(count)], dtype=object
    )
