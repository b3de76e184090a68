"""Industry by API: each kind listed and added to, changed by whoever keeps it up to date, and its figures."""

import pytest

from geodata.base.periods import today
from geodata.industry.models import CoopMembership, Guidance
from tests import village as v
from tests.api.conftest import Caller, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(places) -> Caller:
    return caller(v.officer("village_officer", places.west))


@pytest.fixture
def township(places) -> Caller:
    return caller(v.officer("township_officer", places.town))


def added(who: Caller, rows: str, **said: object) -> dict:
    answer = who.post(f"industry/{rows}/", said)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_household_joins_and_leaves_a_cooperative(places, village, township):
    made = added(village, "cooperatives", name="例合作社", village=places.west.code, product="例柑橘")
    address, home = f"industry/cooperatives/{made['id']}/", places.homes[0]
    assert village.post(f"{address}moves/", {"move": "join", "household": home.token}).status_code == 204
    (one,) = village.get(address).json()["memberships"]
    assert one["household"] == home.token
    assert village.get("industry/cooperatives/").json()["results"][0]["members"] == 1
    assert village.post(f"{address}moves/", {"move": "leave", "membership": one["id"]}).status_code == 204
    assert CoopMembership.objects.filter(period__upper_inf=True).count() == 0
    assert village.post(f"{address}moves/", {"move": "join"}).status_code == 400
    assert village.post(f"{address}moves/", {"move": "join", "household": "gone"}).status_code == 404


def test_an_enterprise_is_paired_and_parted(places, township):
    made = added(township, "enterprises", name="例公司", area=places.town.code, business="例加工")
    address = f"industry/enterprises/{made['id']}/"
    assert places.west.code in township.get("industry/summary/").json()["village_without_enterprise"]
    pair = {"move": "pair", "village": places.west.code, "liaison": "例张三"}
    assert township.post(f"{address}moves/", pair).status_code == 204
    assert places.west.code not in township.get("industry/summary/").json()["village_without_enterprise"]
    (one,) = township.get(address).json()["pairs"]
    assert township.post(f"{address}moves/", {"move": "part", "pair": one["id"]}).status_code == 204
    assert township.post(f"{address}moves/", {"move": "end"}).status_code == 204


def test_guidance_sales_offers_and_incomes_are_told_and_counted(places, township):
    day, village = today().isoformat(), places.west.code
    expert = added(township, "specialists", name="例", unit="例所", field="例果树", area=places.town.code)
    told = {"specialist": expert["id"], "village": village, "day": day, "topic": "pests", "persons": 12}
    visit = added(township, "guidance", **told)
    added(township, "sales", village=village, day=day, product="例柑橘", kg="100.5", yuan="800")
    added(township, "offers", kind="job", title="例采摘", provider="例", area=places.town.code, until=day)
    income = {"village": village, "year": 2025, "group": "member", "mean": "21000"}
    added(township, "incomes", **income, households=8)
    assert township.post("industry/incomes/", income | {"households": 4}).status_code == 409
    sums = township.get("industry/summary/").json()
    assert sums["topics"] == [{"topic": "pests", "guided": 1, "persons": 12}]
    assert sums["products"] == [{"product": "例柑橘", "kg": "100.5", "yuan": "800.00"}]
    assert sums["incomes"] == [{"year": 2025, "members": 8, "others": 0, "yuan": None}]
    assert township.post(f"industry/guidance/{visit['id']}/moves/", {"move": "take_back"}).status_code == 204
    assert not Guidance.objects.exists()


def test_each_sees_the_own_villages_and_a_planner_nothing(places, village, contact):
    made = added(village, "cooperatives", name="例合作社", village=places.west.code, product="例")
    assert contact.get("industry/cooperatives/").json()["results"] == []
    told = {"move": "join", "household": places.homes[0].token}
    village.post(f"industry/cooperatives/{made['id']}/moves/", told)
    east = caller(v.officer("village_officer", places.east))
    assert east.get("industry/cooperatives/").json()["results"] == []
    assert len(contact.get("industry/cooperatives/").json()["results"]) == 1
    assert contact.post("industry/sales/", {}).status_code == 400
    said = {"name": "例", "village": places.west.code, "product": "例"}
    assert contact.post("industry/cooperatives/", said).status_code in (403, 404)
    planner = caller(v.officer("planner", places.county))
    assert planner.get("industry/summary/").status_code == 403
