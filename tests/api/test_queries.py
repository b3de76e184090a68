"""A fixed number of queries, however many households there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import village as v
from tests.wire import waits

FRAME = 7
"""What every request adds: session and account (with a token neither), the web role and who comes, the scope in force; in a
test a savepoint, its end, and the end of the role."""

MOST = 9 + FRAME
WAITS = {
    "me/": 1,
    "coverage/?area=430382&by=grid": 2,
    "households/": 2,
    "households/?area=430382": 2,
    "households/?area=430382100201&gap=no_contact&bbox=112.4,27.8,112.6,28": 2,
}
"""How often an answer waits for the database beside FRAME; with a token and outside of tests that is three: beginning,
scope, end."""
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


@pytest.mark.parametrize("address", WAITS)
def test_an_answer_waits_for_the_database_a_few_times(places, county, address):
    queries(county, address)
    with waits() as found:
        assert county.get(address).status_code == 200
    # The role and who comes are sent together.
    assert found.number == WAITS[address] + FRAME


def test_a_contact_member_takes_no_more(places, contact):
    assert len(queries(contact, "households/")) <= MOST
