"""Every collection of /ogc/ as everybody: nothing of a household that its reader may not know, whatever is asked."""

import re
from urllib.parse import quote

import pytest

from api.ogc.collections import COLLECTIONS
from tests.attack.calling import EXPECTED, call, leaks
from tests.attack.world import World

pytestmark = pytest.mark.django_db
ASKED = (
    "",
    "?limit=1",
    f"?filter={quote('code IS NOT NULL OR code IS NULL')}",
    f"?crs={quote('http://www.opengis.net/def/crs/EPSG/0/4326')}",
)

END_OF_PHONE = re.compile(r": \d{6}$", re.ASCII)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_nobody_reads_what_is_not_theirs(world: World, name: str):
    wrong = []
    for caller in world.callers.values():
        for asked in ASKED:
            path = f"/ogc/collections/{name}/items{asked}"
            answer = call(caller, "GET", path, bearer=not asked)
            foreign = [place for place in world.homes if caller.sees(place) == "-"]
            tokens = [world.homes[place].row.token for place in foreign]
            found = [token for token in tokens if token in answer.text]
            # The end of a phone may be another household's number, as the tests count them.
            found += [mark for mark in leaks(world, caller, answer, path) if not END_OF_PHONE.search(mark)]
            if found or answer.status not in EXPECTED:
                wrong.append(f"{caller.role} {path}: {answer.status} {found}")
    assert wrong == []


def test_each_reads_the_households_that_are_theirs(world: World):
    """The other half: the test above would also pass if nothing ever answered."""
    for caller in world.callers.values():
        answer = call(caller, "GET", "/ogc/collections/households/items")
        for place, home in world.homes.items():
            assert (home.row.token in answer.text) == (caller.sees(place) != "-"), (caller.role, place)


@pytest.mark.parametrize("role", ["planner", "contact", "leader", "village"])
def test_no_filter_finds_by_what_is_masked(world: World, role: str):
    """Asked for by its secret name, number of its house or address, a household answers only whom it is shown to."""
    caller = world.callers[role]
    for place, home in world.homes.items():
        name, address = home.row.head_name, home.row.address
        for asked in (f"head = '{name}'", f"address = '{address}'", f"address LIKE '%{address[2:]}%'"):
            answer = call(caller, "GET", f"/ogc/collections/households/items?filter={quote(asked)}")
            assert (home.row.token in answer.text) == (caller.sees(place) == "D"), (place, asked)
