"""Households kept with whoever looks after them while grids are evened out: a tabu search on labels that are level.

Levelling moves the fewest households and parts those whom one person looks after. From there one place, or all that
one person looks after, goes over to a neighbouring label, with what the rest of its label needs to stay in one piece.
Each time the best such step is taken, also where it makes things worse, and nothing goes back for some steps. The
best state seen is kept. No chance is in it: the same input gives the same labels again.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from geodata.geometry.arrays import Ints
from geodata.geometry.balance import Labels, excess
from geodata.geometry.graph import Graph

PRICE = 10.0
"""So many households more may change their grid for one contact fewer that newly crosses a border."""
STEPS, PATIENCE = 300, 100
"""At most so many steps, and so many since the best state."""
SHORT = 0.001
"""What a metre of border counts among steps that are else the same."""
HEAVIEST, LIGHTEST, CHANGE = 50.0, 0.5, 1.15
"""What a household above the cap costs grows by this factor while there is one, and falls while there is none."""

Step = tuple[tuple[int, ...], int]
"""Nodes, and the label that they go over to."""


class Kept(Labels):
    """Labels with what they were at first, and contacts: `pairs` (k, 2) the nodes of a household and of its helper.

    A contact that leads to another label already counts for nothing: nobody moves to mend it.
    """

    def __init__(self, graph: Graph, labels: Ints, present: Ints, cap: int, pairs: Ints) -> None:
        super().__init__(graph, labels, int(present.max()) + 1)
        self.present: list[int] = present.tolist()
        self.cap = cap
        self.tied: list[dict[int, int]] = [{} for _ in self.of]
        groups: dict[int, set[int]] = {}
        for home, helper in pairs[present[pairs[:, 0]] == present[pairs[:, 1]]].tolist():
            groups.setdefault(helper, {helper}).add(home)
            if home != helper:
                self.tied[home][helper] = self.tied[home].get(helper, 0) + 1
                self.tied[helper][home] = self.tied[helper].get(home, 0) + 1
        self.groups = [sorted(groups[helper]) for helper in sorted(groups)]

    @property
    def crossing(self) -> int:
        """Contacts that lead to another label, and did not at first."""
        ends = sum(
            count
            for node, tied in enumerate(self.tied)
            for other, count in tied.items()
            if self.of[node] != self.of[other]
        )
        return ends // 2

    @property
    def moved(self) -> int:
        trio = zip(self.weight, self.of, self.present, strict=True)
        return sum(weight for weight, now, was in trio if now != was)

    def value(self) -> tuple[int, float]:
        """What is to be small: load above the cap before all else."""
        return excess(self, self.cap), PRICE * self.crossing + self.moved

    def steps(self) -> Iterator[Step]:
        for node, near in enumerate(self.near):
            for label in sorted({self.of[other] for other in near} - {self.of[node]}):
                yield (node,), label
        for group in self.groups:
            labels = {self.of[node] for node in group}
            for label in sorted(labels.union(self.of[other] for node in group for other in self.near[node])):
                away = tuple(node for node in group if self.of[node] != label)
                if len(away) > 1:
                    yield away, label

    def cost(self, nodes: Iterable[int], label: int, above: float) -> float:
        """What the step adds to the value, with `above` for each household above the cap."""
        gone = set(nodes)
        cost, loads = 0.0, {label: 0}
        for node in gone:
            own, weight = self.of[node], self.weight[node]
            cost += weight * ((self.present[node] == own) - (self.present[node] == label))
            cost += PRICE * self._parted(self.tied[node], gone, own, label)
            cost += SHORT * self._parted(self.near[node], gone, own, label)
            loads[own] = loads.get(own, 0) - weight
            loads[label] += weight
        over = (
            max(self.load[each] + change - self.cap, 0) - max(self.load[each] - self.cap, 0)
            for each, change in loads.items()
        )
        return cost + above * sum(over)

    def _parted(
        self, links: dict[int, int] | dict[int, float], gone: set[int], own: int, label: int
    ) -> float:
        """How much more of the links of a node then leads to another label; those within `gone` count from both ends."""
        more = 0.0
        for other, count in links.items():
            there = self.of[other]
            more += (
                -count * (there != own) / 2 if other in gone else count * ((there != label) - (there != own))
            )
        return more

    def whole(self, nodes: Iterable[int], label: int) -> set[int] | None:
        """The nodes and what must go along; None where a label would lose all its load, or they do not reach `label`."""
        gone = set(nodes)
        for own in sorted({self.of[node] for node in gone}):
            pieces = self._pieces(self.nodes[own] - gone)
            heavy = max(
                pieces,
                key=lambda piece: (sum(self.weight[each] for each in piece), -min(piece)),
                default=None,
            )
            if heavy is None or not any(self.weight[each] for each in heavy):
                return None
            gone.update(*(piece for piece in pieces if piece is not heavy))
        reached = (
            any(self.of[other] == label for node in piece for other in self.near[node])
            for piece in self._pieces(gone)
        )
        return gone if all(reached) else None

    def _pieces(self, nodes: set[int]) -> list[set[int]]:
        left, pieces = set(nodes), []
        while left:
            queue = [min(left)]
            piece = set(queue)
            while queue:
                new = [other for other in self.near[queue.pop()] if other in left and other not in piece]
                piece.update(new)
                queue += new
            left -= piece
            pieces.append(piece)
        return pieces


def kept_together(graph: Graph, labels: Ints, present: Ints, cap: int, pairs: Ints) -> Ints:
    """Labels as level as those given, each in one piece, of which fewer contacts newly lead to another label.

    `labels` are level and in one piece, `present` what they were at first. The price of a contact is PRICE moves.
    """
    state = Kept(graph, labels, present, cap, pairs)
    if not state.crossing:
        return labels
    best, least, above, last = list(state.of), state.value(), PRICE, 0
    barred: dict[tuple[int, int], int] = {}
    for step in range(STEPS):
        step_taken = _best_step(state, above, {key for key, until in barred.items() if until >= step})
        if step_taken is None or step - last > PATIENCE:
            break
        nodes, label = step_taken
        for node in nodes:
            # Not all for the same time: nothing goes round in circles.
            barred[node, state.of[node]] = step + 8 + (7 * node + step) % 7
        state.move(nodes, label)
        value = state.value()
        if value < least:
            best, least, last = list(state.of), value, step
        above = min(above * CHANGE, HEAVIEST) if value[0] else max(above / CHANGE, LIGHTEST)
    return np.array(best, np.int64)


def _best_step(state: Kept, above: float, barred: set[tuple[int, int]]) -> tuple[list[int], int] | None:
    """The cheapest step that leaves every label in one piece. What goes along is looked at only where it can pay."""
    best: tuple[float, list[int], int] | None = None
    for cost, nodes, label in sorted(
        (state.cost(nodes, label, above), nodes, label) for nodes, label in state.steps()
    ):
        if best and cost >= best[0]:
            break
        along = state.whole(nodes, label)
        if along is None or any((node, label) in barred for node in along):
            continue
        candidate = (
            cost if len(along) == len(nodes) else state.cost(along, label, above),
            sorted(along),
            label,
        )
        best = min(best, candidate) if best else candidate
    return best and best[1:]
