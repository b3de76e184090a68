"""The demo's entitlements: in every state, by steps that lead there, with agency services, trainings and one list."""

import pytest
from django.db import transaction

from geodata.demo.entitled import MOVED, SERVED
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import AgencyService, Entitlement, Training
from geodata.entitlements.words import State
from geodata.policies.models import Policy
from tests.demo.small import HOUSEHOLDS, load_small_demo
from tests.lives import settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]


def test_there_is_one_of_every_state_under_the_laws():
    with transaction.atomic():
        load_small_demo()
        settle_laws()
    assert Policy.objects.count() == 48
    states = set(Entitlement.objects.values_list("state", flat=True))
    assert states == set(State.values)
    moved = Entitlement.objects.exclude(state="possible").count()
    assert moved == round(MOVED * HOUSEHOLDS / 22_000)
    assert AgencyService.objects.count() == round(SERVED * HOUSEHOLDS / 22_000)
    assert Training.objects.count() > 0
    run = ListRun.objects.get()
    assert run.rows == run.both + run.only_there + run.unknown
    assert ListRow.objects.count() == run.rows + run.only_here
    assert not Entitlement.objects.filter(synthetic=False).exists()
