"""Trees as SQL: one expression each that is TRUE, FALSE or NULL, and one of the facts that are missing where it is NULL.

AND, OR and NOT of SQL are three-valued as the trees are. All trees of a `Question` are asked in one statement: each leaf is
worked out once a row, each table of facts is joined once. Missing facts are bits while they are put together: they are united
without sorting, and by an aggregate; `facts` says what each bit is.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from geodata.base.filters.leaf import Facts, Subject
from geodata.base.filters.tree import Ask, Joined, Node, Not, asked
from geodata.base.filters.tree import facts as facts_known

RESIDENTS = "residents"
"""What is missing where somebody of a household is not recorded as a resident at all."""


class Bits:
    """The facts that any of some trees may miss, each a bit."""

    def __init__(self, trees: Iterable[Node]) -> None:
        missed = dict.fromkeys(leaf.leaf.fact(leaf.said) for tree in trees for leaf in asked(tree))
        self.facts: list[str] = [RESIDENTS, *missed]

    @property
    def none(self) -> str:
        return f"B'{'0' * len(self.facts)}'"

    def of(self, fact: str) -> str:
        at = self.facts.index(fact)
        return f"B'{'0' * at}1{'0' * (len(self.facts) - at - 1)}'"


class Question:
    """Some trees about the same kind of subject: their expressions, and what has to be joined to ask them."""

    def __init__(
        self, trees: Sequence[Node], *, subject: Subject, on: dt.date, bits: Bits, prefix: str = "p"
    ) -> None:
        self.subject, self.bits, self.prefix = subject, bits, prefix
        self.params: dict[str, object] = {"on": on}
        self.columns: dict[str, tuple[str, str]] = {}
        self.reads: set[str] = set()
        for tree in trees:
            for leaf in asked(tree):
                if leaf.key not in self.columns:
                    sql = leaf.leaf.sql(leaf.said, subject, self._put, on)
                    self.columns[leaf.key] = (f"l{len(self.columns)}", sql)
                    self.reads.update(leaf.leaf.reads_of(leaf.said, subject))
        self.values = [self.value(tree) for tree in trees]
        self.missing = [self.missed(tree) for tree in trees]

    def value(self, tree: Node) -> str:
        """TRUE, FALSE or NULL over the columns of the leaves."""
        match tree:
            case Joined("first", parts):
                return f"coalesce({', '.join(map(self.value, parts))})"
            case Joined(how, parts):
                return f"({(' AND ' if how == 'all' else ' OR ').join(map(self.value, parts))})"
            case Not(part):
                return f"(NOT {self.value(part)})"
            case Ask():
                return self.columns[tree.key][0]

    def missed(self, tree: Node) -> str:
        """The bits of what would have to be known; none where the tree is known."""
        if isinstance(tree, Ask):
            found = self.bits.of(tree.leaf.fact(tree.said))
            if self.subject == "resident" and tree.leaf.of_person:
                found = f"CASE WHEN resident_id IS NULL THEN {self.bits.of(RESIDENTS)} ELSE {found} END"
        elif isinstance(tree, Not):
            return self.missed(tree.part)
        else:
            found = " | ".join(map(self.missed, tree.parts))
        return f"(CASE WHEN {self.value(tree)} IS NULL THEN {found} ELSE {self.bits.none} END)"

    def leaves(self) -> str:
        """The columns of the leaves, for a SELECT."""
        return "".join(f", {sql} AS {name}" for name, sql in self.columns.values())

    def joins(self, among: str, *, base: str) -> str:
        """FROM: `base` and whatever the leaves read, each as a relation by its name."""
        known = facts_known()
        names = [name for name in known if name in self.reads and name != base]
        return _relation(known[base], among) + "".join(
            f" LEFT JOIN {_relation(known[name], among)} USING ({_key(known[name])})" for name in names
        )

    def _put(self, value: object) -> str:
        name = f"{self.prefix}{len(self.params)}"
        self.params[name] = value
        return f"%({name})s"


def _relation(one: Facts, among: str) -> str:
    return f"({one.sql.replace('{among}', among)}) {one.name}"


def _key(one: Facts) -> str:
    return "household_id" if one.of == "household" else "household_id, resident_id"
