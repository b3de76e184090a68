"""Every door that opens, exports or changes something leaves its action on the record of access."""

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from geodata.audit.models import AccessEntry
from geodata.people.models import CareRecord
from geodata.periods import today
from geodata.reports.records import details
from gridmap.doors import BY_THEMSELVES, LEAVES, NOTHING
from tests import village as v
from tests.attack.addresses import Address, addresses
from tests.attack.calling import HANDLER, call
from tests.attack.world import Caller, World, one_transaction
from tests.roles import owner

pytestmark = pytest.mark.django_db
SPOKEN_FOR = {*LEAVES, *BY_THEMSELVES, *NOTHING}
CHANGES = ("POST", "PUT", "PATCH", "DELETE")
OF_HOUSEHOLDS = [address for address in addresses() if address.of_household]


def view_of(address: Address) -> str:
    return f"api:{address.name}" if address.is_api else address.name


def test_every_name_is_an_address():
    assert not SPOKEN_FOR - {view_of(address) for address in addresses()}
    assert not [name for name in LEAVES if name in BY_THEMSELVES or name in NOTHING]


@pytest.mark.parametrize(
    "address", addresses(), ids=lambda address: f"{address.pattern or 'home'}:{address.name}"
)
def test_every_door_that_takes_a_change_says_what_it_leaves(world: World, address: Address):
    """A new one fails here: say in gridmap/doors.py what it leaves, or why nothing."""
    path = address.path(world, "own")
    methods = CHANGES if address.is_api else CHANGES[:1]
    taken = [method for method in methods if call(world.callers["county"], method, path).status != 405]
    assert not taken or view_of(address) in SPOKEN_FOR, taken


def test_every_action_has_words():
    assert all(str(AccessEntry.Action(action).label) != action for action in AccessEntry.Action.values)
    entry = AccessEntry(
        action="import_written", details={"import": 3, "new": 2, "changed": 0, "kind": "leaders"}
    )
    assert [str(name) for name, _value in details(entry)]


def left(
    caller: Caller, path: str, method: str = "GET", **more: object
) -> tuple[HttpResponse, list[tuple[str, str]]]:
    """The answer, and the actions and subjects that it left; taken back."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    client.cookies[settings.SESSION_COOKIE_NAME] = caller.session
    known = set(AccessEntry.objects.values_list("pk", flat=True))
    with one_transaction():
        answer = client.generic(method, path, **more)
        with owner():
            new = AccessEntry.objects.exclude(pk__in=known).values_list("action", "subject")
            return answer, list(new)


def doors(world: World) -> Iterator[str]:
    for address in OF_HOUSEHOLDS:
        yield address.path(world, "own")


@pytest.mark.parametrize("role", ["county", "village", "leader", "contact", "planner"])
@pytest.mark.parametrize("ended", [False, True], ids=["care", "care that has ended"])
def test_opening_a_special_household_is_on_record_whatever_is_shown_of_it(
    world: World, role: str, ended: bool
):
    token, opened, wrong = world.homes["own"].row.token, 0, []
    with one_transaction():
        if ended:
            with owner():
                CareRecord.objects.filter(household__token=token).update(period=(v.LONG_AGO, today()))
        for path in doors(world):
            answer, entries = left(world.callers[role], path)
            if answer.status_code == 200:
                opened += 1
                if ("open_household", token) not in entries:
                    wrong.append(path)
    assert opened > 1
    assert wrong == []


def test_an_ordinary_household_leaves_none(world: World):
    with one_transaction():
        with owner():
            CareRecord.objects.all().delete()
        answer, entries = left(world.callers["village"], f"/households/{world.homes['own'].row.token}/")
    assert (answer.status_code, entries) == (200, [])


def test_an_assignment_and_a_correction_are_on_record(world: World):
    home = world.homes["own"]
    told = {
        "days": 30,
        "group": "low_income",
        "area": "430382",
        "since": today().isoformat(),
        "modes": ["door"],
    }
    answer, entries = left(
        world.callers["county"],
        "/api/v1/rules/",
        "POST",
        data=json.dumps(told),
        content_type="application/json",
    )
    assert (answer.status_code < 300) == (("rules_changed", "") in entries), answer.content
    path = f"/api/v1/households/{home.row.token}/contact/"
    with owner():
        member = v.member(home.area.parent)
    body = json.dumps({"member": member.pk, "primary": False})
    answer, entries = left(world.callers["county"], path, "POST", data=body, content_type="application/json")
    assert answer.status_code < 300, answer.content
    assert ("contacts_changed", home.row.token) in entries


def test_what_was_refused_is_not_a_change(world: World):
    answer, entries = left(
        world.callers["county"], "/api/v1/rules/", "POST", data="{}", content_type="application/json"
    )
    assert (answer.status_code, entries) == (400, [])


def test_names_of_views_are_those_of_the_resolver():
    assert resolve("/api/v1/rules/").view_name in LEAVES and resolve("/rules/").view_name in LEAVES
