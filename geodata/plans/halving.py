"""A grid cut into two halves of as many households: the shortest border that does it, all other borders stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geodata.base.errors import BadInput, Conflict
from geodata.geometry.arrays import Shapes
from geodata.geometry.partition import Land, Options, split
from geodata.geometry.topology import NOWHERE, locate, with_shared_vertices
from geodata.plans.grid_drafts import Drawn, Sketch, finished


@dataclass(frozen=True)
class Halved:
    """The drawing with both halves; `keys` are the grid that goes on and the new one, `border` (degrees) parts them."""

    drawing: list[Drawn]
    keys: tuple[str, str]
    border: BaseGeometry


def halved(drawing: Sequence[Drawn], *, key: str) -> Halved:
    """The drawing in which the grid `key` is two. The half with more households goes on with its code and name.

    Raises BadInput for a grid that is not in the drawing or whose households stand in one place, Conflict for one that is locked.
    """
    for place, drawn in enumerate(drawing):
        keys = [sketch.key for sketch in drawn.sketches]
        if key in keys:
            done, new, border = _cut(drawn, keys.index(key))
            return Halved([*drawing[:place], done, *drawing[place + 1 :]], (key, new), border)
    raise BadInput(_("There is no such grid in the plan."), field="grid", value=key)


def _cut(drawn: Drawn, place: int) -> tuple[Drawn, str, BaseGeometry]:
    sketch, snapshot = drawn.sketches[place], drawn.snapshot
    if sketch.locked:
        raise Conflict(_("A locked grid keeps its border."), field="grid", remedy=_("Unlock it first."))
    halves = _halves(drawn, place)
    key = _free_key(snapshot.area.code, drawn.sketches)
    # A half is whole: whoever allowed the grid to lie in pieces did not mean this.
    parts = [replace(sketch, shape=halves[0]), Sketch(key, halves[1])]
    sketches = [*drawn.sketches[:place], *parts, *drawn.sketches[place + 1 :]]
    # Neighbours take the vertex at which the new border meets theirs.
    shapes = with_shared_vertices(np.array([each.shape for each in sketches], dtype=object))
    whole = [replace(each, shape=shape) for each, shape in zip(sketches, shapes, strict=True)]
    border = shapely.line_merge(shapely.intersection(shapes[place], shapes[place + 1]))
    done = finished(snapshot, whole, drawn.loose, [])
    return done, key, snapshot.plane.on_earth(np.array([border], dtype=object), np.array([snapshot.rim]))[0]


def _halves(drawn: Drawn, place: int) -> Shapes:
    """Two polygons, the one with more households first."""
    snapshot = drawn.snapshot
    inside = locate(snapshot.places, drawn.shapes, drawn.grid) == place
    points = snapshot.points[inside]
    if len(np.unique(points, axis=0)) < 2:
        raise BadInput(
            _("A grid whose households stand in one place cannot be split by them."),
            field="grid",
            remedy=_("Draw the border."),
        )
    (tile,) = split([Land(drawn.shapes[place], points)], Options(count=2))
    order = np.argsort(-np.bincount(tile.label[tile.label != NOWHERE], minlength=2), kind="stable")
    halves: Shapes = tile.grids[order]
    return halves


def _free_key(village: str, sketches: Sequence[Sketch]) -> str:
    taken, number = {each.key for each in sketches}, 1
    while f"{village}n{number}" in taken:
        number += 1
    return f"{village}n{number}"
