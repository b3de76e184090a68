"""The month of 38 villages: in each, who came, without who went, is the difference of the counts."""

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest

from geodata.base.scope import Grant, Right, Scope
from geodata.people.models import Household
from geodata.register.balance import movements, present
from geodata.register.confirming import confirm_all
from geodata.register.models import RegisterChange
from geodata.register.undoing import undo
from geodata.territory.models import Area
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
VILLAGES, HOMES, DAYS = 38, 9, 30
SAID: dict[str, dict[str, Any]] = {
    "new": {"head_name": "例新户"}, "moved_in": {"head_name": "例新户"}, "split": {"head_name": "例分户"}, "empty": {},
    "moved_out": {}, "dissolved": {}, "seasonal": {}, "moved_across": {}, "merged": {},
}  # fmt: skip


@pytest.fixture
def first(desk) -> dt.date:
    return desk.day - dt.timedelta(days=DAYS)


@pytest.fixture
def homes(places) -> dict[Area, list[Household]]:
    """By village; nine in each, of one grid."""
    land = [v.square(10 + number % 8, 10 + number // 8) for number in range(VILLAGES)]
    villages = {f"430382100{301 + number}": (f"例{number}村", shape) for number, shape in enumerate(land)}
    made = [v.area(code, name) for code, (name, _shape) in villages.items()]
    grids = [v.area(f"{one.code}001", shape=shape) for one, shape in zip(made, land, strict=True)]
    rows = v.households_in([grid for grid in grids for _ in range(HOMES)])
    found: dict[Area, list[Household]] = {one: [] for one in made}
    for home in rows:
        found[next(one for one in made if one.pk == home.village_id)].append(home)
    return found


@pytest.fixture
def lived(homes, desk, first) -> list[RegisterChange]:
    """Five changes a village by chance, confirmed at once by an office that holds them all."""
    chance, rows = random.Random(38), []
    for village, own in homes.items():
        to = chance.choice([each for each in homes if each != village])
        for kind, home in zip(chance.sample([*SAID], 5), own, strict=False):
            on = first + dt.timedelta(days=chance.randrange(DAYS))
            rows.append(change(kind, village, home, own[-1], to, on=on, by=desk.by))
    with owner():
        waiting = RegisterChange.objects.bulk_create(rows)
    villages = frozenset(one.pk for one in homes)
    scope = Scope((Grant(frozenset(Right), villages=villages),))
    told = confirm_all(changes=waiting, by=desk.by, scope=scope, at=v.NOON, today=desk.day)
    assert [str(one.error) for one in told if one.error] == []
    return [one.change for one in told]


def change(
    kind: str, village: Area, home: Household, other: Household, to: Area, *, on: dt.date, by
) -> RegisterChange:
    across = {"village": to.code} if kind == "moved_across" else {}
    merged = {"into": other.token} if kind == "merged" else {}
    return RegisterChange(
        body_hash="0" * 64, kind=kind, village=village, household=None if kind in ("new", "moved_in") else home,
        into=to if across else None, payload=SAID[kind] | across | merged, effective_on=on, proposed_by=by, proposed_at=v.NOON,
    )  # fmt: skip


def differences(homes, first, desk) -> tuple[dict[int, int], dict[int, int]]:
    """By village the sum of who came and went, and the difference of who is here; villages where nothing moved count too."""
    keys, after = [one.pk for one in homes], desk.day + dt.timedelta(days=1)
    sums = Counter(dict.fromkeys(keys, 0))
    for one in movements(keys, first=first, after=after):
        sums[one.village] += one.came - one.went
    before, now = present(keys, on=first - dt.timedelta(days=1)), present(keys, on=desk.day)
    return dict(sums), {key: now[key] - before[key] for key in keys}


def test_the_balance_holds_in_each_of_38_villages(homes, lived, first, desk):
    sums, counted = differences(homes, first, desk)
    assert sums == counted
    assert len(sums) == VILLAGES and len(set(sums.values())) > 2


def test_it_holds_when_some_of_it_was_undone(homes, lived, first, desk):
    scope = Scope((Grant(frozenset(Right), villages=frozenset(one.pk for one in homes)),))
    for one in reversed(lived[::3]):
        undo(change=one, by=desk.by, scope=scope, at=v.NOON)
    sums, counted = differences(homes, first, desk)
    assert sums == counted
