"""The demo's roll-calls: one that is over, a drill, and one that goes on today."""

import pytest
from django.db import transaction
from django.db.models import Count, Q

from geodata.campaigns.models import Campaign, CampaignResult, PlaceTask
from tests.demo.small import load_small_demo
from tests.lives import settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]


def test_one_is_over_one_is_a_drill_and_one_goes_on():
    with transaction.atomic():
        load_small_demo()
        settle_laws()
    left = Count("targets", filter=~Q(targets__state__in=["ok", "needs", "away_ok", "refused"]))
    found = Campaign.objects.annotate(asked=Count("targets"), left=left).order_by("opened_at")
    assert [(one.reason, one.state) for one in found] == [
        ("drill", "closed"),
        ("cold", "closed"),
        ("cold", "open"),
    ]
    assert all(0 < one.left < one.asked for one in found[1:])
    assert CampaignResult.objects.filter(how="neighbour").exists() and PlaceTask.objects.count() == 2
    assert not Campaign.objects.filter(synthetic=False).exists()
