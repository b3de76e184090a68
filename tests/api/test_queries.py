"""A fixed number of queries, however many households there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import village as v

FRAME = 6
"""What every request adds: a transaction and its end, the web role and its end, the user, the scope in force."""

MOST = 14 + FRAME
ADDRESSES = [
    "areas/?level=grid",
    "areas/430382100201/",
    "coverage/?area=430382&by=grid",
    "coverage/?area=430382&by=grid&category=low_income",
    "coverage/?area=430382&by=grid&category=low_income&format=geojson",
    "households/",
    "households/?area=430382&gap=no_contact&bbox=112.4,27.8,112.6,28",
    "households/?area=430382&figure=visited&category=low_income",
    "members/?village=430382100201",
    "me/",
]


def queries(caller, address: str) -> list[str]:
    """Those of the second time: the first one of a session notes the session."""
    caller.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert caller.get(address).status_code == 200
    return [query["sql"] for query in seen]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_takes_the_same_few_queries_for_more_households(places, county, address):
    before = queries(county, address)
    for number in range(5):
        home = v.household(places.grids[number % 4], v.middle(0, 0))
        v.link(v.member(places.west), home)
    after = queries(county, address)
    assert len(before) == len(after) <= MOST


def test_a_household_takes_the_same_queries_for_more_visits(places, county):
    address = f"households/{places.homes[0].token}/"
    before = queries(county, address)
    for day in range(1, 6):
        v.visit(places.homes[0], v.TODAY.replace(day=day), by=county.user)
    assert len(before) == len(queries(county, address)) <= 20 + FRAME


def test_a_contact_member_takes_no_more(places, contact):
    assert len(queries(contact, "households/")) <= MOST
