"""What the rules in force say of households, worked out for many at once: yes, no or unknown, and which questions are missing.

One statement for all rules: every leaf of any of them is asked once a household or resident, every table is joined once. A policy of
persons is asked of each resident, and where not all who live there are recorded of somebody of whom nothing is known; it holds for the
household if it holds for one of them, and it does not only if it is known not to hold for any.
"""

import datetime as dt
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from django.db import connection, transaction

from geodata.base.filters.compiling import Bits, Question
from geodata.base.manifest import concepts
from geodata.people.models import Household
from geodata.policies import one_by_one
from geodata.policies.models import DoorQuestion
from geodata.policies.rules import Rule, rules_in_force

AT_ONCE = 40_000
"""Households of one statement: what it puts together has to fit in memory."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of a household that is not dissolved and a policy in force: `yes + no + unknown = pairs`."""

    pairs: int = 0
    yes: int = 0
    no: int = 0
    unknown: int = 0
    seconds: float = 0.0

    def plus(self, other: Self) -> "Matched":
        return Matched(
            self.pairs + other.pairs,
            self.yes + other.yes,
            self.no + other.no,
            self.unknown + other.unknown,
            self.seconds + other.seconds,
        )


def match_villages(villages: Sequence[int], *, on: dt.date) -> Matched:
    """All households of these villages. The caller's transaction."""
    found = Matched()
    for part in parts_of(villages):
        found = found.plus(_match("x.village_id = ANY (%(among)s)", part, on))
        _follow(True, part, on)
    return found


def match_households(households: Collection[int], *, on: dt.date) -> Matched:
    """These alone, such as after an answer: a few of them by one small query, without the statement of all rules."""
    few = len(households) <= one_by_one.FEW
    found = (
        _match_few(households, on)
        if few
        else _match("x.household_id = ANY (%(among)s)", sorted(households), on)
    )
    _follow(False, households, on)
    return found


@transaction.atomic
def _match_few(households: Collection[int], on: dt.date) -> Matched:
    rules, began = rules_in_force(on), time.perf_counter()
    if not rules or not households:
        return Matched()
    found = one_by_one.found_at(households, rules, on=on)
    asked = dict(DoorQuestion.objects.values_list("code", "pk"))
    one_by_one.write(found, asked, households, on=on)
    pairs = sum(one.pairs for one in found.values())
    yes, unknown = sum(one.held for one in found.values()), sum(len(one.unknown) for one in found.values())
    return Matched(pairs, yes, pairs - yes - unknown, unknown, time.perf_counter() - began)


def _follow(villages: bool, keys: Collection[int], on: dt.date) -> None:
    """What later concepts make of it (see the manifests)."""
    for concept in concepts():
        if concept.matched:
            concept.matched(villages, keys, on)


def parts_of(villages: Sequence[int]) -> Iterator[list[int]]:
    """Villages that have about as many households as a statement takes."""
    rows = Household.objects.filter(village__in=villages).order_by().values_list("village")
    from django.db.models import Count

    part: list[int] = []
    size = 0
    for village, count in rows.annotate(count=Count("pk")).order_by("village"):
        if part and size + count > AT_ONCE:
            yield part
            part, size = [], 0
        part.append(village)
        size += count
    if part:
        yield part


@transaction.atomic
def _match(among: str, keys: Sequence[int], on: dt.date) -> Matched:
    rules, began = rules_in_force(on), time.perf_counter()
    if not rules or not keys:
        return Matched()
    asked = dict(DoorQuestion.objects.values_list("code", "pk"))
    statement, params = written(rules, on, among)
    facts = [
        asked.get(fact.removeprefix("answer:"), 0) if fact.startswith("answer:") else 0
        for fact in params["facts"]
    ]
    with connection.cursor() as cursor:
        many = "village" in among
        if many:
            # Row-level security hides statistics from the planner, which then takes a county for a handful.
            cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        cursor.execute(statement, {**params, "facts": facts, "among": list(keys)})
        pairs, yes, unknown = cursor.fetchone()
        if many:
            cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")
    return Matched(pairs, yes, pairs - yes - unknown, unknown, time.perf_counter() - began)


WRITE = """
WITH {ways}, found AS MATERIALIZED ({found}), gone AS (
    DELETE FROM geodata_matching x WHERE {among} AND NOT EXISTS (SELECT FROM found f WHERE f.household_id = x.household_id)
), kept AS (
    INSERT INTO geodata_matching (household_id, village_id, yes, yes_residents, unknown, missing, "on")
    SELECT household_id, village_id, yes, yes_residents, unknown,
           ARRAY(SELECT q.id FROM unnest(%(facts)s::integer[]) WITH ORDINALITY q (id, n)
                 WHERE q.id > 0 AND get_bit(bits, n::integer - 1) = 1 ORDER BY q.id), %(on)s
    FROM found
    ON CONFLICT (household_id) DO UPDATE
    SET village_id = excluded.village_id, yes = excluded.yes, yes_residents = excluded.yes_residents,
        unknown = excluded.unknown, missing = excluded.missing, "on" = excluded."on"
    WHERE (geodata_matching.yes, geodata_matching.yes_residents, geodata_matching.unknown, geodata_matching.missing)
        IS DISTINCT FROM (excluded.yes, excluded.yes_residents, excluded.unknown, excluded.missing)
)
SELECT coalesce(sum(pairs), 0)::bigint, coalesce(sum(held), 0)::bigint, coalesce(sum(cardinality(unknown)), 0)::bigint FROM found"""


@lru_cache(maxsize=16)
def written(rules: tuple[Rule, ...], on: dt.date, among: str) -> tuple[str, dict[str, Any]]:
    """The statement that matches and writes, and its values: those of the leaves, and `facts` by bit."""
    ways, found, params = answered(rules, on, among)
    return WRITE.format(ways=ways, found=found, among=among), params


def answered(
    rules: Sequence[Rule], on: dt.date, among: str, *, apart: bool = False
) -> tuple[str, str, dict[str, Any]]:
    """The ways there (for WITH), a SELECT of a row for each household, and the values. `apart`: also what each rule misses."""
    homes = [rule for rule in rules if rule.subject == "household"]
    persons = [rule for rule in rules if rule.subject == "resident"]
    bits = Bits([rule.tree for rule in rules])
    of_homes = Question([rule.tree for rule in homes], subject="household", on=on, bits=bits, prefix="h")
    of_persons = Question([rule.tree for rule in persons], subject="resident", on=on, bits=bits, prefix="r")
    areas = {area: f"a{n}" for n, area in enumerate(dict.fromkeys(rule.area for rule in rules))}
    params = {**of_homes.params, **of_persons.params, "facts": tuple(bits.facts)}
    inside = "".join(f", starts_with(home.village, %({name})s::text) AS {name}" for name in areas.values())
    params |= {name: area for area, name in areas.items()}
    ways = f"""asked AS (
    SELECT household_id, village_id, {", ".join(areas.values())}{_columns(of_homes)} FROM (
        SELECT household_id, home.village_id{inside}{of_homes.leaves()}
        FROM {of_homes.joins(among, base="home")} WHERE home.occupancy <> 'dissolved' OFFSET 0
    ) k OFFSET 0
), persons_asked AS (
    SELECT household_id{"".join(_united(n, bits) for n in range(len(persons)))} FROM (
        SELECT household_id, resident_id{_columns(of_persons)} FROM (
            SELECT household_id, resident_id{of_persons.leaves()}
            FROM {of_persons.joins(among, base="person")} OFFSET 0
        ) k OFFSET 0
    ) z GROUP BY household_id
)"""
    return ways, _put_together(homes, persons, areas, bits, apart=apart), params


def _columns(question: Question) -> str:
    """Of each tree its value and what it misses."""
    pairs = zip(question.values, question.missing, strict=True)
    return "".join(f", {value} AS v{n}, {missing} AS m{n}" for n, (value, missing) in enumerate(pairs))


def _united(n: int, bits: Bits) -> str:
    return (
        f", coalesce(bool_or(v{n}), false) AS y{n}, bool_or(v{n} IS NULL) AS u{n}, coalesce(bit_or(m{n}), {bits.none}) AS b{n},"
        f" array_agg(coalesce(resident_id, 0) ORDER BY resident_id) FILTER (WHERE v{n}) AS w{n}"
    )


def _put_together(
    homes: Sequence[Rule], persons: Sequence[Rule], areas: dict[str, str], bits: Bits, *, apart: bool
) -> str:
    yes: list[str] = []
    unknown: list[str] = []
    held: list[str] = []
    missed: list[str] = []
    for n, rule in enumerate(homes):
        place = f"q.{areas[rule.area]}"
        yes.append(f"CASE WHEN {place} AND q.v{n} THEN {rule.policy} END")
        unknown.append(f"CASE WHEN {place} AND q.v{n} IS NULL THEN {rule.policy} END")
        missed.append(f"CASE WHEN {place} THEN q.m{n} ELSE {bits.none} END")
    alone = f"array_remove(ARRAY[{', '.join(yes)}]::integer[], NULL)"
    held.append(f"cardinality({alone})")
    lists, names = [alone], [f"array_fill(0::bigint, ARRAY[cardinality({alone})])"]
    for n, rule in enumerate(persons):
        place = f"q.{areas[rule.area]}"
        lists.append(
            f"CASE WHEN {place} AND z.y{n} THEN array_fill({rule.policy}, ARRAY[cardinality(z.w{n})]) END"
        )
        names.append(f"CASE WHEN {place} AND z.y{n} THEN z.w{n} END")
        held.append(f"coalesce({place} AND z.y{n}, false)::integer")
        unsure = f"{place} AND NOT z.y{n} AND z.u{n}"
        unknown.append(f"CASE WHEN {unsure} THEN {rule.policy} END")
        missed.append(f"CASE WHEN {unsure} THEN z.b{n} ELSE {bits.none} END")
    pairs = " + ".join(
        f"q.{name}::integer * {sum(rule.area == area for rule in (*homes, *persons))}"
        for area, name in areas.items()
    )
    each = f", ARRAY[{', '.join(missed)}]::text[] AS apart" if apart else ""
    return f"""
    SELECT q.household_id, q.village_id{each}, {" || ".join(lists)} AS yes, {" || ".join(names)} AS yes_residents,
           array_remove(ARRAY[{", ".join(unknown)}]::integer[], NULL) AS unknown, {" + ".join(held)} AS held,
           {" | ".join(missed)} AS bits, {pairs} AS pairs
    FROM asked q LEFT JOIN persons_asked z USING (household_id)"""
