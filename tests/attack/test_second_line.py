"""The same with the first line gone: everybody's scope is the whole installation, and only the database still refuses."""

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts import rights
from geodata.people.models import HouseholdQuerySet
from geodata.plans.models import PlanQuerySet
from geodata.territory.models import Area, AreaQuerySet, BoundaryQuerySet
from tests.attack.addresses import Address, addresses
from tests.attack.calling import EXPECTED, call, leaks, same_everywhere, tell
from tests.attack.world import Caller, World

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
SIGNED_IN = ("county", "township", "village", "leader", "contact", "planner", "auditor", "admin", "ended")
LEAST = 1_000


class Everything(Scope):
    """Holds whatever it is asked."""

    def to(self, right: Right) -> "Everything":
        return self

    def may(self, right: Right) -> bool:
        return True

    def holds_code(self, code: str) -> bool:
        return True

    def holds_household(self, *, pk: int, village: int, grid: int | None) -> bool:
        return True


@pytest.fixture
def no_first_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is told the real scope; views and querysets get everything, and filter by nothing."""
    villages = frozenset(Area.objects.level("village").values_list("pk", flat=True))
    everything = Everything((Grant(frozenset(Right), "43", villages),))
    for table in (HouseholdQuerySet, AreaQuerySet, BoundaryQuerySet, PlanQuerySet):
        monkeypatch.setattr(table, "within", lambda rows, _scope: rows.all())

    def in_force(user: User, *, on: dt.date) -> Scope:
        rights.scope_in_force(user, on=on)
        return everything

    def in_force_and_more(user: User, **along: Any) -> tuple[Scope, Any]:
        return everything, rights.scope_and_more(user, **along)[1]

    monkeypatch.setattr("api.web.access.scope_in_force", in_force)
    monkeypatch.setattr("gridmap.middleware.scope_and_more", in_force_and_more)
    monkeypatch.setattr("gridmap.middleware.scope_in_force", in_force)


@pytest.fixture(scope="module")
def tally() -> Counter[int]:
    return Counter()


def paths_of(address: Address, world: World, caller: Caller) -> Iterator[str]:
    if address.arguments:
        yield from (address.path(world, place) for place in caller.edges())
        return
    path = address.path(world, "own")
    yield from (path, f"{path}?area={world.homes['county'].area.code[:12]}", f"{path}?area=430382")


@pytest.mark.parametrize(
    "address", ADDRESSES, ids=lambda address: f"{address.pattern or 'home'}:{address.name}"
)
def test_the_database_alone_keeps_foreign_households_hidden(
    world: World, no_first_line: None, paper_as_text: None, tally: Counter[int], address: Address
):
    wrong = []
    for role in SIGNED_IN:
        caller = world.callers[role]
        for path in paths_of(address, world, caller):
            answer = call(caller, "GET", path)
            tally[answer.status] += 1
            found = leaks(world, caller, answer, path, scope_only=True)
            if found or answer.status not in EXPECTED:
                wrong.append(f"{role} {path}: {answer.status} {found}")
            if same_everywhere(address, answer):
                break
    assert wrong == []


@pytest.mark.parametrize("role", SIGNED_IN)
def test_nothing_is_written_to_a_foreign_household(world: World, no_first_line: None, role: str):
    caller = world.callers[role]
    visit = {"client_id": str(uuid.uuid4()), "day": today().isoformat()}
    bodies = {"visits/": visit, "contact/": {"member": 1}}
    for place, home in world.homes.items():
        if caller.sees(place) == "-":
            for part, body in bodies.items():
                told: dict[str, Any] = {"data": json.dumps(body), "content_type": "application/json"}
                assert call(caller, "POST", f"/api/v1/households/{home.row.token}/{part}", **told).status in (
                    403,
                    404,
                )
                assert call(caller, "POST", f"/households/{home.row.token}/{part}").status == 404


def test_the_first_line_is_really_gone(world: World, no_first_line: None):
    """Or the tests above would prove nothing: the village's officer is let into the other township's figures."""
    code = world.homes["town"].area.code[:12]
    assert call(world.callers["village"], "GET", f"/api/v1/coverage/?area={code}").status == 200


def test_so_many_cells_were_tried_without_the_first_line(
    tally: Counter[int], capsys: pytest.CaptureFixture[str]
):
    tell(capsys, f"{tally.total()} cells without the first line: {dict(sorted(tally.items()))}")
    assert tally.total() >= LEAST
    assert tally[200] > 300
