"""Labels on a graph mended and levelled: every label in one piece, none empty, none above a cap, with few moves.

How much goes from which label to which neighbour is a flow of least total; which nodes go is chosen one by one,
those first that hang together with the receiver. A node that would cut its label in two takes the smaller part along.
"""

from collections import deque
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from geodata.geometry.arrays import Flags, Ints
from geodata.geometry.graph import Graph

Flow = dict[tuple[int, int], int]
"""Load to move from one label to a neighbouring one."""
ROUNDS = 30
TIE = 400.0
"""Metres of border that it is worth not to part a household from the grid of who looks after it."""


class Labels:
    """Labels 0 … count-1 of the nodes of a graph, with the load of each, kept up while nodes move."""

    def __init__(self, graph: Graph, labels: Ints, count: int, ties: Ints | None = None) -> None:
        self.ties: list[list[int]] | None = None if ties is None else ties.tolist()
        self.near = graph.neighbours
        self.weight: list[int] = graph.load.tolist()
        self.of: list[int] = labels.tolist()
        self.load: list[int] = (
            np.bincount(labels, weights=graph.load, minlength=count).astype(np.int64).tolist()
        )
        self.nodes: list[set[int]] = [set(np.flatnonzero(labels == label).tolist()) for label in range(count)]

    def move(self, nodes: Iterable[int], label: int) -> None:
        for node in nodes:
            was = self.of[node]
            self.of[node] = label
            self.load[was] -= self.weight[node]
            self.load[label] += self.weight[node]
            self.nodes[was].remove(node)
            self.nodes[label].add(node)

    def borders(self) -> set[tuple[int, int]]:
        """Pairs of labels that touch, both ways round."""
        return {
            (self.of[node], self.of[other])
            for node, near in enumerate(self.near)
            for other in near
            if self.of[node] != self.of[other]
        }

    def gain(self, node: int, label: int) -> float:
        """Border saved when the node goes over to the label; each contact kept in a grid counts like TIE metres of it."""
        own = self.of[node]
        tied = 0.0 if self.ties is None else TIE * (self.ties[node][label] - self.ties[node][own])
        return tied + sum(
            pull if self.of[other] == label else -pull if self.of[other] == own else 0.0
            for other, pull in self.near[node].items()
        )

    def taken_along(self, node: int) -> set[int] | None:
        """What must leave with the node so that the rest of its label stays in one piece; None: the whole label."""
        own = self.of[node]
        starts = [other for other in self.near[node] if self.of[other] == own]
        if not starts:
            return None
        pieces: list[set[int]] = []
        for start in starts:
            if not any(start in piece for piece in pieces):
                pieces.append(
                    self._reach(start, own, without=node, goals=set(starts) if not pieces else None)
                )
        if len(pieces) == 1:
            return {node}
        heaviest = max(pieces, key=lambda piece: (sum(self.weight[each] for each in piece), -min(piece)))
        return {node}.union(*(piece for piece in pieces if piece is not heaviest))

    def _reach(self, start: int, label: int, *, without: int, goals: set[int] | None) -> set[int]:
        """Nodes of the label joined to `start`; ends early when all `goals` are found."""
        seen, queue = {start}, deque([start])
        missing = len(goals) - 1 if goals else -1
        while queue and missing:
            for other in self.near[queue.popleft()]:
                if other not in seen and other != without and self.of[other] == label:
                    seen.add(other)
                    queue.append(other)
                    missing -= bool(goals and other in goals)
        return seen


def mended(graph: Graph, labels: Ints, count: int) -> Ints:
    """Every label in one piece: its heaviest piece keeps it, the others join the neighbour that holds them strongest.

    A label 0 … count-1 that no node has gets one of the heaviest label; there must be that many nodes with a load.
    """
    labels = _filled(graph, labels.copy(), count)
    while True:
        piece = graph.pieces(labels)
        names, index = np.unique(piece, return_inverse=True)
        heavy = np.bincount(index, weights=graph.load + 1e-6)
        order = np.lexsort((names, -heavy, labels[names]))
        keeps = np.r_[True, labels[names][order][1:] != labels[names][order][:-1]]
        loose = np.isin(piece, names[order[~keeps]])
        if not loose.any():
            return labels
        _join_strongest(graph, labels, loose, piece)


def _filled(graph: Graph, labels: Ints, count: int) -> Ints:
    """Every label in use."""
    missing = np.setdiff1d(np.arange(count), labels[graph.load > 0])
    if not len(missing):
        return labels
    state = Labels(graph, labels, count)
    for label in missing.tolist():
        loaded = [sorted(node for node in own if state.weight[node]) for own in state.nodes]
        giver = max(
            (own for own in loaded if len(own) > 1), key=lambda own: sum(state.weight[node] for node in own)
        )
        state.move([next((node for node in giver if state.taken_along(node) == {node}), giver[0])], label)
    return np.array(state.of, np.int64)


def _join_strongest(graph: Graph, labels: Ints, loose: Flags, piece: Ints) -> None:
    """Give the loose piece with the strongest hold on a kept neighbour that neighbour's label."""
    one, other = np.r_[graph.one, graph.other], np.r_[graph.other, graph.one]
    edge = loose[one] & ~loose[other]
    total: dict[tuple[int, int], float] = {}
    for name, label, pull in zip(
        piece[one[edge]], labels[other[edge]], np.r_[graph.pull, graph.pull][edge], strict=True
    ):
        total[int(name), int(label)] = total.get((int(name), int(label)), 0.0) + float(pull)
    name, label = max(total, key=lambda key: (total[key], -key[0], -key[1]))
    labels[piece == name] = label


def levelled(graph: Graph, labels: Ints, count: int, cap: int, ties: Ints | None = None) -> Ints:
    """Labels in one piece each, none above `cap` where that can be, with few nodes moved. Labels must be in one piece.

    `ties` (n, count): how many households of a node are looked after by somebody who lives in the label's grid.
    """
    if np.bincount(labels, weights=graph.load, minlength=count).max() <= cap:
        return labels
    state = Labels(graph, labels, count, ties)
    best, least = list(state.of), excess(state, cap)
    for _ in range(ROUNDS):
        flow = least_flow(state.load, state.borders(), cap)
        before = excess(state, cap)
        _carry_out(state, flow, cap)
        if excess(state, cap) >= before and not _break_off(state, flow):
            break
        if excess(state, cap) < least:
            best, least = list(state.of), excess(state, cap)
        if not least:
            break
    return np.array(best, np.int64)


def _carry_out(state: Labels, flow: Flow, cap: int) -> None:
    """Those above the cap give first: what passes a label on comes in before it goes out, while the borders still touch."""
    open_ = dict(flow)
    while open_:
        pair = next((pair for pair in open_ if state.load[pair[0]] > cap), next(iter(open_)))
        _transfer(state, *pair, open_.pop(pair))


def excess(state: Labels, cap: int) -> int:
    """Load above the cap."""
    return sum(max(load - cap, 0) for load in state.load)


def _break_off(state: Labels, flow: Flow) -> bool:
    """Where only a larger part than wanted can leave a label in one piece: move the least such part that evens out."""
    choices = []
    for giver, taker in flow:
        for node in sorted(_rim(state, giver, taker)):
            along = state.taken_along(node)
            load = sum(state.weight[each] for each in along or ())
            if along and load and state.load[taker] + load < state.load[giver]:
                choices.append((load, node, taker, along))
    if choices:
        _load, _node, taker, along = min(choices, key=lambda choice: choice[:3])
        state.move(along, taker)
    return bool(choices)


def least_flow(load: list[int], borders: set[tuple[int, int]], cap: int) -> Flow:
    """The least total load to move over borders so that no label stays above the cap; as much of it as there is room.

    Successive shortest paths, every border at cost 1.
    """
    load = list(load)
    flow: Flow = {}
    near: dict[int, list[int]] = {}
    for giver, taker in sorted(borders):
        near.setdefault(giver, []).append(taker)
    while path := _cheapest_path(load, near, flow, cap):
        back = [flow.get((taker, giver), 0) for giver, taker in pairwise(path)]
        amount = min(
            load[path[0]] - cap, cap - load[path[-1]], *(each for each in back if each), load[path[0]]
        )
        for giver, taker in pairwise(path):
            undone = min(flow.get((taker, giver), 0), amount)
            flow[taker, giver] = flow.get((taker, giver), 0) - undone
            flow[giver, taker] = flow.get((giver, taker), 0) + amount - undone
        load[path[0]] -= amount
        load[path[-1]] += amount
    return {pair: amount for pair, amount in sorted(flow.items()) if amount}


def _cheapest_path(load: list[int], near: dict[int, list[int]], flow: Flow, cap: int) -> list[int]:
    """From a label above the cap to one with room; undoing flow saves what it cost. Empty: there is none."""
    cost = {label: 0 for label, each in enumerate(load) if each > cap}
    before: dict[int, int] = {}
    for _ in load:  # Bellman and Ford
        better: dict[int, int] = {}
        for here, so_far in cost.items():
            for there in near.get(here, []):
                step = so_far + (-1 if flow.get((there, here)) else 1)
                if step < better.get(there, cost.get(there, len(load) + 1)):
                    better[there], before[there] = step, here
        if not better:
            break
        cost.update(better)
    rooms = [
        (cost[label], -(cap - each), label) for label, each in enumerate(load) if each < cap and label in cost
    ]
    if not rooms:
        return []
    path = [min(rooms)[2]]
    while load[path[-1]] <= cap:
        path.append(before[path[-1]])
    return path[::-1]


def _transfer(state: Labels, giver: int, taker: int, amount: int) -> None:
    """Move nodes worth up to `amount` over the common border, the best placed first."""
    rim = _rim(state, giver, taker)
    left = amount
    refused: set[int] = set()
    while left > 0 and (choice := _best(state, rim - refused, taker, left)) is not None:
        along = state.taken_along(choice)
        if along is None or sum(state.weight[node] for node in along) > left:
            refused.add(choice)
            continue
        state.move(along, taker)
        left -= sum(state.weight[node] for node in along)
        rim -= along
        rim |= {other for node in along for other in state.near[node] if state.of[other] == giver}
        refused.clear()


def _rim(state: Labels, giver: int, taker: int) -> set[int]:
    """Nodes of the giver that touch the taker."""
    return {
        node for node in state.nodes[giver] if any(state.of[other] == taker for other in state.near[node])
    }


def _best(state: Labels, nodes: set[int], taker: int, most: int) -> int | None:
    fit = [node for node in nodes if state.weight[node] <= most]
    return max(fit, key=lambda node: (state.gain(node, taker), -node), default=None)
