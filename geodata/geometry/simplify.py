"""Taut borders: lines between labelled households pulled straight, without a household changing sides.

A network of arcs runs between households, inside fixed outlines. A vertex moves or goes only where the land that its
borders sweep holds no household (within CLEARANCE), no vertex of another line and no vertex of an outline: so no line
can cross another one, and every household stays in its grid. Moves of one kind are tried all at once, for a whole
county. Metres throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely

from geodata.geometry.arrays import CENTIMETRE, Flags, Floats, Ints, Shapes, vertex_numbers

CLEARANCE = 2.0
"""A border that moves keeps this distance from every household."""
ROUNDS = 3
SNAP = 5.0
"""An end that comes nearer than this to a vertex of the outline takes its place."""
ON_RIM = 2 * CENTIMETRE
STUB = 0.1
"""A last bit of border shorter than this could run along the outline: it is left out."""
SHORTEST = 1.0
"""No vertex moves nearer than this to the next, or for less than a tenth of this."""
STEPS = (1.0, 0.5, 0.25)
"""Parts of the way that a vertex tries to go."""


@dataclass(frozen=True)
class Network:
    """`xy` (u, 2) the vertices, `fixed` (u,) those that stay; `run` (n,) their numbers along the arcs, `arc` (n,) ascending."""

    xy: Floats
    fixed: Flags
    run: Ints
    arc: Ints

    @property
    def inner(self) -> Ints:
        """Places in the run that are no end of an arc."""
        step = self.arc[1:] != self.arc[:-1]
        return np.flatnonzero(~(np.r_[True, step] | np.r_[step, True]))

    @property
    def edges(self) -> Ints:
        """(m, 2) the vertices of every segment."""
        same = self.arc[1:] == self.arc[:-1]
        return np.stack([self.run[:-1][same], self.run[1:][same]], axis=1)

    def lines(self) -> Shapes:
        return cast(Shapes, shapely.linestrings(self.xy[self.run], indices=self.arc))


@dataclass(frozen=True)
class Obstacles:
    """What a border may not sweep over: households and corners of outlines. `rim` are the outlines' segments."""

    homes: shapely.STRtree
    corners: shapely.STRtree
    corner_xy: Floats
    rim: shapely.STRtree
    rim_ends: Floats

    def in_the_way(self, swept: Floats, network: Network) -> Flags:
        """(m,) for triangles `swept` (m, 3, 2): does any hold an obstacle, or a vertex that is not its own corner?"""
        triangles = shapely.polygons(np.concatenate([swept, swept[:, :1]], axis=1))
        blocked = np.zeros(len(swept), bool)
        blocked[self.homes.query(triangles, predicate="dwithin", distance=CLEARANCE)[0]] = True
        in_use = network.xy[np.unique(network.run)]
        for tree, xy in (
            (self.corners, self.corner_xy),
            (shapely.STRtree(shapely.points(in_use)), in_use),
        ):
            free = np.flatnonzero(~blocked)
            triangle, vertex = tree.query(triangles[free], predicate="intersects")
            foreign = ~(xy[vertex][:, None] == swept[free[triangle]]).all(axis=2).any(axis=1)
            blocked[free[triangle[foreign]]] = True
        return blocked


def obstacles(rim: Floats, homes: Floats) -> Obstacles:
    """`rim` (m, 2, 2): the segments of all outlines; `homes` (n, 2)."""
    corners = np.unique(rim.reshape(-1, 2), axis=0)
    return Obstacles(
        shapely.STRtree(shapely.points(homes)),
        shapely.STRtree(shapely.points(corners)),
        corners,
        shapely.STRtree(shapely.linestrings(rim)),
        rim,
    )


def network_of(lines: Shapes, fixed: Floats | None = None) -> Network:
    """Arcs from lines that share their end points, cut where three or more meet. `fixed` (f, 2): vertices that stay."""
    arcs = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    xy, arc = shapely.get_coordinates(arcs, return_index=True)
    stay = np.zeros((0, 2)) if fixed is None else fixed
    numbers = vertex_numbers(np.concatenate([xy, stay]))
    run = numbers[: len(xy)]
    vertices = np.zeros((int(numbers.max()) + 1 if len(numbers) else 0, 2))
    vertices[numbers] = np.concatenate([xy, stay])
    repeated = np.r_[False, (run[1:] == run[:-1]) & (arc[1:] == arc[:-1])][: len(run)]
    run, arc = run[~repeated], arc[~repeated].astype(np.int64)
    whole = (np.bincount(arc) > 1)[arc] if len(arc) else np.zeros(0, bool)
    kept = np.unique(arc[whole], return_inverse=True)[1]
    return Network(vertices, np.isin(np.arange(len(vertices)), numbers[len(xy) :]), run[whole], kept)


def together(networks: Sequence[Network]) -> tuple[Network, Ints]:
    """Several networks as one, and (a,) the network that each arc came from."""
    arcs = [int(each.arc[-1]) + 1 if len(each.arc) else 0 for each in networks]
    vertices = [len(each.xy) for each in networks]
    first_arc, first_vertex = np.cumsum([0, *arcs]), np.cumsum([0, *vertices])
    one = Network(
        np.concatenate([each.xy for each in networks]),
        np.concatenate([each.fixed for each in networks]),
        np.concatenate([each.run + first for each, first in zip(networks, first_vertex, strict=False)]),
        np.concatenate([each.arc + first for each, first in zip(networks, first_arc, strict=False)]),
    )
    return one, np.repeat(np.arange(len(networks)), arcs)


def taut(network: Network, around: Obstacles, rounds: int = ROUNDS) -> Network:
    """The network pulled straight."""
    network = straightened(_ends_settled(network, around), around)
    for _ in range(rounds):
        network = ends_moved(network, around)
        network = vertices_moved(network, around)
        network = straightened(network, around)
    return network


def straightened(network: Network, around: Obstacles) -> Network:
    """Every vertex left out that can be. One that was refused is tried again when a neighbour of it has gone."""
    open_ = ~network.fixed[network.run]
    turn = 0
    while (open_at := open_[network.inner]).any():
        place = np.arange(len(network.arc)) - np.searchsorted(network.arc, network.arc)
        tried = network.inner[open_at & (place[network.inner] % 2 == turn)]
        swept = network.xy[network.run[np.stack([tried - 1, tried, tried + 1], axis=1)]]
        gone = tried[~around.in_the_way(swept, network)]
        open_[tried] = False
        open_[np.r_[gone - 1, gone + 1]] = True
        open_ &= ~network.fixed[network.run]
        kept = np.ones(len(network.arc), bool)
        kept[gone] = False
        open_ = open_[kept]
        network = replace(network, run=network.run[kept], arc=network.arc[kept])
        turn = 1 - turn
    return network


def _ends_settled(network: Network, around: Obstacles) -> Network:
    """Single ends put exactly on the outline, or on its corner where that is within two centimetres; no stubs there."""
    end, _ = _single_ends(network)
    which, rim = around.rim.query(shapely.points(network.xy[end]), predicate="dwithin", distance=ON_RIM)
    xy = network.xy.copy()
    xy[end[which]] = _nearest_on(around.rim_ends[rim], xy[end[which]], ON_RIM)
    network = replace(network, xy=xy)
    last = np.isin(network.run, end)
    inner = network.inner
    beside = inner[last[inner - 1] | last[inner + 1]]
    away = np.minimum(
        *(np.hypot(*(xy[network.run[beside + way]] - xy[network.run[beside]]).T) for way in (-1, 1))
    )
    stub = beside[(away < STUB) & ~network.fixed[network.run[beside]]]
    return replace(network, run=np.delete(network.run, stub), arc=np.delete(network.arc, stub))


def _single_ends(network: Network) -> tuple[Ints, Ints]:
    """Vertices that may move and at which one arc ends alone, and the vertex before each."""
    edges = network.edges
    degree = np.bincount(edges.ravel(), minlength=len(network.xy))
    both = np.concatenate([edges, edges[:, ::-1]])
    end, before = both[((degree == 1) & ~network.fixed)[both[:, 0]]].T
    return end, before


def ends_moved(network: Network, around: Obstacles) -> Network:
    """Single ends slide along their segment of the outline to where the border is shortest."""
    end, before = _single_ends(network)
    which, rim = around.rim.query(shapely.points(network.xy[end]), predicate="dwithin", distance=ON_RIM)
    goal = _nearest_on(around.rim_ends[rim], network.xy[before[which]], SNAP)
    length = np.hypot(*(goal - network.xy[before[which]]).T)
    order = np.lexsort((length, which))
    best = order[np.r_[True, which[order][1:] != which[order][:-1]][: len(order)]]
    end, before, goal = end[which[best]], before[which[best]], goal[best]
    now = np.hypot(*(network.xy[end] - network.xy[before]).T)
    swept = np.stack([network.xy[before], network.xy[end], goal], axis=1)
    moves = (length[best] < now - SHORTEST / 10) & (length[best] > SHORTEST)
    moves[moves] = ~around.in_the_way(swept[moves], network)
    xy = network.xy.copy()
    xy[end[moves]] = goal[moves]
    return replace(network, xy=xy)


def rounded(network: Network, around: Obstacles, times: int = 2) -> Network:
    """Corners cut off at a quarter of each side, where that is free: lines as a person would walk them."""
    for _ in range(times):
        at = network.inner
        before, here, after = (network.xy[network.run[at + shift]] for shift in (-1, 0, 1))
        enter, leave = here + (before - here) / 4, here + (after - here) / 4
        cut = ~network.fixed[network.run[at]]
        cut[cut] = ~around.in_the_way(np.stack([enter, here, leave], axis=1)[cut], network)
        at, enter, leave = at[cut], enter[cut], leave[cut]
        count = len(network.xy)
        run = network.run.copy()
        run[at] = count + np.arange(len(at))
        network = Network(
            np.concatenate([network.xy, enter, leave]),
            np.r_[network.fixed, np.zeros(2 * len(at), bool)],
            np.insert(run, at + 1, count + len(at) + np.arange(len(at))),
            np.insert(network.arc, at + 1, network.arc[at]),
        )
    return network


def _nearest_on(segments: Floats, points: Floats, snap: float) -> Floats:
    """(n, 2) the point of each segment (n, 2, 2) nearest to a point; the corner, where that is within `snap`."""
    along = segments[:, 1] - segments[:, 0]
    long = np.hypot(*along.T)
    part = ((points - segments[:, 0]) * along).sum(axis=1) / np.where(long > 0, long, 1.0) ** 2
    part = np.where(part * long < snap, 0.0, np.where((1 - part) * long < snap, 1.0, part))
    exact = segments[:, 0] + part[:, None] * along
    return cast(Floats, np.where((part == 1.0)[:, None], segments[:, 1], exact))


def vertices_moved(network: Network, around: Obstacles) -> Network:
    """Junctions and corners move to where their borders are shortest, or part of the way there."""
    vertex, near = _stars(network, around)
    for step in STEPS:
        goal = _shortest_meeting(network.xy[near], near >= 0)
        goal = network.xy[vertex] + step * (goal - network.xy[vertex])
        network, moved = _try(network, around, vertex, near, goal)
        vertex, near = vertex[~moved], near[~moved]
    return network


def _stars(network: Network, around: Obstacles) -> tuple[Ints, Ints]:
    """Vertices that may move, and (v, 4) those they are joined to, -1 where there are fewer. Not those on an outline."""
    edges = network.edges
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    rank = np.arange(len(both)) - np.searchsorted(both[:, 0], both[:, 0])
    degree = np.bincount(both[:, 0], minlength=len(network.xy))
    near = np.full((len(network.xy), 4), -1, np.int64)
    near[both[rank < 4, 0], rank[rank < 4]] = both[rank < 4, 1]
    vertex = np.flatnonzero((degree >= 2) & (degree <= 4) & ~network.fixed)
    on_rim = around.rim.query(shapely.points(network.xy[vertex]), predicate="dwithin", distance=ON_RIM)[0]
    vertex = np.delete(vertex, np.unique(on_rim))
    return vertex, near[vertex]


def _shortest_meeting(points: Floats, there: Flags) -> Floats:
    """(n, 2) the point with the least sum of distances to up to four points (n, 4, 2); Weiszfeld's iteration."""
    weight = there.astype(float)
    meeting = (points * weight[..., None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    for _ in range(12):
        away = np.hypot(*np.moveaxis(points - meeting[:, None], 2, 0))
        pull = weight / np.maximum(away, SHORTEST / 10)
        meeting = (points * pull[..., None]).sum(axis=1) / pull.sum(axis=1, keepdims=True)
    return cast(Floats, meeting)


def _try(
    network: Network, around: Obstacles, vertex: Ints, near: Ints, goal: Floats
) -> tuple[Network, Flags]:
    """Move the vertices to their goals where that shortens, is free, and no neighbour moves too."""
    there = near >= 0
    here, ends = network.xy[vertex], network.xy[near]
    now = (np.hypot(*np.moveaxis(ends - here[:, None], 2, 0)) * there).sum(axis=1)
    away = np.hypot(*np.moveaxis(ends - goal[:, None], 2, 0))
    gain = now - (away * there).sum(axis=1)
    moves = (gain > SHORTEST / 10) & (np.where(there, away, np.inf).min(axis=1) > SHORTEST)
    moves &= (_turning(ends - here[:, None], there) == _turning(ends - goal[:, None], there)).all(axis=1)
    moves &= _first_among_neighbours(len(network.xy), vertex, near, np.where(moves, gain, 0.0))
    star, spoke = np.nonzero(there & moves[:, None])
    swept = np.stack([here[star], goal[star], ends[star, spoke]], axis=1)
    moves[star[around.in_the_way(swept, network)]] = False
    xy = network.xy.copy()
    xy[vertex[moves]] = goal[moves]
    return replace(network, xy=xy), moves


def _turning(rays: Floats, there: Flags) -> Ints:
    """(n, 4) the order in which the rays come round, from the first one on."""
    angle = np.arctan2(rays[..., 1], rays[..., 0])
    turn = np.where(there, (angle - angle[:, :1]) % (2 * np.pi), 9.0)
    return np.argsort(turn, axis=1, kind="stable")


def _first_among_neighbours(count: int, vertex: Ints, near: Ints, gain: Floats) -> Flags:
    """Which vertices gain more than every neighbour of theirs (ties: the lower number goes)."""
    gains = np.zeros(count + 1)
    gains[vertex] = gain
    others = gains[near]
    tie = (others == gain[:, None]) & (near < vertex[:, None]) & (near >= 0)
    return cast(Flags, ~((others > gain[:, None]) | tie).any(axis=1))
