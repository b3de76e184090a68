"""A plan, or one edit of it, as drawn: the grids that its lines make, and what is wrong with them.

Metres in one projected CRS. Numbers of grids are places in the array of present grids.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import Floats, Ints, Shapes, parts_of
from geodata.geometry.topology import NOWHERE, draw, locate, matched
from geodata.geometry.validity import Kind, Problem, problems


@dataclass(frozen=True)
class Check:
    """`grids[g]` continues the present grid `continues[g]` (NOWHERE: it is new); `gone` continue nowhere."""

    grids: Shapes
    continues: Ints
    gone: Ints
    problems: list[Problem]


def check_plan(
    outline: BaseGeometry,
    lines: Shapes,
    points: Floats,
    grid: Ints,
    present: Shapes,
    in_pieces: Collection[int] = (),
) -> Check:
    """What `lines` inside the fixed `outline` make of a village.

    `points` (n, 2) are its households (NaN: without a point), `grid` (n,) the present grid of each, `present` their
    polygons. Grids of `in_pieces` (present numbers) may have several pieces.
    """
    drawing = draw(outline, lines)
    faces = drawing.faces
    part = locate(shapely.get_coordinates(shapely.point_on_surface(faces)), parts_of(outline))
    continues = matched(faces, points, grid, present, part)
    grids, numbers = _united(faces, continues)
    several = [place for place, number in enumerate(numbers.tolist()) if number in in_pieces]
    loose = [Problem(Kind.LOOSE, line, size=float(shapely.length(line))) for line in drawing.loose]
    gone = np.setdiff1d(np.arange(len(present)), numbers)
    return Check(grids, numbers, gone, loose + problems(outline, grids, several))


def check_edit(grids: Shapes, touched: Collection[int], lines: Shapes, points: Floats, grid: Ints) -> Check:
    """What `lines` make of the grids `touched` (places in `grids`) alone: quick enough to follow every edit.

    Lines are all that runs inside the land of the touched grids. Numbers in the answer are places in `grids`.
    """
    numbers = np.array(sorted(touched), np.int64)
    land = shapely.coverage_union_all(grids[numbers])
    near = np.flatnonzero(np.isin(grid, numbers))
    own = np.searchsorted(numbers, grid[near])
    result = check_plan(land, lines, points[near], own, grids[numbers])
    known = result.continues != NOWHERE
    continues = np.where(known, numbers[result.continues], NOWHERE)
    return Check(result.grids, continues, numbers[result.gone], result.problems)


def _united(faces: Shapes, continues: Ints) -> tuple[Shapes, Ints]:
    """Faces that continue one grid as one polygon; new ones stand alone, at the end."""
    known, new = np.unique(continues[continues != NOWHERE]), faces[continues == NOWHERE]
    grids = [shapely.coverage_union_all(faces[continues == number]) for number in known]
    return np.array([*grids, *new], dtype=object), np.r_[known, np.full(len(new), NOWHERE)]
