"""All slivers of a drawing closed at once: borders of two departments miss each other by decimetres.

A sliver is land in doubt, or a new grid that nobody lives in, that is nowhere wider than told. Each goes to the neighbour
with which it has most border in common; at the village's rim the grid takes the village's outline with that.
"""

from dataclasses import replace

import numpy as np
import shapely

from geodata.geometry.slivers import taker_of
from geodata.geometry.topology import NOWHERE
from geodata.plans.grid_drafts import Drawn, Sketch, finished


def without_slivers(drawn: Drawn, *, within: float) -> tuple[Drawn, list[Sketch]]:
    """The drawing without slivers of up to `within` metres, and the slivers that went. Locked grids take none."""
    slivers = _slivers(drawn, within)
    kept = {each.key: each for each in drawn.sketches}
    gone: list[Sketch] = []
    for sliver in sorted(slivers, key=lambda each: each.shape.area):
        rest = [each for each in kept.values() if each.key != sliver.key and not each.locked]
        place = taker_of(sliver.shape, np.array([each.shape for each in rest], dtype=object))
        if place is not None:
            taker = rest[place]
            whole = shapely.coverage_union_all([taker.shape, sliver.shape])
            kept[taker.key] = replace(taker, shape=_plain(whole))
            del kept[sliver.key]
            gone.append(sliver)
    if not gone:
        return drawn, gone
    return finished(drawn.snapshot, list(kept.values()), drawn.loose, []), gone


def _plain(shape: shapely.Geometry) -> shapely.Geometry:
    single = shape.geom_type == "MultiPolygon" and shapely.get_num_geometries(shape) == 1
    return shapely.get_geometry(shape, 0) if single else shape


def _slivers(drawn: Drawn, within: float) -> list[Sketch]:
    lived = np.bincount(drawn.grid[drawn.grid != NOWHERE], minlength=len(drawn.sketches))
    return [
        each
        for place, each in enumerate(drawn.sketches)
        if (each.problem or (each.area == NOWHERE and not lived[place]))
        and shapely.is_empty(shapely.buffer(each.shape, -within / 2, join_style="mitre"))
    ]
