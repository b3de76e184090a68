"""What the rules in force say of a few households, in Python (geodata/base/filters/one_by_one.py): as matching.py says it of thousands."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from geodata.base.filters.leaf import Subject
from geodata.base.filters.one_by_one import Facts, facts_of, says
from geodata.policies.rules import Rule

FEW = 60
"""Households up to which this is quicker than the statement of all rules."""


@dataclass(slots=True)
class Found:
    """Of one household: as its row of `Matching` has it, and by policy what each misses."""

    village: int
    pairs: int = 0
    held: int = 0
    yes: list[int] = field(default_factory=list)
    residents: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    missed: list[frozenset[str]] = field(default_factory=list)


def found_at(households: Collection[int], rules: Sequence[Rule], *, on: dt.date) -> dict[int, Found]:
    """By household that is not dissolved. One query."""
    homes = [rule for rule in rules if rule.subject == "household"]
    persons = [rule for rule in rules if rule.subject == "resident"]
    trees: list[tuple[object, Subject]] = [(rule.tree, "household") for rule in homes]
    trees += [(rule.tree, "resident") for rule in persons]
    facts = facts_of(households, trees, on=on)  # type: ignore[arg-type]  # trees are nodes
    return {
        key: _found(known, homes, persons, on)
        for key, known in facts.items()
        if known.home["home"]["occupancy"] != "dissolved"
    }


def _found(known: Facts, homes: Sequence[Rule], persons: Sequence[Rule], on: dt.date) -> Found:
    home = known.home["home"]
    village = str(home["village"])
    found = Found(int(str(home["village_id"])))
    for rule in homes:
        if not village.startswith(rule.area):
            continue
        found.pairs += 1
        value, missed = says(rule.tree, known.home, "household", on=on)
        if value:
            _holds(found, rule, [0])
        elif value is None:
            _unsure(found, rule, missed)
    everybody = [(key, {**known.home, **own}) for key, own in known.persons]
    for rule in persons:
        if not village.startswith(rule.area):
            continue
        found.pairs += 1
        told = [(key, *says(rule.tree, own, "resident", on=on, nobody=key is None)) for key, own in everybody]
        whom = [key or 0 for key, value, _missed in told if value]
        if whom:
            _holds(found, rule, whom)
        elif any(value is None for _key, value, _missed in told):
            _unsure(found, rule, frozenset().union(*(missed for _key, _value, missed in told)))
    return found


def _holds(found: Found, rule: Rule, whom: list[int]) -> None:
    found.held += 1
    found.yes += [rule.policy] * len(whom)
    found.residents += whom


def _unsure(found: Found, rule: Rule, missed: frozenset[str]) -> None:
    found.unknown.append(rule.policy)
    found.missed.append(missed)


def questions_of(found: Found, asked: Mapping[str, int]) -> Counter[int]:
    """How many policies miss the answer to each question, by its key."""
    return Counter(
        key
        for missed in found.missed
        for fact in missed
        if fact.startswith("answer:") and (key := asked.get(fact.removeprefix("answer:")))
    )


WRITE = """
WITH found AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (
        household_id bigint, village_id bigint, yes integer[], yes_residents bigint[], unknown integer[], missing integer[])
), gone AS (
    DELETE FROM geodata_matching x WHERE x.household_id = ANY (%(among)s)
        AND NOT EXISTS (SELECT FROM found f WHERE f.household_id = x.household_id)
)
INSERT INTO geodata_matching (household_id, village_id, yes, yes_residents, unknown, missing, "on")
SELECT household_id, village_id, yes, yes_residents, unknown, missing, %(on)s FROM found
ON CONFLICT (household_id) DO UPDATE
SET village_id = excluded.village_id, yes = excluded.yes, yes_residents = excluded.yes_residents,
    unknown = excluded.unknown, missing = excluded.missing, "on" = excluded."on"
WHERE (geodata_matching.yes, geodata_matching.yes_residents, geodata_matching.unknown, geodata_matching.missing)
    IS DISTINCT FROM (excluded.yes, excluded.yes_residents, excluded.unknown, excluded.missing)"""


def write(
    found: Mapping[int, Found], asked: Mapping[str, int], among: Collection[int], *, on: dt.date
) -> None:
    """Their rows, where something has changed; of those that are not found any more none is left."""
    rows = [
        {
            "household_id": key, "village_id": one.village, "yes": one.yes, "yes_residents": one.residents,
            "unknown": one.unknown, "missing": sorted(questions_of(one, asked)),
        }
        for key, one in found.items()
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"rows": json.dumps(rows), "among": sorted(among), "on": on})
