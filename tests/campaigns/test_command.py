"""manage.py open_campaign."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from geodata.campaigns.models import Campaign
from geodata.people.models import Household
from tests.roles import owner

pytestmark = pytest.mark.django_db

WHO = '{"care": "low_income"}'


def opens(**options: str) -> dict:
    out = StringIO()
    with owner():
        call_command("open_campaign", **{"filter": WHO, "due": "+24h", "json": True, "stdout": out} | options)
    return json.loads(out.getvalue())


def test_it_tells_how_many_and_how_long(people, places):
    told = opens(area=places.county.code)
    assert set(told) == {"campaign", "targets", "villages", "seconds"}
    assert (told["targets"], told["villages"]) == (2, 2)
    campaign = Campaign.objects.get(key=told["campaign"])
    assert (campaign.by, campaign.state) == (people.county.by, "open")
    assert campaign.targets.count() == Household.objects.filter(care_records__isnull=False).count()


@pytest.mark.parametrize(
    "options",
    [{"filter": "{"}, {"due": "soon"}, {"area": "43038"}, {"by": "nobody"}, {"filter": '{"no": 1}'}],
    ids=str,
)
def test_what_it_cannot_do_it_says(people, places, options):
    with pytest.raises(CommandError):
        opens(**{"area": places.county.code} | options)
