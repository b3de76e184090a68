"""Every door that opens, exports or changes something leaves its action on the record of access."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from api.visits import one as visit_views
from geodata.audit.models import ACTIONS, AccessEntry
from geodata.audit.record import record_access
from geodata.base.errors import Stale
from geodata.base.periods import today
from geodata.base.rls import as_web_role
from geodata.exports.access_log import details
from geodata.people.models import CareRecord
from geodata.visits.concept import Action
from gridmap import middleware
from gridmap.doors import BY_THEMSELVES, LEAVES, NOTHING
from tests import village as v
from tests.attack.addresses import Address, addresses
from tests.attack.calling import HANDLER, call, leaks
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
    """A new one fails here: say in its manifest what it leaves, or why nothing."""
    path = address.path(world, "own")
    methods = CHANGES if address.is_api else CHANGES[:1]
    taken = [method for method in methods if call(world.callers["county"], method, path).status != 405]
    assert not taken or view_of(address) in SPOKEN_FOR, taken


def test_every_action_has_words():
    assert all(str(words) != action for action, words in ACTIONS.items())
    assert set(LEAVES.values()) <= set(ACTIONS)
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


WEST = "430382100201"
FILES = (
    f"/exports/{WEST}/households.csv",
    f"/gaps/export.csv?gap=households&area={WEST}",
    f"/visits/export.csv?area={WEST}",
    f"/rosters/{WEST}/roster.pdf",
    f"/members/{WEST}/phones.pdf",
)


def telling(world: World, role: str) -> list[str]:
    """Addresses whose answers need an entry."""
    files = FILES if role == "village" else ()
    return [path for path in (*doors(world), *files) if left(world.callers[role], path)[1]]


@pytest.mark.parametrize("role", ["village", "leader", "contact"])
def test_no_answer_is_sent_whose_entry_cannot_be_appended(
    world: World, role: str, monkeypatch: pytest.MonkeyPatch
):
    paths = telling(world, role)

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("no room")

    # Entries are appended by one way alone: `append_all`.
    monkeypatch.setattr(AccessEntry.objects, "bulk_create", refuse)
    answers = [call(world.callers[role], "GET", path) for path in paths]
    assert len(paths) > 1
    assert {answer.status for answer in answers} <= {500, 503}
    assert [
        leaks(world, world.callers["anonymous"], answer, path)
        for path, answer in zip(paths, answers, strict=True)
    ] == [[]] * len(paths)


@pytest.mark.parametrize("role", ["village", "leader", "contact"])
def test_no_answer_is_sent_before_its_entry_is_committed(
    world: World, role: str, monkeypatch: pytest.MonkeyPatch
):
    paths = telling(world, role)

    @contextmanager
    def lost(**told: str) -> Iterator[None]:
        with as_web_role(**told):
            yield
        raise OperationalError("lost before it was committed")

    monkeypatch.setattr(middleware, "as_web_role", lost)
    answers = [call(world.callers[role], "GET", path) for path in paths]
    assert {answer.status for answer in answers} <= {500, 503}
    assert [
        leaks(world, world.callers["anonymous"], answer, path)
        for path, answer in zip(paths, answers, strict=True)
    ] == [[]] * len(paths)


def test_a_file_has_its_entry_before_its_first_byte(world: World):
    for path in FILES:
        answer, entries = left(world.callers["village"], path)
        assert (answer.status_code, [action for action, _subject in entries]) == (200, ["export"]), path


def test_what_stands_there_is_on_record_when_a_change_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """Also where the verb had appended its own entry, which is taken back with it."""
    home = world.homes["own"].row
    path = f"/api/v1/visits/{home.visits.order_by('pk')[0].client_id}/void/"

    def half(*_: object, **__: object) -> None:
        with transaction.atomic():
            record_access(user=None, action=Action.VISIT_CORRECTED, at=timezone.now())
            raise Stale("例")

    monkeypatch.setattr(visit_views, "void_visit", half)
    answer, entries = left(
        world.callers["village"],
        path,
        "POST",
        data=json.dumps({"reason": "例"}),
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert (answer.status_code, entries) == (412, [("open_household", home.token)]), answer.content


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
    assert (answer.status_code < 300) == (("rules_changed", "430382") in entries), answer.content
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
    for path in ("/api/v1/imports/", "/plans/new/"):
        assert resolve(path).view_name in BY_THEMSELVES
