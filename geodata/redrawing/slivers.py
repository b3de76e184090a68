"""All strips of a drawing closed at once: borders of two departments miss each other by decimetres.

A strip is land in doubt, or a new grid that nobody lives in, that is nowhere wider than told. Each goes to the neighbour
with which it has most border in common; at the village's rim the grid takes the village's outline with that.
"""

from dataclasses import replace

import numpy as np
import shapely

from geodata.redrawing.sketches import Drawn, Sketch, finished
from geodata.territory.planar import CENTIMETRE
from geodata.territory.topology import NOWHERE


def without_slivers(drawn: Drawn, *, within: float) -> tuple[Drawn, list[Sketch]]:
    """The drawing without strips of up to `within` metres, and the strips that went. Locked grids take none."""
    strips = _strips(drawn, within)
    kept = {each.key: each for each in drawn.sketches}
    gone: list[Sketch] = []
    for strip in sorted(strips, key=lambda each: each.shape.area):
        rest = [each for each in kept.values() if each.key != strip.key and not each.locked]
        shared = shapely.length(
            shapely.intersection(strip.shape, np.array([each.shape for each in rest], dtype=object))
        )
        if len(rest) and shared.max() > CENTIMETRE:
            taker = rest[int(np.argmax(shared))]
            whole = shapely.coverage_union_all([taker.shape, strip.shape])
            kept[taker.key] = replace(taker, shape=_plain(whole))
            del kept[strip.key]
            gone.append(strip)
    if not gone:
        return drawn, gone
    return finished(drawn.ground, list(kept.values()), drawn.loose, []), gone


def _plain(shape: shapely.Geometry) -> shapely.Geometry:
    single = shape.geom_type == "MultiPolygon" and shapely.get_num_geometries(shape) == 1
    return shapely.get_geometry(shape, 0) if single else shape


def _strips(drawn: Drawn, within: float) -> list[Sketch]:
    lived = np.bincount(drawn.grid[drawn.grid != NOWHERE], minlength=len(drawn.sketches))
    return [
        each
        for place, each in enumerate(drawn.sketches)
        if (each.problem or (each.area == NOWHERE and not lived[place]))
        and shapely.is_empty(shapely.buffer(each.shape, -within / 2, join_style="mitre"))
    ]
