"""The balance of a month by API: its lines, and the households behind each number in pages."""

import pytest

from geodata.base.periods import today
from geodata.people.placing import occupy
from geodata.register.month import NUMBERS
from tests.roles import owner

pytestmark = pytest.mark.django_db


def month() -> str:
    return f"{today():%Y-%m}"


@pytest.fixture(autouse=True)
def somebody_left(places):
    with owner():
        return occupy(household=places.homes[0], occupancy="moved_away", on=today())


def lines(who, area: str = "430382", more: str = ""):
    return who.get(f"register/month/?area={area}&month={month()}{more}").json()


@pytest.mark.parametrize("by", ["county", "township", "village"])
def test_lines_add_up_to_the_area(county, by):
    found = lines(county, more=f"&by={by}")
    assert {line["level"] for line in found["results"]} == {by}
    for name in (*NUMBERS, "difference"):
        assert sum(line[name] for line in found["results"]) == found["total"][name]


def test_each_number_is_the_length_of_its_list(insider, somebody_left):
    total = lines(insider, "430382100201")["total"]
    assert total["went_otherwise"] == 1
    for name in NUMBERS:
        asked = f"register/month/households/?area=430382100201&month={month()}&number={name}"
        assert len(insider.get(asked).json()["results"]) == total[name]


def test_a_page_leads_to_the_next(insider):
    asked = f"register/month/households/?area=430382100201&month={month()}&number=before"
    first = insider.get(f"{asked}&limit=1").json()
    rest = insider.get(f"{asked}&after={first['next'].split('after=')[1].split('&')[0]}").json()
    assert len(first["results"]) == 1 and rest["next"] is None
    assert first["results"][0]["household"] not in {one["household"] for one in rest["results"]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("area=430382100201001&month={month}", "area"),
        ("area=430382&month=2999-01", "month"),
        ("area=430382&month=soon", "month"),
        ("area=430382100201&month={month}&by=township", "by"),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_field(county, query, field):
    answer = county.get(f"register/month/?{query.format(month=month())}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_a_planner_has_no_right_and_a_neighbour_does_not_find_the_village(planner, neighbour):
    for path in ("", "households/"):
        query = f"register/month/{path}?area=430382100201&month={month()}" + (
            "&number=before" if path else ""
        )
        assert (planner.get(query).status_code, neighbour.get(query).status_code) == (403, 404)
