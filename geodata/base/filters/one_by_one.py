"""Trees asked of single households in Python, from facts that one small statement reads.

A statement of all rules is quick for thousands, and costs a tenth of a second of planning for one. Both say the same: a test asks
both, and slow Python beside them.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from geodata.base.filters.compiling import RESIDENTS
from geodata.base.filters.leaf import Known, Subject
from geodata.base.filters.tree import Ask, Joined, Node, Not, asked, facts

NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class Facts:
    """Of a household, by name of the facts their columns; and of each who lives there (None: of somebody who is not recorded)."""

    home: dict[str, Mapping[str, object]] = field(default_factory=dict)
    persons: list[tuple[int | None, dict[str, Mapping[str, object]]]] = field(default_factory=list)


def facts_of(
    households: Collection[int], trees: Iterable[tuple[Node, Subject]], *, on: dt.date
) -> dict[int, Facts]:
    """What the leaves of these trees read, of those households that there are. One query."""
    known = facts()
    names = {"home", "person"}.union(
        name
        for tree, subject in trees
        for leaf in asked(tree)
        for name in leaf.leaf.reads_of(leaf.said, subject)
    )
    parts = [_part(name, known[name].of, known[name].sql) for name in known if name in names]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"on": on, "among": sorted(households)})
        rows = cursor.fetchall()
    found: dict[int, Facts] = {}
    own: dict[tuple[int, int | None], dict[str, Mapping[str, object]]] = {}
    for name, household, resident, columns in rows:
        told = found.setdefault(household, Facts())
        if known[name].of == "household":
            told.home[name] = json.loads(columns)
            continue
        own.setdefault((household, resident), {})[name] = json.loads(columns)
    for (household, resident), person in own.items():
        if "person" in person:
            found[household].persons.append((resident, person))
    for told in found.values():
        told.persons.sort(key=lambda one: one[0] or 0)
    return {key: told for key, told in found.items() if "home" in told.home}


def _part(name: str, of: Subject, sql: str) -> str:
    resident = "t.resident_id" if of == "resident" else "NULL::bigint"
    source = sql.replace("{among}", "x.household_id = ANY (%(among)s)")
    return f"SELECT '{name}', t.household_id, {resident}, row_to_json(t)::text FROM ({source}) t"  # noqa: S608 (text of ours)


def says(
    node: Node, known: Known, subject: Subject, *, on: dt.date, nobody: bool = False
) -> tuple[bool | None, frozenset[str]]:
    """Yes, no or unknown, and which facts are missing where it is unknown. `nobody`: of somebody who is not recorded."""
    match node:
        case Ask(leaf, said):
            value = leaf.value(said, subject, known, on)
            if value is not None:
                return value, NOTHING
            return None, frozenset((RESIDENTS if nobody and leaf.of_person else leaf.fact(said),))
        case Not(part):
            value, missed = says(part, known, subject, on=on, nobody=nobody)
            return (None if value is None else not value), missed
        case Joined(how, parts):
            found = [says(part, known, subject, on=on, nobody=nobody) for part in parts]
            value = _joined(how, [value for value, _missed in found])
            return value, NOTHING.union(*(missed for _value, missed in found)) if value is None else NOTHING


def _joined(how: str, values: list[bool | None]) -> bool | None:
    if how == "first":
        return next((value for value in values if value is not None), None)
    decides = how == "any"
    if decides in values:
        return decides
    return None if None in values else not decides
