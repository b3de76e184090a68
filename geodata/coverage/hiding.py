"""Which cells of a table of counts are hidden, so that no small one can be worked out from the others.

Pure arithmetic over a tree of areas. The reader is assumed to know every cell that is shown, that children add up to
their parent, that "<5" stands for 1 to 4, and how we choose: so the second cells are taken in the order of codes and
never by their size. Zero is shown, and hides nothing. "*" stands for 5 and more; of an area with two or more parts that
are not zero for anything, or "<5" of four villages would be 4.

A cell has a value for each of the days that may be asked, and is hidden on all of them or on none: what is hidden at
the end of one month is not told by the next.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import inf

LEAST = 5
"""The smallest count that is told of a sensitive question."""
WIDE = 4
"""How many values every hidden cell could have, at least, for all that the reader can work out."""

Values = tuple[int, ...]
Range = tuple[float, float]


def is_small(count: int) -> bool:
    return 0 < count < LEAST


class Mark(StrEnum):
    """What stands where a count is hidden."""

    FEW = "<5"  # 1 to 4
    WITHHELD = "*"


@dataclass(frozen=True)
class Tree:
    """Areas by code: each node's parent; a top has none. Leaves are the nodes that are nobody's parent."""

    parents: Mapping[str, str | None]

    @cached_property
    def children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node in sorted(self.parents):
            parent = self.parents[node]
            if parent is not None:
                found.setdefault(parent, []).append(node)
        return found

    @cached_property
    def upwards(self) -> list[str]:
        """Every node after all that lie in it."""
        return sorted(self.parents, key=lambda node: (-len(self.above(node)), node))

    @cached_property
    def inner(self) -> list[str]:
        return [node for node in self.upwards if node in self.children]

    def above(self, node: str) -> list[str]:
        """The nodes above, the nearest first."""
        found: list[str] = []
        parent = self.parents[node]
        while parent is not None:
            found.append(parent)
            parent = self.parents[parent]
        return found

    def sums(self, leaves: Mapping[str, Values], days: int) -> dict[str, Values]:
        """The values of every node: of a leaf its own (zero without one), of the others the sum of their children."""
        nothing = (0,) * days
        found = {node: leaves.get(node, nothing) for node in self.parents if node not in self.children}
        for node in self.inner:
            found[node] = tuple(map(sum, zip(*(found[child] for child in self.children[node]), strict=True)))
        return found


@dataclass
class Hiding:
    """The cells of one figure while they are being hidden. `known`: what the reader may see all the same.

    `also` are hidden whatever their value. Cells of `needy` are only safe beside a hidden cell of `roomy` in the same
    area (see disclosure.py); None: any cell will do. `least` cells at least are hidden in an area that is shown. `caps`:
    what a cell of "*" is known not to exceed, on the first day.
    """

    tree: Tree
    values: Mapping[str, Values]
    known: Collection[str] = ()
    also: Collection[str] = ()
    needy: set[str] = field(default_factory=set)
    roomy: Collection[str] | None = None
    least: int = 1
    caps: Mapping[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def run(self) -> frozenset[str]:
        """Hide until every hidden cell is at least WIDE. It ends: each round hides one more."""
        self.hidden = {
            node for node in self.tree.parents if node not in self.known and self._is_sensitive(node)
        }
        for node in self.tree.inner:
            if node in self.hidden:
                self._cover_inside(node)
        for node in self.tree.inner:
            if node not in self.hidden:
                self._guard(node)
        narrow = self._too_narrow()
        while narrow is not None and self._hide_beside(narrow):
            narrow = self._too_narrow()
        return frozenset(self.hidden)

    def signs(self, day: int) -> dict[str, Mark]:
        """What stands for each hidden cell on that day."""
        return {node: self._sign(node, day) for node in self.hidden if self.values[node][day]}

    def _sign(self, node: str, day: int) -> Mark:
        return Mark.FEW if self._parts[node][day] == 1 and is_small(self.values[node][day]) else Mark.WITHHELD

    @cached_property
    def _parts(self) -> dict[str, Values]:
        """How many leaves of each node are not zero."""
        leaves = {node: values for node, values in self.values.items() if node not in self.tree.children}
        return self.tree.sums(
            {node: tuple(int(count > 0) for count in values) for node, values in leaves.items()},
            len(self.days),
        )

    def _said(self, node: str, day: int) -> Range:
        """What its sign alone tells."""
        if self._sign(node, day) == Mark.FEW:
            return 1, LEAST - 1
        return LEAST if self._parts[node][day] == 1 else 1, self.caps.get(node, inf)

    @property
    def days(self) -> range:
        return range(len(next(iter(self.values.values()), ())))

    def _is_sensitive(self, node: str) -> bool:
        return node in self.also or any(map(is_small, self.values[node]))

    def _hidden_in(self, node: str) -> list[str]:
        return [child for child in self.tree.children[node] if child in self.hidden]

    def _guard(self, node: str) -> None:
        """Second cells in an area whose own count is shown; where there are none to take it is hidden as well."""
        while not self._is_safe(node):
            if (child := self._next_child(node)) is not None:
                self._hide(child)
                continue
            if node not in self.known:
                self.hidden.add(node)
                self.needy.update({node} if self._needs_room(node) else ())
            return

    def _is_safe(self, node: str) -> bool:
        inside = self._hidden_in(node)
        if not inside:
            return True
        if len(inside) < self.least or (self._needs_room(node) and not self._has_room(node)):
            return False
        return all(self._is_wide(inside, day) for day in self.days)

    def _needs_room(self, node: str) -> bool:
        return any(child in self.needy for child in self._hidden_in(node))

    def _has_room(self, node: str) -> bool:
        return any(self._is_roomy(child) for child in self._hidden_in(node))

    def _is_roomy(self, node: str) -> bool:
        if self.roomy is None:
            return True
        if node in self.tree.children:
            return any(self._is_roomy(child) for child in self._hidden_in(node))
        return node in self.roomy

    def _could_help(self, node: str) -> bool:
        """Would hiding it make anything safer?"""
        if node in self.known or node in self.hidden or not any(self.values[node]):
            return self.least > 1 and node not in self.known and node not in self.hidden
        if self.roomy is None:
            return True
        inside = self.tree.children.get(node)
        return node in self.roomy if inside is None else any(map(self._could_help, inside))

    def _next_child(self, node: str) -> str | None:
        """In the order of codes, beginning after the first that is hidden: its choice tells nothing of its count."""
        inside = self.tree.children[node]
        first = next((place for place, child in enumerate(inside) if child in self.hidden), 0)
        turned = inside[first + 1 :] + inside[: first + 1]
        return next((child for child in turned if self._could_help(child)), None)

    def _hide(self, node: str) -> None:
        self.hidden.add(node)
        if node in self.tree.children:
            self._cover_inside(node)

    def _cover_inside(self, node: str) -> None:
        """An area is only hidden if what it is the sum of is not all shown."""
        while (child := self._next_child(node)) is not None:
            if all(self._is_wide_inside(node, day) for day in self.days):
                return
            self._hide(child)

    def _is_wide_inside(self, node: str, day: int) -> bool:
        if not self.values[node][day]:
            return self.least < 2 or bool(self._hidden_in(node))
        low, high = self._range(node, day)
        return high - low >= WIDE - 1

    def _range(self, node: str, day: int) -> Range:
        """What is known of a node from itself and from what lies in it."""
        inside = self.tree.children.get(node, ()) if self._is_hidden(node, day) else ()
        return self._own_range(node, day, [self._range(child, day) for child in inside])

    def _own_range(self, node: str, day: int, inside: Sequence[Range]) -> Range:
        value = self.values[node][day]
        if not self._is_hidden(node, day):
            return value, value
        low, high = self._said(node, day)
        if not inside:
            return low, high
        return max(low, sum(each[0] for each in inside)), min(high, sum(each[1] for each in inside))

    def _is_hidden(self, node: str, day: int) -> bool:
        return node in self.hidden and self.values[node][day] > 0

    def _is_wide(self, inside: Iterable[str], day: int) -> bool:
        """The hidden cells of an area whose own count is known."""
        told = {child: self._range(child, day) for child in inside if self.values[child][day]}
        total = sum(self.values[child][day] for child in told)
        return all(high - low >= WIDE - 1 for low, high in shared(told, (total, total)).values())

    def _too_narrow(self) -> str | None:
        """A hidden cell that can be worked out too well, of all the tree and every day."""
        return next((node for day in self.days for node in self._narrow_on(day)), None)

    def _narrow_on(self, day: int) -> list[str]:
        known: dict[str, Range] = {}
        for node in self.tree.upwards:
            inside = [known[child] for child in self.tree.children.get(node, ())]
            known[node] = self._own_range(node, day, inside)
        for node in reversed(self.tree.inner):
            within = {child: known[child] for child in self.tree.children[node]}
            known |= shared(within, known[node])
        return [
            node
            for node in self.tree.upwards
            if self._is_hidden(node, day) and known[node][1] - known[node][0] < WIDE - 1
        ]

    def _hide_beside(self, node: str) -> bool:
        """One more cell, as near to that one as there is any. False: there is nothing left to hide."""
        for parent in self.tree.above(node):
            if (child := self._next_child(parent)) is not None:
                self._hide(child)
                return True
            if parent not in self.hidden and parent not in self.known:
                self.hidden.add(parent)
                return True
        return False


def shared(ranges: Mapping[str, Range], total: Range) -> dict[str, Range]:
    """What is known of each of some cells when the range of their sum is: exact for whole numbers."""
    least = sum(low for low, _high in ranges.values())
    most = sum(high for _low, high in ranges.values() if high != inf)
    endless = sum(high == inf for _low, high in ranges.values())
    found = {}
    for node, (low, high) in ranges.items():
        others = inf if endless > (high == inf) else most - (0 if high == inf else high)
        found[node] = (max(low, total[0] - others), min(high, total[1] - (least - low)))
    return found
