"""Every address, as everybody, about the own, the neighbour's and foreign objects, by every method."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.attack.addresses import Address, addresses, arguments, paths_of
from tests.attack.calling import EXPECTED, Answer, call, leaks, same_everywhere, tell
from tests.attack.world import SEES, Caller, World

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
ROLES = list(SEES)
OPENS = {200, 201, 204, 422}
"""Answers that say that there is something; 422 shows a form again."""
LEAST = 2_000
OTHER = {False: ("HEAD", "OPTIONS"), True: ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")}
"""Methods besides GET and POST, of pages and of the API. Callers take them in turn: each address meets each of them."""

ASKED_AGAIN = {
    "today_worker": "no-cache",  # the program of the page without a network, and nobody's data
    "app_manifest": "private, max-age=3600",  # the name and icons of the app, and nobody's data
    # Borders, which are large: their ETag is asked for again each time.
    "areas": "private, no-cache",
    "area": "private, no-cache",
    # Roads and rivers, and nobody's data: each square belongs to its version for good.
    "base": "private, max-age=300",
    "base_square": "private, max-age=31536000, immutable",
    "tile": "private, no-cache",  # areas with their counts; tiles of households are kept nowhere
    "schema": "max-age=3600",  # the description of the API, the same for everybody
}
"""Answers that a browser may keep. After signing out they are gone too."""

FOR_WHOEVER_ASKS = {
    "account_login", "account_reauthenticate", "accounts", "assignments", "base", "base_square", "calendar", "categories", "compare_plans", "docs", "entitlement_lists", "gathered", "help_post", "imports",
    "inbox", "jobs", "need_settings", "needs_mine", "new_policy", "policies",
    "new_household", "new_plan", "records", "records_export", "register", "paper_entry_find",
    "today_offline", "today_shell", "today_worker",
    "socialaccount_login_cancelled",
    "ogc", "ogc_api", "ogc_collection", "ogc_collections", "ogc_conformance", "ogc_items", "ogc_queryables", "ogc_schema",
    "tile", "tilejson",
}  # fmt: skip
"""What they name is of no place, or they read a query and not which area it names."""
OF_ALL_ACCOUNTS = {
    "account",
    "account_slips",
    "accounts_xlsx",
    "turnover",
    "link_for",
    "menu_of",
    "posts",
    "appoint",
    "post",
    "department",
    "department_officers",
    "departments",
}
"""Administrators look after the accounts of all places."""


@dataclass
class Tally:
    """How many cells of the matrix were tried, and how they were answered."""

    answered: Counter[int] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def tally() -> Tally:
    return Tally()


def named(address: Address) -> str:
    return f"{address.pattern or 'home'}:{address.name}"


def test_every_address_can_be_attacked():
    """An address whose argument nobody has explained fails here: say in tests/attack/examples what it names."""
    assert {name for address in ADDRESSES for name in address.arguments} <= set(arguments())
    assert not [address for address in ADDRESSES if "(" in address.pattern or "[" in address.pattern]
    assert len(ADDRESSES) >= 50


@pytest.mark.parametrize("address", ADDRESSES, ids=named)
def test_nobody_gets_what_is_not_theirs(
    world: World, tally: Tally, no_network: list[object], paper_as_text: None, address: Address
):
    """Nor does a cache between us and the reader, or the reader's own, keep what was answered."""
    wrong = []
    for turn, caller in enumerate(world.callers.values()):
        same: set[tuple[str, bool]] = set()
        for place, path, method, bearer in cells(address, world, caller, turn):
            if (method, bearer) in same:
                continue
            answer = call(caller, method, path, bearer=bearer)
            if same_everywhere(address, answer):
                same.add((method, bearer))
            tally.answered[answer.status] += 1
            found = leaks(world, caller, answer, path) + kept(address, answer)
            hidden = caller.sees(place or "own") == "-" and method != "OPTIONS"
            if found or answer.status not in EXPECTED or (hidden and opened(address, caller, answer, path)):
                wrong.append(f"{caller.role} {method} {path}: {answer.status} {found}")
    assert wrong == []
    assert no_network == []


def cells(address: Address, world: World, caller: Caller, turn: int) -> Iterator[tuple[str, str, str, bool]]:
    """(place, path, method, with the bearer token): reading at the edges of what the caller sees, writing to the own and the
    farthest.
    """
    others = OTHER[address.is_api]
    for place, path in paths_of(address, world):
        if address.arguments and place not in caller.edges():
            continue
        yield place, path, "GET", address.is_api and "?" in path
        if "?" in path:
            continue
        if address.is_api and place in ("", "own", "county"):
            yield place, path, "GET", True
        if place in ("", "own", "county"):
            yield place, path, "POST", False
        if place in ("", "county"):
            yield place, path, others[turn % len(others)], False


def kept(address: Address, answer: Answer) -> list[str]:
    """What is said to caches, where it is not that they keep nothing."""
    said = re.search(r"^Cache-Control: (.*)$", answer.text, re.MULTILINE)
    if said and ("no-store" in said[1] or said[1] == ASKED_AGAIN.get(address.name)):
        return []
    return [f"kept: {said and said[1]}"]


def opened(address: Address, caller: Caller, answer: Answer, path: str) -> bool:
    """Did something of that place, which is not there for this reader, answer as if it were?"""
    if address.name in FOR_WHOEVER_ASKS or (caller.role == "admin" and address.name in OF_ALL_ACCOUNTS):
        return False
    named = bool(address.arguments) or ("?" in path and not answer.without_the_query)
    return named and answer.status in OPENS


@pytest.mark.parametrize("role", ROLES)
def test_a_household_of_the_own_duty_is_there(world: World, role: str):
    """The other half: the suite above would also pass if nothing ever answered."""
    caller = world.callers[role]
    for place, home in world.homes.items():
        for path in (f"/api/v1/households/{home.row.token}/", f"/households/{home.row.token}/"):
            answer = call(caller, "GET", path)
            sees = caller.sees(place)
            assert (answer.status == 200) == (sees != "-"), (path, answer.status)
            assert (home.secret[0] in answer.text) == (sees == "D"), path


def test_so_many_cells_were_tried(tally: Tally, capsys: pytest.CaptureFixture[str]):
    tried = sum(tally.answered.values())
    tell(capsys, f"{tried} cells of the role matrix: {dict(sorted(tally.answered.items()))}")
    assert tried >= LEAST
    assert tally.answered[200] > 500
    assert tally.answered[404] > 500
