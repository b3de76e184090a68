"""/first-steps/ of an installation that is in use: it counts without showing, and is the administrator's alone."""

import pytest

from geodata.contacts.models import ContactLink
from geodata.people.models import LEFT_OCCUPANCIES, Household
from tests import village as v
from tests.pages.conftest import reader


def test_it_counts_what_there_is_without_showing_anybody(places):
    homes = Household.objects.exclude(occupancy__in=LEFT_OCCUPANCIES).count()
    linked = ContactLink.objects.filter(primary=True).count()
    page = reader(v.officer("administrator", None)).text("/first-steps/")
    assert homes and f"Households: {homes}" in page
    assert linked and f"With a contact member: {linked}" in page
    assert places.homes[0].head_name not in page


@pytest.mark.parametrize("kind", ["county_officer", "planner", "auditor", "village_officer"])
def test_it_is_the_administrators_alone(places, kind):
    area = {"auditor": None, "village_officer": places.west}.get(kind, places.county)
    who = reader(v.officer(kind, area))
    assert [who.get(path).status_code for path in ("/first-steps/", "/first-steps/divisions/")] == [403, 403]
    assert who.post("/first-steps/divisions/", {"county": "430321"}).status_code == 403
