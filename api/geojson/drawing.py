"""A plan's drawing as an editor needs it: lines, grids with their figures, the present borders, households, problems.

A household is its place to a metre, in the order of places: no name, no token, no number. Which are special, and what
follows from that, is told to those who may know it in the village (geodata/plans/disclosure.py); moves are counts.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import orjson
import shapely

from api.geojson.ahead import compared_ahead
from api.geojson.rendering import collection, feature
from geodata.geometry.arcs import arcs_of
from geodata.geometry.arrays import Floats, Shapes
from geodata.geometry.impact import GridFigures
from geodata.geometry.topology import NOWHERE
from geodata.geometry.validity import Problem
from geodata.plans.disclosure import SENSITIVE, Sight
from geodata.plans.grid_drafts import Drawn
from geodata.plans.impact import TARGET, Leader, Meaning, fit, meaning
from geodata.plans.line_layers import layers_of
from geodata.plans.models import BoundaryPlan, LayerLine
from geodata.plans.outlook import outlook
from geodata.territory.area_size import SQUARE_METRES_PER_MU


def drawing(
    plan: BoundaryPlan,
    drawn: Sequence[Drawn],
    leaders: Iterable[Leader],
    *,
    originals: Shapes,
    sight: Sight,
    whole: bool = True,
) -> dict[str, Any]:
    """The answer. Vertices of `originals` (degrees) return as they were; not `whole`: what does not change is left out.

    `sight`: what the reader may know of who is special.
    """
    known = sight.known
    meanings = [meaning(each) for each in drawn]
    body = {
        "plan": plan.number,
        "version": plan.version,
        "target": list(TARGET),
        "lines": [line for each in drawn for line in _lines(each, originals)],
        "grids": [grid for each in meanings for grid in _grids(each, originals, known)],
        "problems": [_problem(each, problem) for each in drawn for problem in each.problems],
        "impact": impact(meanings, leaders, known),
    }
    if not whole:
        return body
    return body | {
        "villages": [
            {
                "code": each.snapshot.area.code,
                "name": each.snapshot.area.name,
                "outline": _json(each.snapshot.rim),
                "special": sight.special_of(each),
            }
            for each in drawn
        ],
        "present": collection(
            feature(grid.code, _json(border), {"code": grid.code, "name": grid.name})
            for each in drawn
            for grid, border in zip(each.snapshot.grids, each.snapshot.borders, strict=True)
        ),
        "households": [home for each in drawn for home in _households(each, each.snapshot.area.pk in known)],
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


def _earth(drawn: Drawn, shapes: Shapes, originals: Shapes) -> Shapes:
    known = np.concatenate([originals, [drawn.snapshot.rim, *drawn.snapshot.borders]])
    return drawn.snapshot.plane.on_earth(shapes, known) if len(shapes) else shapes


def _lines(drawn: Drawn, originals: Shapes) -> list[dict[str, Any]]:
    """The borders between grids, each once, and the lines that divide nothing."""
    arcs = arcs_of(drawn.shapes)
    inner = np.flatnonzero(arcs.movable)
    shapes = _earth(drawn, np.r_[arcs.lines[inner], drawn.loose], originals)
    names = [
        f"{drawn.sketches[arcs.left[arc]].key}|{drawn.sketches[arcs.right[arc]].key}|{arc}" for arc in inner
    ]
    names += [f"{drawn.snapshot.area.code}|loose|{number}" for number in range(len(drawn.loose))]
    return [
        {"id": name, "village": drawn.snapshot.area.code, "geometry": _json(shape)}
        for name, shape in zip(names, shapes, strict=True)
    ]


def _grids(village: Meaning, originals: Shapes, known: frozenset[int]) -> list[dict[str, Any]]:
    drawn, figures_of = village.drawn, _figures_in(village, known)
    changes = {change.new: change for change in village.impact.grids if change.new is not None}
    return [
        {
            "key": sketch.key,
            "village": drawn.snapshot.area.code,
            "code": sketch.code or None,
            "continues": drawn.snapshot.grids[sketch.area].code if sketch.area != NOWHERE else None,
            "name": sketch.name,
            "locked": sketch.locked,
            "multipart_allowed": sketch.in_pieces,
            "leader_from": sketch.leader_from or None,
            "geometry": _json(shape),
            "figures": figures_of(changes[number].after, village.open_after, village.crosses, number),
            "before": figures_of(
                changes[number].before, village.open_before, village.crossed, changes[number].present
            ),
        }
        for number, (sketch, shape) in enumerate(
            zip(drawn.sketches, _earth(drawn, drawn.shapes, originals), strict=True)
        )
    ]


def _figures_in(village: Meaning, known: frozenset[int]) -> Callable[..., dict[str, Any] | None]:
    """How figures of this village's grids are told: what is sensitive there is None."""

    def figures_of(*measured: Any) -> dict[str, Any] | None:
        figures = _figures(*measured)
        if figures is None or village.drawn.snapshot.area.pk in known:
            return figures
        return {name: None if name in SENSITIVE else value for name, value in figures.items()}

    return figures_of


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
    snapshot, keys = drawn.snapshot, [each.key for each in drawn.sketches]
    order = np.lexsort((drawn.grid, snapshot.grid, snapshot.rounded[:, 1], snapshot.rounded[:, 0]))
    return [
        {
            "lng": None if np.isnan(place[0]) else place[0],
            "lat": None if np.isnan(place[1]) else place[1],
            "grid": _key(keys, grid),
            "present": None if present == NOWHERE else snapshot.grids[present].code,
            **({"special": special} if known else {}),
        }
        for place, grid, present, special in zip(
            snapshot.rounded[order].tolist(),
            drawn.grid[order].tolist(),
            snapshot.grid[order].tolist(),
            snapshot.special[order].tolist(),
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


def impact(meanings: Sequence[Meaning], leaders: Iterable[Leader], known: frozenset[int]) -> dict[str, Any]:
    """What the drawing means as a whole; what it means for a grid stands with the grid."""
    newly = sum(len(each.impact.newly_crossing) for each in meanings)
    return {
        "households": sum(len(each.drawn.snapshot.ids) for each in meanings),
        "moved": sum(len(each.impact.moved) for each in meanings),
        "moves": [move for each in meanings for move in _moves(each)],
        "ended": [
            {
                "code": each.drawn.snapshot.grids[change.present].code,
                "name": each.drawn.snapshot.grids[change.present].name,
                "before": _figures_in(each, known)(
                    change.before, each.open_before, each.crossed, change.present
                ),
            }
            for each in meanings
            for change in each.impact.grids
            if change.new is None and change.present is not None
        ],
        "contacts": {
            "crossing_before": sum(each.impact.crossing[0] for each in meanings),
            "crossing_after": sum(each.impact.crossing[1] for each in meanings),
            "newly_crossing": newly,
            "members": sum(_members(each) for each in meanings),
        },
        "leaders": [
            {"grid": each.grid, "post": each.post, "name": each.name, "leads": each.leads} for each in leaders
        ],
        "ahead": compared_ahead(outlook([each.drawn for each in meanings], known)),
    }


def _moves(village: Meaning) -> list[dict[str, Any]]:
    """How many households leave one grid for the same other one, the most first, and at which places they are."""
    drawn, moved = village.drawn, village.impact.moved
    snapshot = drawn.snapshot
    ways = np.stack([snapshot.grid[moved], drawn.grid[moved]], axis=1)
    each, way, counts = np.unique(ways, axis=0, return_inverse=True, return_counts=True)
    present, keys = [grid.code for grid in snapshot.grids], [sketch.key for sketch in drawn.sketches]
    return [
        {
            "present": _key(present, int(each[place, 0])),
            "grid": _key(keys, int(each[place, 1])),
            "households": int(counts[place]),
            "places": _places(snapshot.rounded[moved[way == place]]),
        }
        for place in np.argsort(-counts, kind="stable").tolist()
    ]


def _places(degrees: Floats) -> list[list[float]]:
    """Each place once, in order; households without a point have none."""
    places: list[list[float]] = np.unique(degrees[~np.isnan(degrees).any(axis=1)], axis=0).tolist()
    return places


def _members(village: Meaning) -> int:
    """Homes of members whose contacts newly cross a border."""
    homes = village.drawn.snapshot.home[village.impact.newly_crossing]
    return len({tuple(home) for home in homes.round(2).tolist()})
