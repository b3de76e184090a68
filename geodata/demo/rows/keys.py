"""Keys of rows, and columns that several tables share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import shapely

from geodata.demo.arrays import Flags, Floats, Ints, Shapes
from geodata.demo.copying import Model, copy
from geodata.demo.county import County
from geodata.demo.terrain import to_degrees


@dataclass(frozen=True)
class Keys:
    """The first database key of each kind of thing of one county; positions are added to it."""

    county: int
    townships: int
    villages: int
    grids: int
    households: int
    users: int
    members: int

    def place(self, kind: str) -> int:
        return int(getattr(self, kind))


def numbers(first: int, count: int) -> list[int]:
    return list(range(first, first + count))


def keyed(first: int, positions: Ints) -> list[int | None]:
    """Database keys of positions; None for -1."""
    return [first + position if position >= 0 else None for position in positions.tolist()]


def as_ewkb(shapes: Shapes) -> list[str]:
    """Hexadecimal EWKB with SRID 4326."""
    return cast(
        list[str], shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True).tolist()
    )


def as_points(points: Floats, known: Flags | None = None) -> list[str | None]:
    """Points in metres as EWKB in degrees, None where they are not known."""
    points_as_text: list[str | None] = list(as_ewkb(shapely.points(to_degrees(points))))
    return (
        points_as_text
        if known is None
        else [
            point if is_known else None
            for point, is_known in zip(points_as_text, known.tolist(), strict=True)
        ]
    )


def copy_of_households(
    model: Model, county: County, keys: Keys, household: Ints, **columns: Sequence[Any]
) -> None:
    """Rows that lead to a household, with its village."""
    copy(
        model,
        {
            "household_id": (keys.households + household).tolist(),
            "village_id": (keys.villages + county.households.village[household]).tolist(),
            **columns,
        },
    )
