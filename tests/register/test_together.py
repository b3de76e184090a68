"""Many changes are confirmed as sets: each is noted, told and undone as if it had been the only one."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from geodata.audit.models import AccessEntry, Notice
from geodata.base.errors import Conflict
from geodata.people.models import Household
from geodata.register.confirming import confirm_all
from geodata.register.kinds.registry import KINDS
from geodata.register.models import RegisterChange, RegisterEffect
from geodata.register.undoing import undo
from tests import village as v
from tests.register.conftest import Desk
from tests.register.every_kind import SAID
from tests.register.test_undo import everything
from tests.roles import owner

pytestmark = pytest.mark.django_db


@owner()
def waiting(desk: Desk, kind: str, home: Household | None, village, to=None, /, **payload) -> RegisterChange:
    return RegisterChange.objects.create(
        body_hash="0" * 64, kind=kind, household=home, village=village, into=to, payload=payload,
        effective_on=desk.day, proposed_by=v.user(), proposed_at=v.NOON,
    )  # fmt: skip


def confirmed(desk: Desk, changes) -> list:
    return confirm_all(changes=changes, by=desk.by, scope=desk.scope, at=v.NOON, today=desk.day)


@pytest.fixture
def homes(places) -> list[Household]:
    """Two for each kind: each is special, and linked."""
    made = [v.household(places.grids[0]) for _ in range(2 * len(KINDS))]
    for home in made:
        v.care(home)
        v.link(v.member(places.west), home)
    return made


@pytest.fixture
def every_kind(desk, homes, places) -> list[RegisterChange]:
    changes, pairs = [], zip(homes[::2], homes[1::2], strict=True)
    for (kind, said), (home, near) in zip(SAID.items(), pairs, strict=True):
        told = said(home, near, places)
        told.pop("area", None)
        to = places.east if kind == "moved_across" else None
        changes.append(waiting(desk, kind, told.pop("home"), places.west, to, **told))
    return changes


def test_every_kind_at_once_is_undone_one_by_one_to_the_last_digit(desk, every_kind, places):
    before = everything()
    desk = desk.beside(places.homes[2])
    assert [str(one.error) for one in confirmed(desk, every_kind) if one.error] == []
    changes = list(RegisterChange.objects.all())
    assert {change.state for change in changes} == {"confirmed"}
    for change in changes:
        undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert everything() == before


def test_each_is_noted_on_record_and_told(desk, every_kind, places):
    confirmed(desk.beside(places.homes[2]), every_kind)
    with owner():
        noted = set(RegisterEffect.objects.values_list("change", flat=True))
        entries = AccessEntry.objects.filter(action="register_changed").count()
        told = Notice.objects.filter(kind="change_confirmed").count()
    assert (noted, entries, told) == ({one.pk for one in every_kind}, len(KINDS), len(KINDS))


def test_forty_take_as_many_statements_as_four(desk, places):
    def statements(number: int) -> int:
        some = [v.household(places.grids[0]) for _ in range(number)]
        changes = [waiting(desk, "empty", home, places.west) for home in some]
        with CaptureQueriesContext(connection) as counted:
            confirmed(desk, changes)
        return len(counted)

    assert statements(4) == statements(40)


def test_what_fails_when_it_is_written_does_not_take_the_others_along(
    desk, homes, places, monkeypatch, fresh
):
    changes = [waiting(desk, "empty", home, places.west) for home in homes[:3]]
    kind, apply = KINDS["empty"], KINDS["empty"].apply

    def stumble(work):
        apply(work)
        if work.home == homes[1]:
            raise Conflict("例")

    monkeypatch.setattr(kind, "apply", stumble)
    errors = [one.error for one in confirmed(desk, changes)]
    assert [error is None for error in errors] == [True, False, True]
    assert [fresh(home).occupancy for home in homes[:3]] == ["empty", "lived_in", "empty"]


def test_what_somebody_else_has_just_taken_is_told(desk, places, monkeypatch):
    """Two offices write at once: the law finds what neither could see."""
    changes = [
        waiting(desk, "new", None, places.west, head_name="例新户", number=number)
        for number in ("901", "902")
    ]
    monkeypatch.setattr("geodata.people.numbers.Numbers.taken", lambda *_: False)
    with owner():
        Household.objects.filter(pk=v.household(places.grids[0]).pk).update(number="902")
    with connection.cursor() as cursor:
        # As it is outside of tests, which clear away what they have deferred.
        cursor.execute("SET CONSTRAINTS one_household_per_number_in_a_village IMMEDIATE")
    errors = [one.error for one in confirmed(desk, changes)]
    assert errors[0] is None and isinstance(errors[1], Conflict)
    assert Household.objects.filter(number="901").exists()


def test_a_row_that_is_nobodys_doing_is_refused(desk, home, neighbour):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('gridmap.changes', %s, true)", [f'{{"geodata_household": {{"{home.pk}": 1}}}}']
        )
    with pytest.raises(IntegrityError, match="change_id"):
        Household.objects.filter(pk=neighbour.pk).update(size=9)
