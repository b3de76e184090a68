"""Every address, as everybody, about the own, the neighbour's and foreign objects, by every method."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest

from tests.attack.addresses import ARGUMENTS, Address, addresses, asked
from tests.attack.calling import EXPECTED, call, leaks, tell
from tests.attack.world import SEES, World

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
ROLES = list(SEES)
OPENS = {200, 201, 204, 422}
"""Answers that say that there is something; 422 shows a form again."""
LEAST = 2_000
OTHER = {False: ("HEAD", "OPTIONS"), True: ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")}
"""Methods besides GET and POST, of pages and of the API. Callers take them in turn: each address meets each of them."""


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
    """An address whose argument nobody has explained fails here: say in ARGUMENTS what it names."""
    assert {name for address in ADDRESSES for name in address.arguments} <= set(ARGUMENTS)
    assert not [address for address in ADDRESSES if "(" in address.pattern or "[" in address.pattern]
    assert len(ADDRESSES) >= 50


@pytest.mark.parametrize("address", ADDRESSES, ids=named)
def test_nobody_gets_what_is_not_theirs(
    world: World, tally: Tally, no_network: list[object], address: Address
):
    wrong = []
    for turn, caller in enumerate(world.callers.values()):
        unknown: set[tuple[str, bool]] = set()
        for place, path, method, bearer in cells(address, world, turn):
            if (method, bearer) in unknown:
                continue
            answer = call(caller, method, path, bearer=bearer)
            if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
                # Said before anything of that place was looked at, and so of every place.
                unknown.add((method, bearer))
            tally.answered[answer.status] += 1
            found = leaks(world, caller, answer, path)
            seen = caller.sees(place or "own")
            if found or answer.status not in EXPECTED or opened(address, seen, answer.status, method):
                wrong.append(f"{caller.role} {method} {path}: {answer.status} {found}")
    assert wrong == []
    assert no_network == []


def cells(address: Address, world: World, turn: int) -> Iterator[tuple[str, str, str, bool]]:
    """(place, path, method, with the bearer token): reading everything, writing to the own and the farthest."""
    others = OTHER[address.is_api]
    for place, path in asked(address, world):
        yield place, path, "GET", address.is_api and "?" in path
        if "?" in path:
            continue
        if address.is_api and place in ("", "own", "county"):
            yield place, path, "GET", True
        if place in ("", "own", "county"):
            yield place, path, "POST", False
        if place in ("", "county"):
            yield place, path, others[turn % len(others)], False


def opened(address: Address, sees: str, status: int, method: str) -> bool:
    """Did a household that is not there for this reader answer as if it were?"""
    hidden = sees == "-" and method != "OPTIONS"
    return address.of_household and hidden and status in OPENS


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
