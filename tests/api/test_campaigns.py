"""Roll-calls by API: drafted and opened on the version that was seen, told of once, and live while nothing changes is not sent again."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from geodata.campaigns.models import Campaign, CampaignResult
from geodata.campaigns.results import ResultReport
from geodata.needs.models import Need
from geodata.people.models import Household
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.id_numbers import NUMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@pytest.fixture
def water(places) -> Caller:
    return caller(v.officer("department_officer", places.county))


def asked(area: str, **said: object) -> dict[str, object]:
    return {
        "title": "例寒潮", "reason": "cold", "area": area, "filter": {"care": "low_income"},
        "due_at": (timezone.now() + dt.timedelta(hours=24)).isoformat(),
        "checklist": [{"code": "heating", "label": "例取暖", "bad": False}], **said,
    }  # fmt: skip


def opened(who: Caller, area: str, **said: object) -> dict[str, object]:
    draft = who.post("campaigns/", asked(area, **said))
    assert draft.status_code == 201, draft.content
    told = who.post(f"campaigns/{draft.json()['id']}/moves/", {"move": "open"}, **{"If-Match": draft["ETag"]})
    assert told.status_code == 200, told.content
    return told.json()


@pytest.fixture
def campaign(county, places) -> dict[str, object]:
    return opened(county, places.county.code)


def told(home: Household, **said: object) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()), "household": home.token, "made_at": timezone.now().isoformat(), "how": "phone",
        "state": "ok", **said,
    }  # fmt: skip


def test_it_is_drafted_previewed_and_opened(county, places):
    seen = county.post(
        "campaigns/preview/", {"area": places.county.code, "filter": {"care": "low_income"}}
    ).json()
    found = opened(county, places.county.code)
    assert (seen["targets"], found["targets"], found["state"], found["moves"]) == (
        2,
        2,
        "open",
        ["add", "close"],
    )
    assert [row["id"] for row in county.get("campaigns/").json()["results"]] == [found["id"]]


def test_opening_asks_for_the_version(county, places):
    draft = county.post("campaigns/", asked(places.county.code)).json()
    path = f"campaigns/{draft['id']}/moves/"
    assert county.post(path, {"move": "open"}).status_code == 428
    assert county.post(path, {"move": "open"}, **{"If-Match": '"9"'}).status_code == 412


def test_who_may_not_open_is_told_so_and_a_stranger_finds_nothing(
    campaign, insider, outsider, planner, water, places
):
    assert insider.post("campaigns/", asked(places.west.code)).status_code == 403
    assert planner.get("campaigns/").status_code == 403
    assert outsider.get(f"campaigns/{campaign['id']}/").status_code == 404
    assert water.get(f"campaigns/{campaign['id']}/").status_code == 404


def test_the_same_result_is_recorded_once_and_the_hash_is_that_of_the_phone(campaign, contact, home):
    path, body = f"campaigns/{campaign['id']}/results/", told(home)
    first, again = contact.post(path, {"results": [body]}), contact.post(path, {"results": [body]})
    assert (first.status_code, again.status_code, CampaignResult.objects.count()) == (201, 200, 1)
    row = first.json()["results"][0]
    report = ResultReport(
        client_id=uuid.UUID(str(body["client_id"])), household=home.token, how="phone", state="ok",
        made_at=dt.datetime.fromisoformat(str(body["made_at"])),
    )  # fmt: skip
    assert row["body_hash"] == report.digest(Campaign.objects.get(key=campaign["id"]))
    assert row["visit"] == body["client_id"]
    assert contact.post(path, {"results": [body | {"state": "refused"}]}).status_code == 409


def test_a_bad_answer_tells_the_number_of_its_need(campaign, contact, home):
    body = told(home, answers={"heating": False}, text="例炉子坏了")
    row = contact.post(f"campaigns/{campaign['id']}/results/", {"results": [body]}).json()["results"][0]
    assert (row["state"], bool(row["need"])) == ("needs", True)


def test_a_neighbour_tells_nothing_of_it(campaign, neighbour, planner, home):
    path = f"campaigns/{campaign['id']}/results/"
    assert neighbour.post(path, {"results": [told(home)]}).status_code == 404
    assert planner.post(path, {"results": [told(home)]}).status_code == 403


def test_whom_one_still_has_to_reach_is_told_with_why(campaign, contact, home):
    [row] = contact.get(f"campaigns/{campaign['id']}/calls/").json()["results"]
    assert (row["household"], row["mine"], row["why"], row["special"]) == (home.token, True, "no_phone", True)
    contact.post(f"campaigns/{campaign['id']}/results/", {"results": [told(home)]})
    assert contact.get(f"campaigns/{campaign['id']}/calls/").json()["results"] == []


def test_grids_are_told_with_their_counts_and_no_household(campaign, county, home):
    answer = county.get(f"campaigns/{campaign['id']}/targets/").json()
    assert sum(one["properties"]["targets"] for one in answer["features"]) == 2
    assert {one["geometry"]["type"] for one in answer["features"]} == {"MultiPolygon"}
    assert home.token not in str(answer)


def test_live_is_not_sent_again_while_nothing_comes_in(campaign, county, contact, home):
    path = f"campaigns/{campaign['id']}/live/"
    first = county.get(path)
    assert (
        first.json()["whole"]["unreached"],
        county.get(path, **{"If-None-Match": first["ETag"]}).status_code,
    ) == (2, 304)
    contact.post(f"campaigns/{campaign['id']}/results/", {"results": [told(home)]})
    again = county.get(path, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.json()["whole"]["reached"]) == (200, 1)


def test_households_are_added(campaign, county, places):
    added = county.post(f"campaigns/{campaign['id']}/targets/add/", {"households": [places.homes[1].token]})
    assert added.json() == {"added": 1}


def test_a_department_moves_its_task_on(campaign, county, water, places):
    body = {
        "area": places.west.code, "geometry": {"type": "Point", "coordinates": [112.505, 27.905]}, "what": "snow",
        "department": "civil_affairs",
    }  # fmt: skip
    task = county.post(f"campaigns/{campaign['id']}/tasks/", body)
    assert task.status_code == 201, task.content
    assert [row["id"] for row in water.get("place-tasks/").json()["results"]] == [task.json()["id"]]
    moved = water.post(f"place-tasks/{task.json()['id']}/moves/", {"state": "done"})
    assert moved.json()["state"] == "done"


def test_of_what_is_not_there_nothing_is_told(contact, home):
    assert contact.post(f"campaigns/{uuid.uuid4()}/results/", {"results": [told(home)]}).status_code == 404


def test_the_phone_takes_along_whom_to_reach(campaign, contact, home):
    told = contact.get("today/").json()["calls"]
    [one] = told["campaigns"]
    assert (one["id"], one["drill"], told["households"]) == (
        campaign["id"],
        False,
        {home.token: [campaign["id"]]},
    )


def test_an_id_number_in_a_result_is_left_out_and_told(campaign, contact, home):
    body = told(home, state="needs", text=f"例 {NUMBER}")
    answer = contact.post(f"campaigns/{campaign['id']}/results/", {"results": [body]})
    row = answer.json()["results"][0]
    assert (answer.status_code, bool(row["left_out"])) == (201, True)
    assert NUMBER not in Need.objects.get(number=row["need"]).text
