"""Entitlements by API: the worklist, moves on the version that was seen, agency services, trainings and the funnel."""

import uuid

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.coverage.hiding import Mark
from geodata.entitlements.models import Entitlement
from geodata.policies.models import PolicyVersion
from tests.api.conftest import Caller, caller
from tests.entitlements.conftest import match, officer_of, policy, version
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def coal(places) -> PolicyVersion:
    made = version(policy(places, "coal"), {"care": "low_income"})
    version(policy(places, "pump", department="water"), {"care": "low_income"})
    match(places)
    return made


@pytest.fixture
def department(places, coal) -> Caller:
    return caller(officer_of(places, "civil_affairs"))


def listed(who: Caller, query: str = "") -> list[tuple[str, str]]:
    rows = who.get(f"entitlements/{query}").json()["results"]
    return sorted((row["policy"], row["household_number"]) for row in rows)


def one(who: Caller, places, code: str = "coal") -> dict[str, object]:
    rows = who.get(f"entitlements/?policy={code}&household={places.homes[0].token}").json()["results"]
    return rows[0]


def move(who: Caller, row: dict[str, object], name: str, **told: object):
    tag = {"If-Match": f'"{row["version"]}"'}
    return who.post(f"entitlements/{row['id']}/moves/", {"move": name, **told}, **tag)


def test_each_sees_the_own_and_a_department_its_policies(
    places, coal, contact, insider, neighbour, planner, department
):
    west, east = (home.number for home in (places.homes[0], places.homes[2]))
    assert listed(contact) == listed(insider) == [("coal", west), ("pump", west)]
    assert listed(neighbour) == [("coal", east), ("pump", east)]
    assert listed(department) == sorted([("coal", west), ("coal", east)])
    assert planner.get("entitlements/").status_code == 403
    assert listed(insider, "?policy=pump&state=possible&open=true") == [("pump", west)]
    assert (
        listed(insider, "?unfollowed=true")
        == listed(insider, "?closing=true")
        == listed(insider, "?unpaid=true")
        == []
    )


def test_a_department_is_told_number_and_name_alone_and_its_opening_is_on_record(places, department):
    [row] = department.get("entitlements/?limit=1").json()["results"]
    assert row["household"] is None and row["household_name"]
    with owner():
        entry = AccessEntry.objects.get(action="entitlements_opened")
    assert (entry.subject, entry.details) == ("coal", {"n": 1, "by": "api"})


def test_it_goes_page_by_page(county, coal):
    seen, query = [], "entitlements/?limit=3"
    while query:
        page = county.get(query).json()
        seen += [row["id"] for row in page["results"]]
        query = page["next"]
    assert len(seen) == len(set(seen)) == 4
    assert county.get("entitlements/").json()["numberMatched"] == 4


def test_it_is_moved_on_the_version_that_was_seen(places, coal, insider, contact, neighbour):
    row = one(insider, places)
    assert "confirm" in row["moves"] and "confirm" not in one(contact, places)["moves"]
    answer = move(insider, row, "confirm")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert (body["state"], [step["move"] for step in body["steps"]]) == ("confirmed", ["confirm"])
    assert move(insider, row, "inform").status_code == 412
    assert move(contact, body, "inform").json()["state"] == "informed"
    assert move(contact, one(contact, places), "grant").status_code == 403
    assert move(contact, one(contact, places), "confirm").status_code == 403
    assert move(insider, one(insider, places), "submit").status_code == 409
    assert move(contact, one(contact, places), "apply").json()["errors"][0]["field"] == "via"
    assert move(neighbour, row, "confirm").status_code == 404
    assert insider.get(f"entitlements/{row['id']}/").json()["version"] == 3


def test_many_are_moved_at_once_and_one_is_asked_for(places, coal, insider, contact):
    keys = [row["id"] for row in insider.get("entitlements/").json()["results"]]
    told = {"move": "confirm", "entitlements": keys}
    assert insider.post("entitlements/moves/", told).json() == {"moved": 2}
    assert insider.post("entitlements/moves/", told).status_code == 409
    version(policy(places, "school"), {"size": ">=9"})
    asked = {"household": places.homes[0].token, "policy": "school"}
    assert [contact.post("entitlements/", asked).status_code for _ in range(2)] == [201, 200]


def test_agency_services_are_person_times(places, coal, contact, insider, neighbour, department):
    body = {
        "client_id": str(uuid.uuid4()), "household": places.homes[0].token, "what": "例代办", "result": "done",
        "day": today().isoformat(),
    }  # fmt: skip
    assert [contact.post("entitlements/agency/", body).status_code for _ in range(2)] == [201, 200]
    assert contact.post("entitlements/agency/", body | {"what": "例别的"}).status_code == 409
    told = insider.get("entitlements/agency/").json()
    assert (told["person_times"], [row["what"] for row in told["results"]]) == (1, ["例代办"])
    assert neighbour.get("entitlements/agency/").json()["person_times"] == 0
    assert department.get("entitlements/agency/").json()["person_times"] == 0


def test_a_training_is_a_number(places, coal, insider, contact):
    body = {"day": today().isoformat(), "area": places.west.code, "policies": ["coal"], "attended": 12}
    assert insider.post("entitlements/trainings/", body).status_code == 201
    assert contact.post("entitlements/trainings/", body).status_code == 404
    assert [row["attended"] for row in insider.get("entitlements/trainings/").json()["results"]] == [12]


def funnel(who: Caller, query: str) -> dict[str, object]:
    return {
        row["code"]: row["counts"]["possible"]
        for row in who.get(f"entitlements/funnel/{query}").json()["results"]
    }


def test_the_funnel_of_each_policy_and_of_one_by_area(places, coal, county, insider, department):
    assert funnel(county, "") == {"coal": 2, "pump": 2}
    assert funnel(insider, "") == {"coal": 1, "pump": 1}
    assert funnel(county, "?policy=coal&area=430382") == {"430382": 2, "430382100": 2}
    assert funnel(county, "?policy=coal&area=430382100") == {
        "430382100": 2,
        "430382100201": 1,
        "430382100202": 1,
    }
    assert funnel(county, f"?policy=coal&area={places.west.code}") == {
        places.west.code: 1,
        places.grids[0].code: 1,
    }
    assert funnel(department, "") == {"coal": None}
    assert funnel(department, "?policy=coal&area=430382100") == dict.fromkeys(
        ["430382100", "430382100201", "430382100202"]
    )
    assert funnel(department, f"?policy=coal&area={places.west.code}") == {places.west.code: None}
    row = department.get("entitlements/funnel/").json()["results"][0]
    assert (row["hidden"], row["counts"]["paid"], Mark.FEW) == (True, 0, "<5")


def test_a_move_leaves_nothing_where_it_is_refused(places, coal, insider):
    row = one(insider, places)
    move(insider, row, "refuse", reason="例")
    assert Entitlement.objects.get(pk=row["id"]).version == 1


def test_a_list_is_compared_and_its_lines_are_worklists(
    places, county, coal, insider, neighbour, department, planner
):
    west, none = places.homes[0], places.homes[1]
    body = {
        "policy": "coal", "area": places.county.code, "as_of": today().isoformat(),
        "lines": [
            {"number": west.number, "name": west.head_name},
            {"number": none.number, "name": none.head_name, "village": places.west.code, "amount": "300.00"},
            {"number": "99", "name": "例无"},
        ],
    }  # fmt: skip
    made = department.post("entitlements/lists/", body)
    assert made.status_code == 201, made.content
    run = made.json()
    assert [run[name] for name in ("rows", "both", "only_there", "unknown", "only_here")] == [3, 1, 1, 1, 1]
    assert [row["id"] for row in county.get("entitlements/lists/").json()["results"]] == [run["id"]]
    assert insider.get("entitlements/lists/").json()["results"] == []
    lines = f"entitlements/lists/{run['id']}/"
    [there] = department.get(f"{lines}?finding=only_there").json()["results"]
    [here] = county.get(f"{lines}?finding=only_here").json()["results"]
    assert (there["line"], here["line"], here["name"]) == (2, None, places.homes[2].head_name)
    assert [row["finding"] for row in insider.get(lines).json()["results"]] == ["only_there", "both"]
    assert (
        planner.get(lines).status_code == 403 and insider.post("entitlements/lists/", body).status_code == 404
    )
    taken = department.post(f"entitlements/lists/lines/{there['id']}/take/", {})
    assert (taken.json()["state"], taken.json()["amount"]) == ("granted", "300.00")
    assert department.post(f"entitlements/lists/lines/{there['id']}/take/", {}).status_code == 409
    assert neighbour.post(f"entitlements/lists/lines/{there['id']}/take/", {}).status_code == 404


def test_the_policy_card_of_a_household(places, coal, insider, neighbour, planner, settings):
    settings.POLICY_SHEETS = True
    path = f"households/{places.homes[0].token}/sheet/"
    assert insider.get(path).json() == {
        "enabled": True, "state": None, "printed_on": None, "delivered_on": None, "lines": [],
    }  # fmt: skip
    assert insider.post(path, {"move": "print"}).status_code == 409
    move(insider, one(insider, places), "confirm")
    told = insider.post(path, {"move": "print"}).json()
    assert (told["state"], told["printed_on"]) == ("waiting", str(today()))
    assert [(line["policy"], line["version"], line["named"]) for line in told["lines"]] == [
        ("coal", 1, False)
    ]
    assert insider.post(path, {"move": "hand_over"}).json()["state"] == "held"
    assert neighbour.get(path).status_code == 404
    assert planner.get(path).status_code == 403
