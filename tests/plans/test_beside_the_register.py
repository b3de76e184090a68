"""Households that are merged or split while a plan is under way: its grids take along whoever is there when it is published."""

import pytest

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.plans.editing import save_drawing
from geodata.plans.moves import approve, submit
from geodata.plans.publishing import publish
from geodata.register.undoing import undo
from tests import village as v
from tests.plans.conftest import NOON, as_mover, grid_of, line, name_new, pencil
from tests.register.conftest import Desk

pytestmark = pytest.mark.django_db
MOVED = line((1.7, 0), (1.7, 1))
"""The border between the grids of west, so far to the east that the second home lies in the first grid."""


@pytest.fixture
def desk(places) -> Desk:
    return Desk(v.officer("village_officer", places.west), v.every_right(places.homes[0]), today())


@pytest.fixture
def submitted(places, draft, planner, approver):
    """Approved, it waits to be published."""
    drawn, _ = save_drawing(
        plan=draft, version=draft.version, pencil=pencil(MOVED), scope=as_mover(planner).scope, by=planner, at=NOON, today=today()
    )  # fmt: skip
    name_new(drawn)
    submit(plan=drawn, context=as_mover(planner))
    approve(plan=drawn, context=as_mover(approver))
    return drawn


def test_a_merger_inside_an_open_plan_moves_who_goes_on(places, submitted, approver, desk):
    gone, stays = v.household(places.grids[1], v.middle(1, 0)), places.homes[1]
    desk.done("merged", gone, into=stays.token)
    published = publish(plan=submitted, context=as_mover(approver), day=today())
    stays.refresh_from_db()
    assert stays.grid.code == grid_of(stays) != grid_of(stays, v.LONG_AGO)
    assert stays.pk in published.moved


def test_who_splits_off_inside_an_open_plan_moves_along(places, submitted, approver, desk):
    home = places.homes[1]
    point = {"lon": home.point.x, "lat": home.point.y, "quality": "map"}
    made = desk.done("split", home, head_name="例分户", point=point)
    publish(plan=submitted, context=as_mover(approver), day=today())
    new = Household.objects.get(pk=made.households[-1])
    assert grid_of(new) == grid_of(home) == places.grids[0].code


def test_a_merger_that_is_undone_in_time_leaves_both_to_be_moved(places, submitted, approver, desk):
    gone = v.household(places.grids[1], v.middle(1, 0))
    change = desk.done("merged", gone, into=places.homes[1].token)
    before = Household.objects.get(pk=gone.pk).grid_id
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    publish(plan=submitted, context=as_mover(approver), day=today())
    assert Household.objects.get(pk=gone.pk).grid_id != before
