"""Which grid's land went to which: from the borders before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.redrawing.grounds import Ground
from geodata.redrawing.models import Lineage
from geodata.territory.models import Area
from geodata.territory.planar import Ints, Shapes

LEAST = 1.0
"""Square metres that count as land that moved."""


@dataclass(frozen=True)
class Gone:
    """Land and households of one grid that went to another."""

    source: Area
    target: Area
    kind: Lineage.Kind
    households: int
    square_metres: float


def lineage_of(ground: Ground, shapes: Shapes, areas: Sequence[Area], home: Ints) -> list[Gone]:
    """`areas` are those of the new `shapes`; `home` (n,) is the new grid of each household."""
    if not len(ground.grids) or not len(shapes):
        return []
    new, old = shapely.STRtree(ground.present).query(shapes, predicate="intersects")
    land = shapely.area(shapely.intersection(ground.present[old], shapes[new]))
    pairs, count = np.unique(np.stack([ground.grid, home], axis=1), axis=0, return_counts=True)
    moved = {(int(one), int(other)): int(each) for (one, other), each in zip(pairs, count, strict=True)}
    stay = {area.pk for area in areas}
    present = {area.pk for area in ground.grids}
    return [
        Gone(source, target, _kind(source, target, stay, present), moved.get((one, other), 0), float(size))
        for one, other, size in zip(old.tolist(), new.tolist(), land.tolist(), strict=True)
        if (source := ground.grids[one]).pk != (target := areas[other]).pk
        and (size > LEAST or moved.get((one, other)))
    ]


def _kind(source: Area, target: Area, stay: set[int], present: set[int]) -> Lineage.Kind:
    """Out of a grid that stays into a new one: split. Out of one that ends into one that stays: merged."""
    if target.pk not in present:
        return Lineage.Kind.SPLIT if source.pk in stay else Lineage.Kind.REDRAWN
    return Lineage.Kind.REDRAWN if source.pk in stay else Lineage.Kind.MERGED
