"""Meetings by API: the agenda, freezing on the version that was seen, deciding, confirming and adding."""

import pytest

from geodata.needs.defaults import load_missing_need_defaults
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(places) -> Caller:
    with owner():
        load_missing_need_defaults()
    return caller(v.officer("village_officer", places.west))


def held(village: Caller, places) -> dict:
    planned = village.post("meetings/", {"area": places.west.code})
    assert planned.status_code == 201, planned.content
    address = f"meetings/{planned.json()['id']}/"
    frozen = village.post(f"{address}freeze/", {}, **{"If-Match": planned["ETag"]})
    assert frozen.status_code == 200, frozen.content
    return frozen.json()


def version(answer) -> dict[str, str]:
    return {"If-Match": answer["ETag"]}


def test_the_agenda_of_today(village, places):
    told = village.get(f"meetings/next/?area={places.west.code}").json()
    assert told["area"] == places.west.code and {one["source"] for one in told["sections"]} >= {"no_contact"}
    gaps = village.get(f"coverage/?area={places.west.code}").json()
    no_contact = next(one for one in told["sections"] if one["source"] == "no_contact")
    assert no_contact["n"] == gaps["total"]["unlinked"]


def test_it_is_frozen_decided_confirmed_and_added_to(village, places):
    meeting = held(village, places)
    address, item = f"meetings/{meeting['id']}/", meeting["items"][0]
    assert item["owner"] and "note" in item["outcomes"] and meeting["moves"] == ["begin", "cancel"]
    decided = village.post(f"{address}items/{item['number']}/decide/", {"outcome": "handle", "text": "例"})
    assert decided.json()["decision"]["state"] == "open"
    again = village.post(f"{address}items/{item['number']}/decide/", {"outcome": "note"})
    assert again.status_code == 409
    brought = village.post(f"{address}items/", {"text": "例修路"})
    assert (brought.status_code, brought.json()["source"]) == (201, "free")
    confirmed = village.post(f"{address}confirm/", {"text": "例纪要"}, **version(village.get(address)))
    assert confirmed.json()["state"] == "confirmed"
    assert village.post(f"{address}addenda/", {"text": "例补充"}).json()["number"] == 1
    assert village.get(address).json()["addenda"][0]["text"] == "例补充"


def test_what_is_to_be_done_is_listed_and_done(village, places):
    meeting = held(village, places)
    village.post(f"meetings/{meeting['id']}/items/1/decide/", {"outcome": "handle"})
    [one] = village.get(f"meetings/decisions/?area={places.west.code}").json()["results"]
    assert not one["late"] and village.get("meetings/decisions/?late=true").json()["results"] == []
    assert village.post(f"meetings/decisions/{one['id']}/done/", {}).json()["state"] == "done"


def test_it_is_listed_and_cancelled(village, places):
    meeting = held(village, places)
    assert [one["id"] for one in village.get("meetings/?state=frozen").json()["results"]] == [meeting["id"]]
    address = f"meetings/{meeting['id']}/"
    done = village.post(f"{address}cancel/", {}, **version(village.get(address)))
    assert done.json()["state"] == "cancelled"


def test_an_area_says_when_it_meets(village, places):
    said = {"area": places.west.code, "level": "village", "weekday": 2, "time": "09:00"}
    assert village.post("meetings/rules/", said).json()["weekday"] == 2
    assert village.get(f"meetings/missed/?area={places.west.code}").json()["results"] == []


def test_a_neighbour_finds_nothing(village, places):
    meeting = held(village, places)
    other = caller(v.officer("village_officer", places.east))
    assert other.get(f"meetings/{meeting['id']}/").status_code == 404
    assert other.get(f"meetings/next/?area={places.west.code}").status_code == 404
