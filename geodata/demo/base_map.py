"""An invented base: roads, a river with its streams and ponds, hills and hamlets, drawn around where the invented people live."""

from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.demo.arrays import Floats, Ints, Rng, Shapes, positions_within, stream
from geodata.demo.county import County
from geodata.demo.terrain import to_degrees
from geodata.imports.base_map import Layer

CREDIT = "示例底图：道路、河流、山体和地名均为虚构 · invented base"
BASE_KEY = 1_902
"""Of the stream of chance: the arrays take lower ones."""
HILLS, PONDS, HAMLETS = 220, 60, 70
FAR = 260.0
"""Metres from the next house from which there may be a hill."""
MIDDLE, END = "家竹山泉塘石桥", "冲湾坪坝岭塘桥"


def invent_base(county: County, *, seed: int) -> list[Layer]:
    """In degrees; the same for one seed."""
    rng = stream(seed, int(county.division.code), BASE_KEY)
    homes, outline = county.households.points, county.lines.outline
    river, streams = _river(outline, rng)
    parts: dict[str, list[tuple[BaseGeometry, str, int]]] = {
        "relief": _hills(homes, outline, rng),
        "water": _ponds(homes, rng),
        "river": [(river, "例水", 1), *[(each, "", 2) for each in streams]],
        "road": _roads(county, rng),
        "settlement": _hamlets(county, rng),
    }
    return [_layer(kind, some, outline) for kind, some in parts.items()]


def _layer(kind: str, parts: list[tuple[BaseGeometry, str, int]], outline: BaseGeometry) -> Layer:
    """Cut at the county's edge: its neighbours have none of it."""
    cut = shapely.intersection(np.array([shape for shape, *_ in parts], dtype=object), outline)
    kept = np.flatnonzero(~shapely.is_empty(cut)).tolist()
    shapes: Shapes = shapely.transform(cut[kept], to_degrees)
    return Layer(kind, shapes, [parts[n][1] for n in kept], [parts[n][2] for n in kept], 0)


def _wavy(start: Floats, end: Floats, rng: Rng, wave: float = 0.14) -> Floats:
    """From one place to another, as a way goes in hills: each half is pushed aside a little, and each half of it."""
    way = np.array([start, end])
    while np.hypot(*(way[1] - way[0])) > 90:
        along = np.diff(way, axis=0)
        aside = np.column_stack([-along[:, 1], along[:, 0]]) * rng.normal(0, wave, (len(along), 1))
        between = (way[:-1] + way[1:]) / 2 + aside
        way = np.insert(way, np.arange(1, len(way)), between, axis=0)
    return way


def _river(outline: BaseGeometry, rng: Rng) -> tuple[BaseGeometry, list[BaseGeometry]]:
    """Across the county from north-west to south-east, with four streams that join it."""
    west, south, east, north = outline.bounds
    span = np.array([east - west, north - south])
    corner = np.array([west, south])
    stations = [np.array(part) for part in ((-0.05, 0.86), (0.3, 0.6), (0.55, 0.52), (1.05, 0.12))]
    legs = [_wavy(corner + span * one, corner + span * two, rng) for one, two in pairwise(stations)]
    course = np.concatenate(legs)
    sources = rng.uniform(0.1, 0.9, (4, 2)) * span + corner
    joins = course[rng.integers(len(course) // 4, 3 * len(course) // 4, 4)]
    streams = [
        shapely.linestrings(_wavy(one, two, rng, 0.2)) for one, two in zip(sources, joins, strict=True)
    ]
    return shapely.linestrings(course), streams


def _hills(homes: Floats, outline: BaseGeometry, rng: Rng) -> list[tuple[BaseGeometry, str, int]]:
    """Where nobody lives, the higher parts once more within the lower ones."""
    west, south, east, north = outline.bounds
    tree = shapely.STRtree(shapely.points(homes))
    tries = shapely.points(rng.uniform((west, south), (east, north), (6 * HILLS, 2)))
    _which, away = tree.query_nearest(tries, return_distance=True, all_matches=False)
    free = np.flatnonzero(away > FAR)[:HILLS]
    raised = shapely.union_all(shapely.buffer(tries[free], np.minimum(away[free] * 0.8, 900), quad_segs=6))
    parts = [
        (part, rank)
        for rank, inward in ((1, 0.0), (1, -160.0), (2, -320.0))
        for part in shapely.get_parts(raised.buffer(inward - 60).buffer(60, quad_segs=6).simplify(8))
    ]
    return [(part, "", rank) for part, rank in parts if part.area > 20_000]


def _ponds(homes: Floats, rng: Rng) -> list[tuple[BaseGeometry, str, int]]:
    places = homes[rng.choice(len(homes), min(PONDS, len(homes)), replace=False)] + rng.normal(
        0, 90, (min(PONDS, len(homes)), 2)
    )
    ponds = shapely.buffer(shapely.points(places), rng.uniform(15, 60, len(places)), quad_segs=4)
    return [(pond, "", 3) for pond in ponds]


def _roads(county: County, rng: Rng) -> list[tuple[BaseGeometry, str, int]]:
    """Between the seats of townships, from each village to the next, and from hamlets to their village."""
    homes, lines = county.households, county.lines
    centres = _middles(homes.points, homes.village, len(lines.villages))
    seats = _middles(centres, lines.village_township, len(lines.townships))
    hamlets = homes.points[rng.choice(len(homes.points), 6 * len(centres))]
    nearest = np.argmin(np.hypot(*(hamlets[:, None] - centres[None]).transpose(2, 0, 1)), axis=1)
    ways = [(seats[one], seats[two], 1) for one, two in _tree(seats)]
    ways += [(centres[one], centres[two], 2) for one, two in _tree(centres)]
    ways += [(hamlet, centres[place], 3) for hamlet, place in zip(hamlets, nearest.tolist(), strict=True)]
    names = {1: "例县道", 2: "", 3: ""}
    return [(shapely.linestrings(_wavy(one, two, rng)), names[rank], rank) for one, two, rank in ways]


def _middles(points: Floats, owner: Ints, count: int) -> Floats:
    """Of each owner the point that is next to the middle of its points."""
    chosen = []
    for index in range(count):
        own = points[owner == index]
        chosen.append(own[np.argmin(np.hypot(*(own - own.mean(axis=0)).T))])
    return np.array(chosen)


def _tree(places: Floats) -> list[tuple[int, int]]:
    """The shortest net that joins all places."""
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    joined, pairs = [0], []
    while len(joined) < len(places):
        left = [place for place in range(len(places)) if place not in joined]
        nearest = away[np.ix_(joined, left)]
        one, two = np.unravel_index(np.argmin(nearest), nearest.shape)
        pairs.append((joined[int(one)], left[int(two)]))
        joined.append(left[int(two)])
    return pairs


def _hamlets(county: County, rng: Rng) -> list[tuple[BaseGeometry, str, int]]:
    """Names that nobody bears: each begins with the mark of what is invented."""
    homes = county.households
    order: Ints = rng.permutation(len(homes.points))
    # One of each village before the second of any.
    spread = order[np.argsort(positions_within(homes.village[order]), kind="stable")]
    chosen = homes.points[spread[:HAMLETS]]
    ranks = np.where(np.arange(HAMLETS) < 4, 1, np.where(np.arange(HAMLETS) < 20, 2, 3)).tolist()
    names = [
        "例" + MIDDLE[int(rng.integers(len(MIDDLE)))] + END[int(rng.integers(len(END)))]
        for _ in range(HAMLETS)
    ]
    return [
        (shapely.points(place), name, rank) for place, name, rank in zip(chosen, names, ranks, strict=True)
    ]
