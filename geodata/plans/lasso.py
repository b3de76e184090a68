"""Households given to a neighbouring grid: its border follows them, all other borders stay the very lines they were."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.geometry.arrays import Floats, Ints
from geodata.geometry.edits import Settled, lasso
from geodata.geometry.topology import NOWHERE, locate
from geodata.plans.grid_drafts import Drawn, finished
from geodata.plans.snapshot import NEAR


def lassoed(drawing: Sequence[Drawn], *, places: Floats, into: str) -> list[Drawn]:
    """The drawing in which the households at those `places` (k, 2), as the drawing told them, lie in the grid `into`.

    Raises BadInput for what is not in the drawing, and where a grid would be left empty or in pieces.
    """
    for place, drawn in enumerate(drawing):
        keys = [sketch.key for sketch in drawn.sketches]
        if into in keys:
            return [*drawing[:place], _given(drawn, places, keys.index(into)), *drawing[place + 1 :]]
    raise BadInput(_("There is no such grid in the plan."), field="into", value=into)


def _given(drawn: Drawn, places: Floats, into: int) -> Drawn:
    snapshot, shapes = drawn.snapshot, drawn.shapes
    where = locate(snapshot.places, shapes, drawn.grid)
    # Without a point in the village a household cannot pull a border to itself.
    placed = np.flatnonzero(where != NOWHERE)
    chosen = np.flatnonzero(np.isin(_numbers(snapshot.rounded[placed]), _numbers(places)))
    if not len(chosen):
        raise BadInput(
            _("None of these households has a point in the village."),
            field="households",
            remedy=_("Choose households on the map."),
        )
    tile = lasso(Settled(shapes, snapshot.points[placed], where[placed]), chosen, into)
    sketches = [
        replace(sketch, shape=shape) for sketch, shape in zip(drawn.sketches, tile.grids, strict=True)
    ]
    return finished(snapshot, sketches, drawn.loose, [])


def _numbers(degrees: Floats) -> Ints:
    """(n,) one number for each place to a metre."""
    east, north = np.rint(degrees * 10**NEAR).astype(np.int64).T
    numbers: Ints = east * 10**8 + north
    return numbers
