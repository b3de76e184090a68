"""Needs by API: once only, seen by who holds them, moved on the version that was seen; and what a department is told."""

import datetime as dt
import uuid

import pytest

from geodata.base.periods import today
from geodata.needs.models import Need
from geodata.needs.recording import NeedReport
from geodata.people.models import Household
from geodata.visits.models import Visit
from geodata.visits.record import Report
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.needs.conftest import office_of_water
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


def body_for(home: Household, **said: object) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()), "kind": "problem", "category": "water", "household": home.token,
        "raised_on": today().isoformat(), "text": "例井干了", **said,
    }  # fmt: skip


def made(who: Caller, home: Household, **said: object) -> dict[str, object]:
    answer = who.post("needs/", body_for(home, **said))
    assert answer.status_code == 201, answer.content
    return answer.json()


def move(who: Caller, need: dict[str, object], name: str, *, seen: object = None, **told: object):
    tag = {"If-Match": f'"{seen or need["version"]}"'}
    return who.post(f"needs/{need['client_id']}/moves/", {"move": name, **told}, **tag)


def moved(who: Caller, need: dict[str, object], name: str, **told: object) -> dict[str, object]:
    answer = move(who, need, name, **told)
    assert answer.status_code == 200, answer.content
    return answer.json()


def numbers(who: Caller, query: str = "") -> list[str]:
    return [row["number"] for row in who.get(f"needs/{query}").json()["results"]]


def test_the_same_need_is_recorded_once_and_the_hash_is_that_of_the_phone(contact, home):
    body = body_for(home, visit={"day": today().isoformat()}, source="visit")
    first, again = contact.post("needs/", body), contact.post("needs/", body)
    assert (first.status_code, again.status_code, Need.objects.count(), Visit.objects.filter(client_id=body["client_id"]).count()) == (
        201, 200, 1, 1,
    )  # fmt: skip
    report = NeedReport(
        client_id=uuid.UUID(str(body["client_id"])), kind="problem", category="water", raised_on=today(),
        household=home.token, text="例井干了", source="visit", visit=Report(household=0, day=today()),
    )  # fmt: skip
    assert first.json()["body_hash"] == report.digest()
    assert contact.post("needs/", body | {"text": "例别的"}).status_code == 409


def test_what_cannot_be_taken_is_told_with_its_field(contact, home):
    answer = contact.post("needs/", body_for(home, category="nothing"))
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"]) == (400, "category")
    assert contact.post("needs/", body_for(home, mood="x")).status_code == 400


def test_a_neighbour_finds_no_household_and_a_planner_has_no_right(neighbour, planner, home):
    assert neighbour.post("needs/", body_for(home)).status_code == 404
    assert planner.post("needs/", body_for(home)).status_code == 403
    assert planner.get("needs/").status_code == planner.get("needs/summary/").status_code == 403


def test_a_move_is_made_on_the_version_that_was_seen(contact, insider, home):
    need = made(contact, home)
    assert need["moves"] == ["withdraw"]
    seen = insider.get(f"needs/{need['client_id']}/")
    assert (seen["ETag"], seen.json()["text"]) == ('"1"', "例井干了")
    assert {"accept", "decline", "merge"} <= set(seen.json()["moves"])
    address = f"needs/{need['client_id']}/moves/"
    assert insider.post(address, {"move": "accept"}).status_code == 428
    assert move(insider, need, "accept", seen=9).status_code == 412
    assert moved(insider, need, "accept")["state"] == "accepted"
    assert move(insider, need, "accept", seen=2).status_code == 409
    assert move(contact, need, "escalate", seen=2, reason="例").status_code == 403
    assert move(insider, need, "escalate", seen=2).status_code == 400


def test_from_a_visit_to_the_department_and_back(contact, insider, by_post, places, home):
    _water, officer = office_of_water(places)
    township, county, water = (
        by_post("township_officer", places.town),
        by_post("county_officer", places.county),
        caller(officer),
    )
    need = made(contact, home)
    need = moved(insider, need, "accept")
    need = moved(insider, need, "escalate", reason="例钱不够")
    need = moved(township, need, "escalate", reason="例要水利局")
    need = moved(county, need, "assign", department="water", task="例查井")
    assert water.get(f"needs/{need['client_id']}/").status_code == 403
    [task] = water.get("assignments/").json()["results"]
    assert (task["number"], task["task"], task["state"], task["household_number"]) == (
        need["number"],
        "例查井",
        "given",
        "",
    )
    told = water.get("assignments/").content.decode()
    assert not any(secret in told for secret in (home.head_name, home.token, home.number, "例井干了"))
    address = f"assignments/{task['id']}/moves/"
    assert water.post(address, {"move": "accept"}).status_code == 428
    assert water.post(address, {"move": "accept"}, **{"If-Match": '"9"'}).status_code == 412
    taken = water.post(address, {"move": "accept"}, **{"If-Match": '"1"'}).json()
    assert taken["state"] == "accepted"
    done = water.post(
        address, {"move": "done", "answer": "例已打井"}, **{"If-Match": f'"{taken["version"]}"'}
    )
    assert done.json()["state"] == "done"
    need = county.get(f"needs/{need['client_id']}/").json()
    assert need["state"] == "in_progress"
    need = moved(county, need, "finish", result="例已打井")
    need = moved(contact, need, "follow_up", answer="satisfied")
    need = moved(county, need, "close")
    steps = insider.get(f"needs/{need['client_id']}/steps/").json()["results"]
    assert [(step["move"], step["level_after"]) for step in steps] == [
        ("record", 1), ("accept", 1), ("escalate", 2), ("escalate", 3), ("assign", 3), ("begin", 3), ("finish", 3),
        ("follow_up", 3), ("close", 3),
    ]  # fmt: skip
    [row] = [one for one in county.get("needs/summary/?by=level").json()["results"] if one["key"] == "3"]
    assert row["really_settled"] == {"part": 1, "whole": 1, "rate": 1.0}


def test_the_ledger_is_filtered_and_turned_page_by_page(contact, insider, neighbour, home):
    needs = [made(contact, home, text=f"例{number}") for number in range(5)]
    moved(insider, needs[0], "accept")
    assert numbers(insider, "?state=accepted") == [needs[0]["number"]]
    assert insider.get("needs/?category=roads").json()["numberMatched"] == 0
    for order in ("newest", "due"):
        seen, address = [], f"needs/?limit=2&order={order}"
        while address:
            page = insider.get(address).json()
            assert page["numberMatched"] == 5
            seen += [row["number"] for row in page["results"]]
            address = page["next"]
        assert sorted(seen) == sorted(need["number"] for need in needs) and len(seen) == 5
    assert numbers(contact, "?mine=true") and numbers(neighbour) == []

    assert numbers(insider, f"?number={needs[1]['number']}") == [needs[1]["number"]]
    assert insider.get("needs/?after=x").status_code == 400
    assert insider.get("needs/?area=430382101").status_code == 404


def test_a_long_ledger_is_not_counted_to_its_end(contact, insider, home, monkeypatch):
    for number in range(2):
        made(contact, home, text=f"例{number}")
    monkeypatch.setattr("geodata.coverage.households.COUNTED", 1)
    page = insider.get("needs/?limit=1").json()
    assert ("numberMatched" in page, page["numberMatchedAtLeast"], len(page["results"])) == (False, 1, 1)


def test_a_sensitive_need_shows_its_recorder_number_and_state_alone(contact, insider, by_post, places, home):
    need = made(contact, home, sensitive=True, named=[insider.user.pk], text="例村干部")
    assert (need["state"], need["category"], need["text"], need["moves"]) == ("new", None, "", ["withdraw"])
    assert insider.get(f"needs/{need['client_id']}/").status_code == 404
    township = by_post("township_officer", places.town)
    assert township.get(f"needs/{need['client_id']}/").json()["text"] == "例村干部"
    steps = [who.get(f"needs/{need['client_id']}/steps/").json()["results"] for who in (contact, township)]
    assert [len(some) for some in steps] == [0, 1]
    [line] = contact.get("needs/").json()["results"]
    assert (line["number"], line["household"], line["kind"]) == (need["number"], None, None)


def test_a_dispute_and_a_supervision(contact, insider, by_post, places, home):
    need = made(insider, home, kind="dispute", category="neighbours", parties="例甲与例乙")
    assert need["dispute"]["parties"] == "例甲与例乙"
    need = moved(insider, need, "accept")
    need = moved(
        insider,
        need,
        "mediate",
        mediator_name="例调解员",
        outcome="agreed",
        agreement="例各让一步",
        revisit_on="2027-01-15",
    )
    assert need["dispute"]["agreement"] == "例各让一步"
    township = by_post("township_officer", places.town)
    need = moved(township, need, "supervise", note="例请尽快")
    [one] = need["supervisions"]
    assert contact.post(f"supervisions/{one['id']}/answer/", {"answer": "例"}).status_code == 403
    assert (
        insider.post(f"supervisions/{one['id']}/answer/", {"answer": "例明天"}).json()["answer"] == "例明天"
    )


def test_categories_are_those_in_use(contact):
    assert len(contact.get("needs/categories/").json()["results"]) == 16


def test_an_id_number_in_the_text_or_the_note_of_its_visit_is_left_out_and_that_is_said(contact, home):
    secret = "430382199001011239"
    visit = {"day": today().isoformat(), "note": f"例{secret}"}
    body = body_for(home, text=f"例{secret}", visit=visit, source="visit")
    first, again = contact.post("needs/", body), contact.post("needs/", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert secret not in first.json()["text"] and first.json()["left_out"]
    only = contact.post("needs/", body_for(home, visit=visit, source="visit"))
    assert (only.status_code, bool(only.json()["left_out"])) == (201, True)
    assert (
        contact.post("needs/", body_for(home, visit=visit | {"mode": secret}, source="visit")).status_code
        == 400
    )
    # The phone hears the hash of what it sent, and no hash of an ID number is kept.
    assert first.json()["body_hash"] == again.json()["body_hash"]
    with owner():
        assert not Need.objects.filter(body_hash=first.json()["body_hash"]).exists()
        assert not Need.objects.filter(text__contains=secret).exists()
        assert not Visit.objects.filter(note__contains=secret).exists()


def test_a_phone_whose_households_were_given_away_is_heard_for_the_days_before(contact, home):
    late = body_for(home, raised_on=(today() - dt.timedelta(days=3)).isoformat())
    with owner():
        home.links.update(period=(v.LONG_AGO, today() - dt.timedelta(days=2)), end_reason="replaced")
    first, again = contact.post("needs/", late), contact.post("needs/", late)
    assert (first.status_code, again.status_code) == (201, 200)
    assert contact.post("needs/", body_for(home)).status_code == 403
