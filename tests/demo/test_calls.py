"""The demo's roll-calls: one that is over, a drill, and one that goes on today."""

import pytest
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from geodata.base import periods
from geodata.campaigns.models import Campaign, CampaignResult, PlaceTask
from geodata.campaigns.results import MODES, OUTCOMES
from geodata.coverage.facts import differences
from geodata.visits.models import Visitor
from geodata.visits.record import Report
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
    results_at_the_door_and_by_phone_are_visits()


def results_at_the_door_and_by_phone_are_visits():
    """As the verb writes them; a neighbour's is none, and none is of a drill."""
    told = list(CampaignResult.objects.select_related("campaign", "household", "visit"))
    visits = {one.pk: one for one in told if one.visit}
    assert set(visits) == {one.pk for one in told if one.how in MODES and not one.campaign.drill}
    for one in visits.values():
        visit = one.visit
        report = Report(
            household=one.household_id,
            day=timezone.localdate(one.made_at),
            mode=one.how,
            outcome=OUTCOMES[one.state],
        )
        assert (visit.client_id, visit.household_id, visit.village_id) == (
            one.client_id,
            one.household_id,
            one.village_id,
        )
        assert (visit.day, visit.mode, visit.outcome) == (report.day, report.mode, report.outcome)
        assert visit.body_hash == report.digest(one.household.token)
    went = Visitor.objects.filter(visit__in=[one.visit_id for one in visits.values()])
    assert sorted(went.values_list("visit", "user")) == sorted(
        (one.visit_id, one.by_id) for one in visits.values()
    )
    assert differences(on=periods.today()) == []
