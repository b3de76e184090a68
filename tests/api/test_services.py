"""Orders by API: once only, seen by whom they concern, moved on the version that was seen; teams; and the catalogue as HSDS."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.services.models import ServiceOrder, Team
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.roles import owner
from tests.services.conftest import a_team, items

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    items(places, (("market_ride", "transport"),))
    return places.homes[0]


@pytest.fixture
def driver(places) -> Caller:
    return caller(v.user("例司机"))


@pytest.fixture
def team(places, driver, home) -> Team:
    return a_team(places.west, driver.user)


@pytest.fixture
def leader(places) -> Caller:
    return caller(v.officer("small_leader", places.grids[0]))


def body_for(home: Household, **said: object) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()),
        "item": "market_ride",
        "household": home.token,
        "text": "例去赶集",
        **said,
    }


def made(who: Caller, home: Household, **said: object) -> dict:
    answer = who.post("orders/", body_for(home, **said))
    assert answer.status_code == 201, answer.content
    return answer.json()


def move(who: Caller, order: dict, name: str, **told: object):
    tag = {"If-Match": f'"{order["version"]}"'}
    return who.post(f"orders/{order['client_id']}/moves/", {"move": name, **told}, **tag)


def moved(who: Caller, order: dict, name: str, **told: object) -> dict:
    answer = move(who, order, name, **told)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_same_order_is_recorded_once(contact, home):
    body = body_for(home)
    first, again = contact.post("orders/", body), contact.post("orders/", body)
    assert (first.status_code, again.status_code, ServiceOrder.objects.count()) == (201, 200, 1)
    assert contact.post("orders/", body | {"text": "例别的"}).status_code == 409


def test_from_dispatching_to_the_rating(contact, leader, driver, team, home):
    order = made(contact, home)
    near = leader.get(f"orders/{order['client_id']}/suggestions/").json()
    assert [each["team"] for each in near["teams"]] == [team.pk]
    assert contact.get(f"orders/{order['client_id']}/suggestions/").status_code == 403
    order = moved(leader, order, "dispatch", teams=[team.pk])
    seen = driver.get("orders/?mine=true").json()["results"]
    assert [(each["number"], each["household"]) for each in seen] == [(order["number"], None)]
    order = moved(driver, order, "take")
    order = moved(driver, order, "finish", persons=2, trips=1)
    assert order["moves"] == []
    order = moved(contact, order, "rate", answer="satisfied", how="visit")
    assert [step["move"] for step in order["steps"]] == ["order", "dispatch", "take", "finish", "rate"]
    sums = leader.get("orders/summary/").json()
    assert (sums["finished"], sums["persons"], sums["answered"], sums["content"], sums["unanswered"]) == (
        1,
        2,
        1,
        1,
        0,
    )


def test_a_move_needs_the_version_that_was_seen_and_what_it_asks(contact, leader, team, home):
    order = made(contact, home)
    assert (
        contact.post(f"orders/{order['client_id']}/moves/", {"move": "cancel", "reason": "例"}).status_code
        == 428
    )
    assert move(contact, order, "cancel").status_code == 400
    assert move(contact, order, "cancel", reason="例", persons=1).status_code == 400
    moved(leader, order, "dispatch", teams=[team.pk])
    assert move(contact, order, "cancel", reason="例").status_code == 412


def test_of_a_wish_the_village_is_told_and_never_the_household(contact, leader, home, places):
    order = made(contact, home, item="", field="daily", text="例想要一盏灯")
    for who in (contact, leader):
        told = who.get(f"orders/{order['client_id']}/").json()
        assert (told["wish"], told["village"], told["household"]) == (True, places.west.code, None)
        assert home.head_name not in who.get("orders/?wish=true").content.decode()


def test_a_team_reaches_its_orders_and_nothing_else(contact, leader, driver, team, home):
    """As an account from outside: no household, no list, no map, no count."""
    order = made(contact, home)
    assert driver.get(f"orders/{order['client_id']}/").status_code == 404
    assert driver.get(f"households/{home.token}/").status_code == 404
    for path in ("households/", "coverage/", "needs/", "members/"):
        assert driver.get(path).status_code == 404, path
    order = moved(leader, order, "dispatch", teams=[team.pk])
    told = driver.get(f"orders/{order['client_id']}/").json()
    assert (told["household"], told["moves"]) == (None, ["take", "refuse"])
    refused = moved(driver, order, "refuse", reason="例车坏了")
    assert refused["state"] == "ordered"
    assert driver.get(f"orders/{order['client_id']}/").status_code == 404


def test_the_day_after_the_team_has_ended_its_orders_are_gone(contact, leader, driver, team, home):
    order = moved(leader, made(contact, home), "dispatch", teams=[team.pk])
    with owner():
        team.period = (v.LONG_AGO, today())
        team.save()
    assert driver.get("orders/").status_code == 403
    assert driver.get(f"orders/{order['client_id']}/").status_code == 403


def test_the_catalogue_is_a_page_of_hsds(contact, planner, home):
    page = contact.get("items/").json()
    assert (page["total_items"], page["last_page"]) == (1, True)
    service = page["contents"][0]
    assert (service["code"], service["status"], uuid.UUID(service["id"]).version) == (
        "market_ride",
        "active",
        5,
    )
    assert planner.get("items/").status_code == 403


def test_the_township_changes_a_team(places, home, driver):
    township = caller(v.officer("township_officer", places.town))
    body = {"name": "例志愿队", "kind": "volunteer", "field": "care", "area": places.west.code}
    made = township.post("teams/", body)
    assert made.status_code == 201
    path = f"teams/{made.json()['id']}/"
    told = township.post(f"{path}moves/", {"move": "join", "user": driver.user.username}).json()
    assert [member["name"] for member in told["members"]] == [driver.user.name]
    assert [one["id"] for one in driver.get("teams/").json()["results"]] == [made.json()["id"]]
    planned = {"move": "plan_round", "village": places.west.code, "on": today().isoformat()}
    told = township.post(f"{path}moves/", planned).json()
    done = driver.post(
        f"{path}moves/", {"move": "round_done", "round": told["rounds"][0]["id"], "what": "例理发"}
    )
    assert done.json()["rounds"][0]["done_on"] == today().isoformat()
    left = township.post(f"{path}moves/", {"move": "leave", "member": told["members"][0]["id"]})
    assert left.status_code == 200
    assert township.post(f"{path}moves/", {"move": "end"}).json()["ended"]
    for wrong in ({"move": "join"}, {"move": "join", "user": "nobody"}):
        assert township.post(f"{path}moves/", wrong).status_code in (400, 404)
    assert driver.post("teams/", body | {"name": "例乙"}).status_code in (403, 404)
    assert driver.get("teams/999999/").status_code == 404
