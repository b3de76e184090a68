"""/orders/, /teams/ and /services/: who sees what of them, and an order from the household's page to its rating."""

import pytest

from geodata.services import moving
from geodata.services.models import ServiceOrder, Team
from tests.pages.conftest import Reader, reader
from tests.services.conftest import Desk, People, driver, fresh, home, offered, order, people, team

__all__ = ("driver", "home", "offered", "order", "people", "team")
pytestmark = pytest.mark.usefixtures("in_english")


def opened(desk: Desk) -> Reader:
    return reader(desk.by)


def moved(desk: Desk, order: ServiceOrder, move: str, **told: object):
    sent = {f"{move}-{name}": value for name, value in told.items()}
    version = {f"{move}-version": fresh(order).version}
    return opened(desk).post(f"/orders/{order.number}/move/", {"move": move, **version, **sent})


def test_an_order_goes_from_the_households_page_to_its_rating(people: People, home, team):
    contact = opened(people.contact)
    assert f"/orders/new/?household={home.token}" in contact.text(f"/households/{home.token}/")
    page = contact.text(f"/orders/new/?household={home.token}")
    key = page.split('name="client_id" value="')[1].split('"')[0]
    body = {
        "client_id": key,
        "household": home.token,
        "item": "market_ride",
        "source": "door",
        "text": "例去赶集",
    }
    assert contact.post("/orders/new/", body).status_code == 302
    made = ServiceOrder.objects.get()
    assert moved(people.village, made, "dispatch", teams=[team.pk]).status_code == 302
    assert moved(people.driver, made, "take").status_code == 302
    assert moved(people.driver, made, "finish", persons=1, trips=1).status_code == 302
    assert moved(people.contact, made, "rate", answer="satisfied", how="visit").status_code == 302
    assert fresh(made).state == "rated"
    assert made.number in contact.text(f"/households/{home.token}/")


def test_the_ledger_tells_of_each_order_to_whom_it_concerns(people: People, order, home):
    for desk in (people.contact, people.leader, people.township, people.county):
        shown = opened(desk).text("/orders/")
        assert order.number in shown and home.head_name in shown
    assert order.number not in opened(people.neighbour).text("/orders/")
    assert opened(people.planner).get("/orders/").status_code == 403
    assert opened(people.neighbour).get(f"/orders/{order.number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?untaken=1", True),
        ("?late=1", True),
        ("?wish=1", False),
        ("?mine=1", False),
        ("?field=law", False),
        ("?state=ordered", True),
    ],
)
def test_the_ledger_lists_what_is_asked_for(people: People, order, query, there):
    assert (order.number in opened(people.village).text(f"/orders/{query}")) is there


def test_a_wish_shows_the_village_and_never_the_name(people: People, home):
    wish = people.contact.orders(home, item="", field="daily", text="例想要一盏灯")
    shown = opened(people.village).text(f"/orders/{wish.number}/") + opened(people.village).text("/orders/")
    assert "例想要一盏灯" in shown and home.village.name in shown
    assert home.head_name not in shown


def test_a_team_sees_its_orders_and_no_household(people: People, offered, home):
    who = opened(people.driver)
    shown = who.text("/orders/?mine=1") + who.text(f"/orders/{offered.number}/")
    assert offered.number in shown and home.head_name not in shown
    for path in (f"/households/{home.token}/", "/households/", "/coverage/", "/needs/"):
        assert who.get(path).status_code == 404, path


def test_what_is_refused_is_told_beside_the_form(people: People, offered):
    answer = moved(people.driver, offered, "refuse")
    assert answer.status_code == 422
    people.driver.does(moving.take, offered)
    assert moved(people.driver, offered, "take").status_code == 403
    assert moved(people.driver, offered, "dance").status_code == 404


def test_refused_it_is_gone_and_the_ledger_says_so(people: People, offered):
    answer = moved(people.driver, offered, "refuse", reason="例车坏了")
    assert (answer.status_code, answer["Location"]) == (302, "/orders/")


def test_the_township_founds_a_team_and_takes_somebody_in(people: People, places):
    township = opened(people.township)
    body = {"name": "例志愿队", "kind": "volunteer", "field": "care", "area": places.west.code}
    made = township.post("/teams/", body)
    assert made.status_code == 302
    team = Team.objects.get(name="例志愿队")
    assert (
        township.post(
            f"/teams/{team.pk}/change/", {"move": "join", "user": people.driver.by.username}
        ).status_code
        == 302
    )
    assert people.driver.by.name in township.text(f"/teams/{team.pk}/")
    assert township.post("/teams/", body).status_code == 422
    assert "Found a team" not in opened(people.village).text("/teams/")
    assert township.post(f"/teams/{team.pk}/change/", {"move": "dance"}).status_code == 404


def test_the_catalogue_says_what_is_offered(people: People):
    assert "market_ride" in opened(people.contact).text("/services/")


def test_a_place_is_ordered_for_without_a_household(people: People, places):
    village = opened(people.village)
    page = village.text("/orders/new/")
    key = page.split('name="client_id" value="')[1].split('"')[0]
    body = {"client_id": key, "area": places.grids[0].code, "item": "market_ride", "source": "door"}
    assert village.post("/orders/new/", body).status_code == 422
    assert village.post("/orders/new/", body | {"where": "例村口"}).status_code == 302
    assert ServiceOrder.objects.get().place == "例村口"
