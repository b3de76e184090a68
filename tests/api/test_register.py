"""Changes of the register by API: once only, seen by who holds the register there, decided on the version that was seen."""

import uuid

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.people.models import Household
from geodata.register.models import RegisterChange
from tests.api.conftest import Caller
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


def body_for(home: Household, kind: str = "moved_out", **payload: object) -> dict[str, object]:
    day = today().isoformat()
    return {
        "client_id": str(uuid.uuid4()), "kind": kind, "household": home.token, "effective_on": day, "payload": payload,
    }  # fmt: skip


def proposed(who: Caller, body: dict[str, object]) -> tuple[int, dict[str, object]]:
    answer = who.post("register/changes/", body)
    return answer.status_code, answer.json()


def move(
    who: Caller, change: dict[str, object], name: str, *, seen: object = None, **more: object
) -> tuple[int, str]:
    tag = {"If-Match": f'"{seen or change["version"]}"'}
    answer = who.post(f"register/changes/{change['id']}/moves/", {"move": name, **more}, **tag)
    return answer.status_code, answer.json().get("state", "")


def numbers(who: Caller, query: str = "") -> list[int]:
    return [row["id"] for row in who.get(f"register/changes/{query}").json()["results"]]


def test_the_same_proposal_is_one_change_and_another_content_is_refused(contact, home):
    body = body_for(home, where="例市")
    (first, one), (again, same) = proposed(contact, body), proposed(contact, body)
    assert (first, again, one["id"], one["state"]) == (201, 200, same["id"], "proposed")
    assert proposed(contact, body | {"kind": "empty", "payload": {}})[0] == 409


def test_a_neighbour_does_not_find_the_household_and_a_planner_has_no_right(neighbour, planner, home):
    assert proposed(neighbour, body_for(home))[0] == 404
    assert proposed(planner, body_for(home))[0] == 403
    assert planner.get("register/changes/").status_code == 403


@pytest.mark.parametrize(
    ("payload", "field"),
    [({"where": "例" * 61}, "payload.where"), ({"mood": 1}, "payload"), ({"phone": "none"}, "payload.phone")],
)
def test_what_cannot_be_taken_is_told_with_its_field(contact, home, payload, field):
    status, told = proposed(contact, body_for(home, **payload))
    [fault] = told["errors"]
    assert (status, fault["field"], bool(fault["remedy"])) == (400, field, True)


def test_an_id_number_is_refused(contact, home):
    assert proposed(contact, body_for(home, where="430382199001011239"))[0] == 400
    assert not RegisterChange.objects.exists()


def test_a_death_from_the_phone_to_the_register(contact, insider, home):
    _status, change = proposed(contact, body_for(home, "new_head", why="death", head_name="例配偶"))
    assert change["moves"] == ["withdraw"]
    seen = insider.get(f"register/changes/{change['id']}/")
    assert (seen.json()["moves"], seen["ETag"]) == (["confirm", "refuse"], '"1"')
    assert move(insider, change, "confirm") == (200, "confirmed")
    home.refresh_from_db()
    assert home.head_name == "例配偶"
    assert move(insider, change, "undo", seen=2) == (200, "undone")
    home.refresh_from_db()
    assert home.head_name != "例配偶"


def test_a_version_is_asked_for_and_an_old_one_is_stale(contact, insider, home):
    _status, change = proposed(contact, body_for(home))
    assert insider.post(f"register/changes/{change['id']}/moves/", {"move": "confirm"}).status_code == 428
    assert move(insider, change, "refuse", reason="例") == (200, "refused")
    assert move(insider, change, "confirm") == (412, "")
    assert move(insider, change, "confirm", seen=2) == (409, "")


def test_refusing_needs_a_reason_and_only_the_proposer_withdraws(contact, insider, home):
    _status, change = proposed(contact, body_for(home))
    assert move(insider, change, "refuse")[0] == 400
    assert move(insider, change, "withdraw")[0] == 403
    assert move(contact, change, "confirm")[0] == 403
    assert move(contact, change, "withdraw") == (200, "withdrawn")


def test_an_offices_own_is_confirmed_at_once(insider, places):
    body = body_for(places.homes[0], "new", head_name="例新户") | {"area": places.west.code}
    del body["household"]
    status, change = proposed(insider, body)
    assert (status, change["state"], change["household"]) == (201, "confirmed", None)
    assert Household.objects.filter(village=places.west, head_name="例新户").count() == 1


def test_many_are_confirmed_and_what_is_not_possible_is_told(contact, insider, home):
    changes = [proposed(contact, body_for(home, kind))[1] for kind in ("moved_out", "dissolved")]
    answer = insider.post("register/changes/confirm/", {"changes": [one["id"] for one in changes]}).json()
    assert (answer["confirmed"], [one["id"] for one in answer["refused"]]) == (1, [changes[1]["id"]])
    assert "Nobody of this household" in answer["refused"][0]["message"]


def test_a_number_outside_is_not_found(neighbour, contact, home):
    _status, change = proposed(contact, body_for(home))
    assert neighbour.post("register/changes/confirm/", {"changes": [change["id"]]}).status_code == 404
    assert neighbour.get(f"register/changes/{change['id']}/").status_code == 404


def test_the_list_is_asked_by_area_state_and_kind_page_by_page(contact, insider, county, home, places):
    first, second = (proposed(contact, body_for(home, kind))[1]["id"] for kind in ("empty", "moved_out"))
    assert numbers(insider) == [second, first]
    assert numbers(insider, "?kind=empty&state=proposed") == [first]
    assert numbers(insider, f"?area={places.grids[0].code}") == [second, first]
    assert numbers(insider, f"?area={places.grids[1].code}") == []
    assert numbers(county, f"?area={places.east.code}") == []
    page = insider.get("register/changes/?limit=1").json()
    assert numbers(insider, page["next"].split("changes/")[1]) == [first]


def test_a_neighbour_lists_none_and_may_not_ask_for_the_area(contact, neighbour, home, places):
    proposed(contact, body_for(home))
    assert numbers(neighbour) == []
    assert neighbour.get(f"register/changes/?area={places.west.code}").status_code == 404


def test_a_leader_of_the_grid_sees_what_is_of_it(contact, by_post, home, places):
    _status, change = proposed(contact, body_for(home))
    assert numbers(by_post("small_leader", places.grids[0])) == [change["id"]]
    assert numbers(by_post("small_leader", places.grids[1])) == []


def test_opening_one_of_a_special_household_is_on_record(contact, insider, home):
    _status, change = proposed(contact, body_for(home))
    insider.get(f"register/changes/{change['id']}/")
    with owner():
        opened = AccessEntry.objects.filter(user=insider.user, action="open_household", subject=home.token)
        assert opened.count() == 1


def test_an_old_token_still_means_the_household_after_a_merger(contact, insider, home, places):
    token = home.token
    assert proposed(insider, body_for(home, "merged", into=places.homes[1].token))[1]["state"] == "confirmed"
    assert contact.get(f"households/{token}/").json()["properties"]["token"] == places.homes[1].token


def test_a_new_household_that_waits_is_seen_and_withdrawn_by_whoever_proposed_it(
    contact, outsider, by_post, places
):
    body = body_for(places.homes[0], "new", head_name="例新户") | {"area": places.grids[0].code}
    del body["household"]
    status, change = proposed(contact, body)
    assert (status, change["state"], numbers(contact)) == (201, "proposed", [change["id"]])
    assert numbers(by_post("small_leader", places.grids[1])) == numbers(outsider) == []
    assert move(contact, change, "withdraw") == (200, "withdrawn")
    assert numbers(contact) == []
