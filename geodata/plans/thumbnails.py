"""A proposal as a small drawing that stands beside others: paths of numbers alone, in units of a box of 100 at its longer side."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.geometry.arrays import Floats
from geodata.plans.grid_drafts import Drawn
from geodata.plans.impact import fit, meaning

SIDE = 100.0
FINEST = 0.3
"""Units: what is smaller is not drawn."""


@dataclass(frozen=True)
class _Box:
    """From metres of the village to the units of the drawing, north above."""

    west: float
    north: float
    scale: float

    def path(self, shape: Any) -> str:
        rings = [
            ring for part in shapely.get_parts(shape) if part.geom_type == "Polygon"
            for ring in (part.exterior, *part.interiors)
        ]  # fmt: skip
        return "".join(self._ring(shapely.get_coordinates(ring)) for ring in rings)

    def _ring(self, points: Floats) -> str:
        units = np.c_[(points[:-1, 0] - self.west), (self.north - points[:-1, 1])] * self.scale
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in units) + "z"


def thumbnail(village: Drawn) -> dict[str, Any]:
    """Each grid with its path, its households and how they are to the target: below, within or above."""
    rim = village.snapshot.outline
    west, south, east, north = shapely.bounds(rim)
    scale = SIDE / max(east - west, north - south, 1.0)
    box = _Box(west, north, scale)
    grids = [
        {
            "path": box.path(shapely.simplify(village.shapes[change.new], FINEST / scale)),
            "households": change.after.households,
            "fit": fit(change.after),
        }
        for change in meaning(village).impact.grids
        if change.new is not None and change.after is not None
    ]
    return {
        "width": round((east - west) * scale, 1),
        "height": round((north - south) * scale, 1),
        "rim": box.path(shapely.simplify(rim, FINEST / scale)),
        "grids": grids,
    }
