"""/industry/: figures, each kind with its form, one co-operative and enterprise; who sees them, and who changes them."""

import pytest

from geodata.industry.models import Cooperative, CoopMembership, Enterprise, EnterpriseVillage, IncomeSample
from geodata.people.models import Household
from tests import village as v
from tests.industry.conftest import farms
from tests.pages.conftest import Reader, reader
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def township(places) -> Reader:
    return reader(v.officer("township_officer", places.town))


def test_a_household_is_taken_in_and_its_page_tells_what_it_lives_on(places, township):
    home = places.homes[0]
    farms(home)
    said = {"name": "例合作社", "village": places.west.code, "product": "例柑橘"}
    assert township.post("/industry/cooperatives/", said).status_code == 302
    address = f"/industry/cooperatives/{Cooperative.objects.get().pk}/"
    told = {"move": "join", "household": home.number}
    assert township.post(f"{address}change/", told).status_code == 302
    assert home.token in township.text(address)
    page = township.text(f"/households/{home.token}/")
    assert "例水稻" in page and "例合作社" in page
    assert "例西村" in township.text("/industry/")


def test_a_number_is_of_the_village_of_the_cooperative_and_two_elsewhere_are_none(places):
    county, twins = reader(v.officer("county_officer", places.county)), places.homes[:3:2]
    with owner():
        Household.objects.filter(pk__in=[home.pk for home in twins]).update(number="例7")
    for village in (places.east, places.far):
        said = {"name": "例合作社", "village": village.code, "product": "例柑橘"}
        assert county.post("/industry/cooperatives/", said).status_code == 302
        made = Cooperative.objects.get(village=village)
        county.post(f"/industry/cooperatives/{made.pk}/change/", {"move": "join", "household": "例7"})
    assert [(row.household, row.cooperative.village) for row in CoopMembership.objects.all()] == [
        (places.homes[2], places.east)
    ]


def test_an_enterprise_is_paired_and_its_village_is_missing_no_more(places, township):
    said = {"name": "例公司", "area": places.town.code, "business": "例加工"}
    assert township.post("/industry/enterprises/", said).status_code == 302
    address = f"/industry/enterprises/{Enterprise.objects.get().pk}/"
    before = township.text("/industry/").split('id="without"')[1]
    assert places.west.name in before.split("</section>")[0]
    township.post(f"{address}change/", {"move": "pair", "village": places.west.code, "liaison": "例张三"})
    assert "例张三" in township.text(address)
    assert EnterpriseVillage.objects.count() == 1
    assert township.post(f"{address}change/", {"move": "dance"}).status_code == 404


def test_what_a_law_has_against_it_is_said_beside_the_form(places, township):
    said = {
        "village": places.west.code, "year": 2025, "group": "member", "households": 4, "mean": 20000,
    }  # fmt: skip
    answer = township.post("/industry/incomes/", said)
    assert answer.status_code == 422
    assert "five households or more" in answer.content.decode()
    assert township.post("/industry/incomes/", said | {"households": 5}).status_code == 302
    assert IncomeSample.objects.count() == 1
    assert "20,000" in township.text("/industry/incomes/")


def test_who_keeps_nothing_up_to_date_reads_and_a_planner_does_not(places, township):
    leader = reader(v.officer("small_leader", places.grids[0]))
    assert '<form method="post" data-once' not in leader.text("/industry/sales/")
    assert reader(v.officer("planner", places.county)).get("/industry/").status_code == 403
