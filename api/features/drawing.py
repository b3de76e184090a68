"""A plan's drawing as an editor needs it: lines, grids with their figures, the present borders, households, problems.

A household is its place to a metre, in the order of places: no name, no token, no number. Which are special, and what
follows from that, is told to those who may know it in the village (geodata/redrawing/sight.py); moves are counts.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import orjson
import shapely

from api.features.geojson import collection, feature
from geodata.redrawing.judging import TARGET, Leader, Meaning, fit, meaning
from geodata.redrawing.layers import layers_of
from geodata.redrawing.models import BoundaryPlan, LayerLine
from geodata.redrawing.sight import SENSITIVE, special_of
from geodata.redrawing.sketches import Drawn
from geodata.territory.arcs import arcs_of
from geodata.territory.impact import GridFigures
from geodata.territory.planar import Floats, Shapes
from geodata.territory.sizes import SQUARE_METRES_PER_MU
from geodata.territory.topology import NOWHERE
from geodata.territory.validity import Problem


def drawing(
    plan: BoundaryPlan,
    drawn: Sequence[Drawn],
    leaders: Iterable[Leader],
    *,
    given: Shapes,
    known: frozenset[int],
    whole: bool = True,
) -> dict[str, Any]:
    """The answer. Vertices of `given` (degrees) return as they were; not `whole`: what does not change is left out.

    `known` are the villages in which the reader may know who is special.
    """
    meanings = [meaning(each) for each in drawn]
    body = {
        "plan": plan.number,
        "version": plan.version,
        "target": list(TARGET),
        "lines": [line for each in drawn for line in _lines(each, given)],
        "grids": [grid for each in meanings for grid in _grids(each, given, known)],
        "problems": [_problem(each, problem) for each in drawn for problem in each.problems],
        "impact": impact(meanings, leaders, known),
    }
    if not whole:
        return body
    return body | {
        "villages": [
            {
                "code": each.ground.area.code,
                "name": each.ground.area.name,
                "outline": _json(each.ground.rim),
                "special": special_of(each, known),
            }
            for each in drawn
        ],
        "present": collection(
            feature(grid.code, _json(border), {"code": grid.code, "name": grid.name})
            for each in drawn
            for grid, border in zip(each.ground.grids, each.ground.borders, strict=True)
        ),
        "households": [home for each in drawn for home in _households(each, each.ground.area.pk in known)],
        "layers": [
            {"kind": kind, "name": str(LayerLine.Kind(kind).label), "lines": lines}
            for kind, lines in sorted(layers_of(plan.county_id).items())
        ],
    }


def layer(lines: Iterable[LayerLine]) -> dict[str, Any]:
    """Lines of layers as GeoJSON."""
    return collection(
        feature(
            str(line.pk),
            _json(shapely.from_wkb(bytes(line.geometry.wkb))),
            {"kind": line.kind, "name": line.name},
        )
        for line in lines
    )


def _json(shape: Any) -> orjson.Fragment | None:
    return (
        None
        if shape is None or shape.is_empty
        else orjson.Fragment(shapely.to_geojson(shapely.orient_polygons(shape)))
    )


def _earth(drawn: Drawn, shapes: Shapes, given: Shapes) -> Shapes:
    known = np.concatenate([given, [drawn.ground.rim, *drawn.ground.borders]])
    return drawn.ground.plane.on_earth(shapes, known) if len(shapes) else shapes


def _lines(drawn: Drawn, given: Shapes) -> list[dict[str, Any]]:
    """The borders between grids, each once, and the lines that divide nothing."""
    arcs = arcs_of(drawn.shapes)
    inner = np.flatnonzero(arcs.movable)
    shapes = _earth(drawn, np.r_[arcs.lines[inner], drawn.loose], given)
    names = [
        f"{drawn.sketches[arcs.left[arc]].key}|{drawn.sketches[arcs.right[arc]].key}|{arc}" for arc in inner
    ]
    names += [f"{drawn.ground.area.code}|loose|{number}" for number in range(len(drawn.loose))]
    return [
        {"id": name, "village": drawn.ground.area.code, "geometry": _json(shape)}
        for name, shape in zip(names, shapes, strict=True)
    ]


def _grids(found: Meaning, given: Shapes, known: frozenset[int]) -> list[dict[str, Any]]:
    drawn, told = found.drawn, _figures_in(found, known)
    changes = {change.new: change for change in found.impact.grids if change.new is not None}
    return [
        {
            "key": sketch.key,
            "village": drawn.ground.area.code,
            "code": sketch.code or None,
            "continues": drawn.ground.grids[sketch.area].code if sketch.area != NOWHERE else None,
            "name": sketch.name,
            "locked": sketch.locked,
            "multipart_allowed": sketch.in_pieces,
            "leader_from": sketch.leader_from or None,
            "geometry": _json(shape),
            "figures": told(changes[number].after, found.open_after, found.crosses, number),
            "before": told(changes[number].before, found.open_before, found.crossed, changes[number].present),
        }
        for number, (sketch, shape) in enumerate(
            zip(drawn.sketches, _earth(drawn, drawn.shapes, given), strict=True)
        )
    ]


def _figures_in(found: Meaning, known: frozenset[int]) -> Callable[..., dict[str, Any] | None]:
    """How figures of this village's grids are told: what is sensitive there is None."""

    def told(*given: Any) -> dict[str, Any] | None:
        figures = _figures(*given)
        if figures is None or found.drawn.ground.area.pk in known:
            return figures
        return {name: None if name in SENSITIVE else value for name, value in figures.items()}

    return told


def _figures(
    figures: GridFigures | None, still: dict[str, list[int]], crossing: list[int], number: int | None
) -> dict[str, Any] | None:
    if figures is None or number is None:
        return None
    return {
        "households": figures.households,
        "special": figures.special,
        "residents": figures.residents,
        "m2": round(figures.area),
        "mu": round(figures.area / SQUARE_METRES_PER_MU, 2),
        "compactness": round(figures.compactness, 3),
        "pieces": figures.pieces,
        "target": fit(figures),
        "crossing": crossing[number],
        **{name: counts[number] for name, counts in still.items()},
    }


def _households(drawn: Drawn, known: bool) -> list[dict[str, Any]]:
    """In the order of their places, so that the order tells nothing; `known`: and which are special."""
    ground, keys = drawn.ground, [each.key for each in drawn.sketches]
    order = np.lexsort((drawn.grid, ground.grid, ground.rounded[:, 1], ground.rounded[:, 0]))
    return [
        {
            "lng": None if np.isnan(place[0]) else place[0],
            "lat": None if np.isnan(place[1]) else place[1],
            "grid": _key(keys, grid),
            "present": None if present == NOWHERE else ground.grids[present].code,
            **({"special": special} if known else {}),
        }
        for place, grid, present, special in zip(
            ground.rounded[order].tolist(),
            drawn.grid[order].tolist(),
            ground.grid[order].tolist(),
            ground.special[order].tolist(),
            strict=True,
        )
    ]


def _key(keys: list[str], grid: int) -> str | None:
    return None if grid == NOWHERE else keys[grid]


def _problem(drawn: Drawn, problem: Problem) -> dict[str, Any]:
    """What is wrong, and where: the geometry, and a point on it to look at."""
    (place,) = _earth(drawn, np.array([problem.place], dtype=object), np.zeros(0, dtype=object))
    point = None if place.is_empty else list(shapely.point_on_surface(place).coords[0])
    return {
        "kind": problem.kind.value,
        "message": problem.message,
        "grids": [drawn.sketches[number].key for number in problem.grids if number < len(drawn.sketches)],
        "size": round(problem.size, 2),
        "geometry": _json(place),
        "point": point,
    }


def impact(found: Sequence[Meaning], leaders: Iterable[Leader], known: frozenset[int]) -> dict[str, Any]:
    """What the drawing means as a whole; what it means for a grid stands with the grid."""
    newly = sum(len(each.impact.newly_crossing) for each in found)
    return {
        "households": sum(len(each.drawn.ground.ids) for each in found),
        "moved": sum(len(each.impact.moved) for each in found),
        "moves": [move for each in found for move in _moves(each)],
        "ended": [
            {
                "code": each.drawn.ground.grids[change.present].code,
                "name": each.drawn.ground.grids[change.present].name,
                "before": _figures_in(each, known)(
                    change.before, each.open_before, each.crossed, change.present
                ),
            }
            for each in found
            for change in each.impact.grids
            if change.new is None and change.present is not None
        ],
        "contacts": {
            "crossing_before": sum(each.impact.crossing[0] for each in found),
            "crossing_after": sum(each.impact.crossing[1] for each in found),
            "newly_crossing": newly,
            "members": sum(_members(each) for each in found),
        },
        "leaders": [
            {"grid": each.grid, "post": each.post, "name": each.name, "leads": each.leads} for each in leaders
        ],
    }


def _moves(found: Meaning) -> list[dict[str, Any]]:
    """How many households leave one grid for the same other one, the most first, and at which places they are."""
    drawn, moved = found.drawn, found.impact.moved
    ground = drawn.ground
    ways = np.stack([ground.grid[moved], drawn.grid[moved]], axis=1)
    each, way, counts = np.unique(ways, axis=0, return_inverse=True, return_counts=True)
    present, keys = [grid.code for grid in ground.grids], [sketch.key for sketch in drawn.sketches]
    return [
        {
            "present": _key(present, int(each[place, 0])),
            "grid": _key(keys, int(each[place, 1])),
            "households": int(counts[place]),
            "places": _places(ground.rounded[moved[way == place]]),
        }
        for place in np.argsort(-counts, kind="stable").tolist()
    ]


def _places(degrees: Floats) -> list[list[float]]:
    """Each place once, in order; households without a point have none."""
    found: list[list[float]] = np.unique(degrees[~np.isnan(degrees).any(axis=1)], axis=0).tolist()
    return found


def _members(found: Meaning) -> int:
    """Homes of members whose contacts newly cross a border."""
    homes = found.drawn.ground.home[found.impact.newly_crossing]
    return len({tuple(home) for home in homes.round(2).tolist()})
