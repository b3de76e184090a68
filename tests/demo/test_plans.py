"""The demo's redrawing: one plan in force since last summer, one that waits for approval, and a draft."""

import datetime as dt

import pytest
from django.db import transaction

from geodata.coverage.facts import differences
from geodata.demo.plans import PUBLISHED
from geodata.people.models import Placement
from geodata.plans.models import BoundaryPlan, Lineage
from geodata.plans.workflow import State
from geodata.territory.models import Area
from tests.demo.small import load_small_demo
from tests.lives import settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]
DAY = dt.date(2026, 11, 12)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this file, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_small_demo(day=DAY)
        settle_laws()
        yield
        transaction.set_rollback(True)


def test_there_is_one_of_each_state_in_villages_of_their_own():
    plans = BoundaryPlan.objects.order_by("pk")
    assert [plan.state for plan in plans] == [State.PUBLISHED, State.SUBMITTED, State.DRAFT]
    assert len({village for plan in plans for village in plan.villages}) == 3
    assert all(plan.proposal and plan.grids.exists() for plan in plans)


def test_what_was_published_has_moved_households_on_its_day_and_facts_agree():
    plan = BoundaryPlan.objects.get(state=State.PUBLISHED)
    assert (plan.effective, plan.took_effect) == (DAY - PUBLISHED, True)
    moved = Placement.objects.filter(household__village__in=plan.villages, period__startswith=plan.effective)
    assert moved.exists() and Lineage.objects.exists()
    now = Area.objects.on(DAY).filter(parent__in=plan.villages)
    assert now.count() >= 2 and all(grid.synthetic for grid in now)
    assert differences(on=DAY) == []
