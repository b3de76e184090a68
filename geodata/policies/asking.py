"""What to ask at a door: unknown facts, ranked by how many policies hang on each; at most three at a visit.

Of whom an answer holds is not asked again; what somebody did not answer comes again at the next visit.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from geodata.people.models import Household, Resident
from geodata.policies import one_by_one
from geodata.policies.matching import answered
from geodata.policies.models import DoorAnswer, DoorQuestion
from geodata.policies.rules import rules_in_force

MOST_AT_A_DOOR = 3


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question, about whom of the household (None: all of it), and how many policies hang on it."""

    question: DoorQuestion
    resident: Resident | None
    policies: int


def questions_at(household: Household, *, on: dt.date, most: int = MOST_AT_A_DOOR) -> list[ToAsk]:
    """What would be asked there on that day, the one on which most hangs first. Six queries."""
    return questions_at_each([household.pk], on=on, most=most).get(household.pk, [])


def questions_at_each(
    households: Collection[int], *, on: dt.date, most: int = MOST_AT_A_DOOR
) -> dict[int, list[ToAsk]]:
    """The same of many households, by key. Six queries, whatever their number."""
    hanging = policies_by_question(households, on=on)
    keys = {key for counter in hanging.values() for key in counter}
    questions = {one.pk: one for one in DoorQuestion.objects.on(on).filter(pk__in=keys)}
    personal = [key for key, one in questions.items() if one.subject == "resident"]
    asks_persons = [home for home, counter in hanging.items() if any(key in counter for key in personal)]
    residents = _present(asks_persons, on)
    held = _answered(asks_persons, personal, on)
    return {
        home: _ranked(home, counter, questions, residents[home], held)[:most]
        for home, counter in hanging.items()
    }


def _ranked(
    home: int,
    hanging: Counter[int],
    questions: Mapping[int, DoorQuestion],
    residents: Iterable[Resident],
    held: Collection[tuple[int, int]],
) -> list[ToAsk]:
    found = []
    known = [key for key in hanging if key in questions]
    for key in sorted(known, key=lambda key: (-hanging[key], questions[key].code)):
        whom: Iterable[Resident | None] = (None,)
        if questions[key].subject == "resident":
            whom = [one for one in residents if (key, one.pk) not in held]
        found += [ToAsk(questions[key], one, hanging[key]) for one in whom]
    return found


def _present(households: Collection[int], on: dt.date) -> Mapping[int, list[Resident]]:
    """Who lives there, the oldest first."""
    found: dict[int, list[Resident]] = defaultdict(list)
    if households:
        for one in Resident.objects.filter(household__in=households).order_by("birth_year", "pk"):
            if not ((one.died_on and one.died_on <= on) or (one.moved_out_on and one.moved_out_on <= on)):
                found[one.household_id].append(one)
    return found


def _answered(households: Collection[int], questions: Collection[int], on: dt.date) -> set[tuple[int, int]]:
    """Question and resident of answers about persons that hold."""
    if not households or not questions:
        return set()
    rows = DoorAnswer.objects.filter(household__in=households, question__in=questions, resident__isnull=False)
    return set(rows.filter(said_on__lte=on, expires_on__gt=on).values_list("question", "resident"))


def answers_of(household: Household, *, on: dt.date) -> list[DoorAnswer]:
    """The latest to each question, as long as it holds, the newest first. One query."""
    rows = DoorAnswer.objects.filter(household=household, said_on__lte=on).select_related(
        "question", "resident"
    )
    latest: dict[tuple[int, int | None], DoorAnswer] = {}
    for one in rows.order_by("said_on", "pk"):
        latest[one.question_id, one.resident_id] = one
    return sorted(
        (one for one in latest.values() if one.expires_on > on),
        key=lambda one: (one.said_on, one.pk),
        reverse=True,
    )


def policies_by_question(households: Collection[int], *, on: dt.date) -> Mapping[int, Counter[int]]:
    """By household and question, how many policies miss its answer. Three queries."""
    rules = rules_in_force(on)
    if not rules or not households:
        return {}
    asked = dict(DoorQuestion.objects.values_list("code", "pk"))
    if len(households) <= one_by_one.FEW:
        few = one_by_one.found_at(households, rules, on=on)
        return {key: one_by_one.questions_of(one, asked) for key, one in few.items()}
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
