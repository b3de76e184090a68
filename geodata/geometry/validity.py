"""What keeps grids from tiling their village, each thing at its place.

Grids are right when they tile the outline: no overlap, no gap, borders that share their vertices, each grid in one
piece, nothing outside. Nothing is mended here: what is wrong comes back as problems. Metres in one projected CRS;
gaps and overlaps narrower than a centimetre do not count.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import CENTIMETRE, Floats, Shapes, cut_at, parts_of
from geodata.geometry.topology import locate


class Kind(TextChoices):
    INVALID = "invalid", _("The polygon crosses itself.")
    EMPTY = "empty", _("The grid has no land.")
    OVERLAP = "overlap", _("Two grids overlap here.")
    GAP = "gap", _("No grid covers this land.")
    OUTSIDE = "outside", _("The grid reaches beyond its village.")
    PIECES = "pieces", _("The grid is in several pieces.")
    VERTICES = "vertices", _("The borders of neighbours do not share their vertices here.")
    LOOSE = "loose", _("This line divides no grid.")
    SLIVER = "sliver", _("This strip is too narrow to be a grid: remove one of its borders.")
    UNLIVED = "unlived", _("Nobody lives in this new grid: name it, or merge it with a neighbour.")
    LOCKED = "locked", _("The border of a locked grid has been moved.")


@dataclass(frozen=True)
class Problem:
    """What is wrong, at which place; `grids` are the numbers of the grids concerned, `size` square metres (or metres)."""

    kind: Kind
    place: BaseGeometry
    grids: tuple[int, ...] = ()
    size: float = 0.0

    @property
    def message(self) -> str:
        return str(self.kind.label)


def problems(outline: BaseGeometry, grids: Shapes, in_pieces: Collection[int] = ()) -> list[Problem]:
    """All that keeps the grids from tiling the outline, each at its place.

    A grid has one piece in each part of the village that it reaches; those of `in_pieces` may have more.
    """
    broken = _broken(grids)
    if broken:
        return broken
    in_pieces_anyway = _pieces(outline, grids, in_pieces)
    if shapely.coverage_is_valid(grids) and _covers_just(outline, grids):
        return in_pieces_anyway
    overlaps = _overlaps(grids)
    union = shapely.union_all(grids, grid_size=CENTIMETRE / 10)
    gaps = _wide(Kind.GAP, shapely.difference(outline, union))
    beyond = [problem for number, grid in enumerate(grids) for problem in _beyond(outline, number, grid)]
    return in_pieces_anyway + overlaps + gaps + beyond + ([] if overlaps or gaps else _unshared(grids))


def _broken(grids: Shapes) -> list[Problem]:
    """Grids without land, and grids that cross themselves: nothing else can be told while there are any."""
    empty = shapely.is_missing(grids) | shapely.is_empty(grids)
    invalid = np.flatnonzero(~empty & ~shapely.is_valid(grids))
    return [Problem(Kind.EMPTY, shapely.Point(), (int(number),)) for number in np.flatnonzero(empty)] + [
        Problem(Kind.INVALID, _where_invalid(grids[number]), (int(number),)) for number in invalid
    ]


def _where_invalid(shape: BaseGeometry) -> BaseGeometry:
    """The place that the reason names: `Self-intersection[3 4]`."""
    reason = shapely.is_valid_reason(shape)
    if "[" not in reason:
        return shapely.point_on_surface(shape)
    return shapely.Point([float(each) for each in reason[reason.index("[") + 1 : -1].split()])


def _pieces(outline: BaseGeometry, grids: Shapes, in_pieces: Collection[int]) -> list[Problem]:
    parts, owner = shapely.get_parts(grids, return_index=True)
    many = np.flatnonzero(np.bincount(owner, minlength=len(grids)) > 1)
    broken = []
    for number in set(many.tolist()) - set(in_pieces):
        own = parts[owner == number]
        land = locate(shapely.get_coordinates(shapely.point_on_surface(own)), parts_of(outline))
        for part in np.unique(land):
            pieces = own[land == part]
            largest = int(np.argmax(shapely.area(pieces)))
            broken += [
                Problem(Kind.PIECES, piece, (number,), float(shapely.area(piece)))
                for index, piece in enumerate(pieces)
                if index != largest
            ]
    return broken


def _covers_just(outline: BaseGeometry, grids: Shapes) -> bool:
    """For grids that tile: is their union the outline, to the centimetre?"""
    union = shapely.coverage_union_all(grids)
    return not _wide(Kind.GAP, shapely.symmetric_difference(outline, union))


def _overlaps(grids: Shapes) -> list[Problem]:
    one, other = shapely.STRtree(grids).query(grids, predicate="intersects")
    pairs = np.stack([one, other], axis=1)[one < other]
    common = shapely.intersection(grids[pairs[:, 0]], grids[pairs[:, 1]])
    return [
        problem
        for (first, second), place in zip(pairs.tolist(), common, strict=True)
        for problem in _wide(Kind.OVERLAP, place, first, second)
    ]


def _beyond(outline: BaseGeometry, number: int, grid: BaseGeometry) -> list[Problem]:
    return _wide(Kind.OUTSIDE, shapely.difference(grid, outline), number)


def _wide(kind: Kind, land: BaseGeometry, *grids: int) -> list[Problem]:
    """The parts of the land that are somewhere wider than a centimetre, the largest first."""
    parts = parts_of(land)
    parts = parts[shapely.area(parts) > 0]
    parts = parts[~shapely.is_empty(shapely.buffer(parts, -CENTIMETRE / 2, join_style="mitre"))]
    return [
        Problem(kind, part, grids, float(shapely.area(part)))
        for part in sorted(parts, key=lambda each: -each.area)
    ]


def _unshared(grids: Shapes) -> list[Problem]:
    """Borders whose two sides do not have the same vertices.

    GEOS also names edges beside a hole that touches the rim of its polygon in a point: what no vertex cuts is whole.
    """
    corners = np.unique(shapely.get_coordinates(grids), axis=0)
    return [
        Problem(Kind.VERTICES, edge, (number,), float(shapely.length(edge)))
        for number, edge in enumerate(shapely.coverage_invalid_edges(grids))
        if not shapely.is_empty(edge) and _is_cut(edge, corners)
    ]


def _is_cut(edge: BaseGeometry, corners: Floats) -> bool:
    """Does one of the corners lie on the edge, between its vertices?"""
    xy, line = shapely.get_coordinates(parts_of(edge), return_index=True)
    same = line[1:] == line[:-1]
    segments = np.stack([xy[:-1][same], xy[1:][same]], axis=1)
    return len(cut_at(segments, corners)[0]) > len(segments)


def tile(grids: Shapes) -> bool:
    """Do the grids share their borders, vertex by vertex, without overlap?"""
    return bool(shapely.is_valid(grids).all()) and (
        shapely.coverage_is_valid(grids) or not (_overlaps(grids) or _unshared(grids))
    )
