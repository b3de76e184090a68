"""What to ask at a door: unknown facts, ranked by how many policies hang on each; at most three at a visit.

An answer of today to any of them is left out; what somebody did not answer comes again at the next visit.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from geodata.people.models import Household, Resident
from geodata.policies.matching import answered
from geodata.policies.models import DoorQuestion
from geodata.policies.rules import rules_in_force

MOST_AT_A_DOOR = 3


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question, about whom of the household (None: all of it), and how many policies hang on it."""

    question: DoorQuestion
    resident: Resident | None
    policies: int


def questions_at(household: Household, *, on: dt.date, most: int = MOST_AT_A_DOOR) -> list[ToAsk]:
    """What would be asked there on that day, the one on which most hangs first. Four queries."""
    hanging = policies_by_question([household.pk], on=on).get(household.pk, Counter())
    questions = {one.pk: one for one in DoorQuestion.objects.on(on).filter(pk__in=hanging)}
    ranked = sorted(questions, key=lambda key: (-hanging[key], questions[key].code))
    residents: list[Resident] = []
    if any(questions[key].subject == "resident" for key in ranked):
        residents = list(_present(household, on))
    found = []
    for key in ranked:
        whom: Collection[Resident | None] = residents if questions[key].subject == "resident" else (None,)
        found += [ToAsk(questions[key], one, hanging[key]) for one in whom]
    return found[:most]


def _present(household: Household, on: dt.date) -> list[Resident]:
    rows = Resident.objects.filter(household=household).order_by("birth_year", "pk")
    return [
        one
        for one in rows
        if not ((one.died_on and one.died_on <= on) or (one.moved_out_on and one.moved_out_on <= on))
    ]


def policies_by_question(households: Collection[int], *, on: dt.date) -> Mapping[int, Counter[int]]:
    """By household and question, how many policies miss its answer. Three queries."""
    rules = rules_in_force(on)
    if not rules or not households:
        return {}
    asked = dict(DoorQuestion.objects.values_list("code", "pk"))
    ways, found, params = answered(rules, on, "x.household_id = ANY (%(among)s)", apart=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {ways} SELECT household_id, apart FROM ({found}) f",  # noqa: S608 (text of ours)
            {**params, "among": sorted(households)},
        )
        rows = cursor.fetchall()
    keys = [
        asked.get(fact.removeprefix("answer:"), 0) if fact.startswith("answer:") else 0
        for fact in params["facts"]
    ]
    told: dict[int, Counter[int]] = {}
    for household, bits in rows:
        hanging = told.setdefault(household, Counter())
        for missed in bits:
            hanging.update({keys[n] for n, bit in enumerate(missed) if bit == "1" and keys[n]})
    return told
