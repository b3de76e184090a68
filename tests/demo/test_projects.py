"""The demo's livelihood projects: in every state, with needs that stand where their project has led them."""

import pytest
from django.db import transaction

from geodata.base.periods import today
from geodata.projects.models import LivelihoodProject, ProjectHousehold, ProjectNeed
from geodata.projects.words import State
from tests.demo.small import load_small_demo
from tests.lives import settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]


def test_twelve_are_built_in_every_state_under_the_laws():
    with transaction.atomic():
        load_small_demo()
        settle_laws()
    projects = LivelihoodProject.objects.all()
    assert projects.count() == 12
    assert set(projects.values_list("state", flat=True)) == set(State.values)
    assert projects.late(today()).exists() and projects.exclude(geometry=None).exists()
    joined = ProjectNeed.objects.joined()
    states = {state: set() for state in State.values}
    for state, need in joined.values_list("project__state", "need__state"):
        states[state].add(need)
    assert states["accepted"] <= {"done", "followed_up", "closed"}
    assert states["told"] and states["told"] <= {"followed_up", "closed"} and not states["dropped"]
    assert ProjectHousehold.objects.filter(project__state="told", left_at=None).exists()
    assert not projects.filter(synthetic=False).exists()
