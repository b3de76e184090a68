"""Rules have three answers, and the database gives the same as slow Python does: tests/policies/oracle.py."""

import datetime as dt
import random
import uuid
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from geodata.base.filters.tree import read
from geodata.base.periods import since
from geodata.contacts.models import ContactLink
from geodata.entitlements.models import Entitlement
from geodata.people.models import CareCategory, CareRecord, CareStep, Household, Livelihood, Resident
from geodata.policies.matching import answered
from geodata.policies.models import DoorAnswer, DoorQuestion, PolicyVersion
from geodata.policies.one_by_one import found_at
from geodata.policies.rules import Rule
from geodata.territory.models import Area, BaseShape
from tests import village as v
from tests.lives import bring
from tests.policies import oracle
from tests.policies.conftest import policy, version
from tests.policies.inventing import HOMES, SHAPES, TREES, random_home, random_tree
from tests.roles import owner

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 6, 30)


@owner()
def register(
    told: oracle.Home,
    grid: Area,
    questions: dict[str, DoorQuestion],
    by: Any,
    member: Any,
    versions: dict[str, PolicyVersion],
) -> Household:
    """Written as rows what the record tells."""
    at = Point(*told.point, srid=4326) if told.point else None
    home = v.household(
        grid, at, size=told.size, occupancy=told.occupancy, phones=["13900000000"] if told.phone else []
    )
    if told.contact:
        ContactLink.objects.create(
            household=home, village_id=home.village_id, member=member, period=since(v.LONG_AGO)
        )
    everything = {"household": home, "village_id": home.village_id}
    categories = {one.code: one for one in CareCategory.objects.all()}
    whom: list[tuple[Any, Any]] = [(None, told)]
    for person in told.persons:
        row = Resident.objects.create(**everything, name="例", birth_year=person.birth_year)
        person.key = row.pk
        whom.append((row, person))
    for resident, part in whom:
        for code in part.care:
            CareRecord.objects.create(
                **everything, resident=resident, category=categories[code], period=since(v.LONG_AGO)
            )
        for code in part.coming - part.care:
            clue = CareRecord.objects.create(
                **everything, resident=resident, category=categories[code], state="clue", period=None
            )
            CareStep.objects.create(record=clue, at=v.NOON, before="", move="note", after="clue")
        for code, state in (one.split(":") for one in sorted(part.received)):
            made = Entitlement.objects.create(
                **everything, resident=resident, policy=versions[code].policy, policy_version=versions[code], at=v.NOON,
                department=versions[code].policy.department, origin="rule", state_since=v.NOON,
            )  # fmt: skip
            if state != "possible":
                bring(made, state)
        for code, value in part.answers.items():
            DoorAnswer.objects.create(
                **everything, resident=resident, question=questions[code], value=value, body_hash="0", by=by, at=v.NOON,
                said_on=ON, expires_on=ON + dt.timedelta(days=1), source="door", client_id=uuid.uuid4(),
            )  # fmt: skip
    for kind, scale, unit in told.livelihoods:
        Livelihood.objects.create(**everything, kind=kind, what="例", scale=scale, unit=unit)
    return home


@owner()
def asked_at_doors() -> dict[str, DoorQuestion]:
    kinds = {"heated": "yesno", "pigs": "number", "roof": "choice"}
    return {
        code: DoorQuestion.objects.create(
            code=code, question="例", type=kind, choices=[{"code": "tile", "name": "瓦"}] if kind == "choice" else [],
            period=since(None),
        )
        for code, kind in kinds.items()
    }  # fmt: skip


def of_all(rules: list[Rule], homes: list[int]) -> dict[int, tuple[list[int], list[int], set[str]]]:
    """By household: policies that hold, policies of which nobody knows, and what is missing."""
    ways, found, params = answered(rules, ON, "x.household_id = ANY (%(among)s)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {ways} SELECT household_id, yes, unknown, bits::text FROM ({found}) f",
            params | {"among": homes},
        )
        return {
            key: (yes, unknown, {params["facts"][n] for n, bit in enumerate(bits) if bit == "1"})
            for key, yes, unknown, bits in cursor.fetchall()
        }


@pytest.mark.usefixtures("defaults")
def test_slow_python_says_the_same_of_500_households_and_as_many_rules(bare_county):
    dice = random.Random(20260630)
    questions, by = asked_at_doors(), v.user()
    members = {area.code: v.member(area) for area in (bare_county.west, bare_county.far)}
    versions = {
        code: version(policy(bare_county, code), {"age": ">=80"}, state="draft")
        for code in ("aid", "pension")
    }
    with owner():
        for lon, lat in SHAPES["settlement"]:
            BaseShape.objects.create(
                kind="settlement", rank=1, credit="例", version="1", geometry=Point(lon, lat, srid=4326)
            )
        Area.objects.filter(pk=bare_county.west.pk).update(kind="village")
    told = [random_home(dice, bare_county.west.code, "village") for _ in range(HOMES // 2)]
    told += [random_home(dice, bare_county.far.code, None) for _ in range(HOMES // 2)]
    grids = {bare_county.west.code: bare_county.grids[0], bare_county.far.code: bare_county.grids[3]}
    homes = [register(one, grids[one.village], questions, by, members[one.village], versions) for one in told]
    counts = {True: 0, False: 0, None: 0}
    for first in range(0, TREES, 40):
        trees = [
            (number, random_tree(dice), dice.choice(("household", "resident")))
            for number in range(first, first + 40)
        ]
        rules = [
            Rule(number, number, subject, "43", read(tree, subject=subject))
            for number, tree, subject in trees
        ]
        with owner():
            found = of_all(rules, [home.pk for home in homes])
            few = found_at([home.pk for home in homes], rules, on=ON)
        for home, record in zip(homes, told, strict=True):
            said = {
                number: oracle.of_household(tree, record, subject, ON.year) for number, tree, subject in trees
            }
            yes, unknown, missing = found[home.pk]
            assert set(yes) == {number for number, (value, _) in said.items() if value is True}
            assert set(unknown) == {number for number, (value, _) in said.items() if value is None}
            assert missing == set().union(*(facts for value, facts in said.values() if value is None))
            one = few[home.pk]
            assert (one.yes, sorted(one.unknown)) == (yes, sorted(unknown))
            assert set().union(*one.missed) == missing
            for value, _facts in said.values():
                counts[value] += 1
    assert sum(counts.values()) == HOMES * TREES and min(counts.values()) > 10_000
