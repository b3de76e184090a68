"""A planner who tries to learn which households are special, from everything that a plan answers."""

import re

import pytest

from geodata.people.models import Household
from tests import village as v

WEST = "430382100201"
BORDER = [[112.51, 27.9], [112.51, 27.91]]
HALF = 0.0002
"""Degrees around a household: a cell of its own."""
TELLING = ("special", "special_overdue", "unvisited")
"""Figures that depend on whether a household is special."""


@pytest.fixture
def special(places) -> set[str]:
    """Five special households of west, with and without a visit, beside five others; their tokens."""
    homes = [
        v.household(places.grids[0], v.Point(112.502 + step / 2000, 27.908, srid=4326)) for step in range(10)
    ]
    for home in homes[:5]:
        v.care(home)
    return {home.token for home in [places.homes[0], *homes[:5]]}


@pytest.fixture
def number(planner, special) -> int:
    return planner.post("plans/", {"name": "例方案", "villages": [WEST], "reason": "例"}).json()["number"]


def cell(lng: float, lat: float) -> list[list[float]]:
    west, east, south, north = lng - HALF, lng + HALF, lat - HALF, lat + HALF
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def drawn(*lines) -> dict:
    return {"lines": [{"geometry": {"type": "LineString", "coordinates": line}} for line in lines]}


def alone(planner, number, home) -> dict:
    """The answer to a drawing in which that place is a grid of its own."""
    body = drawn(BORDER, cell(home["lng"], home["lat"]))
    return planner.post(f"plans/{number}/drawing/check/", body).json()


def tokens_in(text: str) -> set[str]:
    return {token for token in Household.objects.values_list("token", flat=True) if token in text}


def places_of(planner, number) -> list[dict]:
    homes = planner.get(f"plans/{number}/drawing/").json()["households"]
    return [home for home in homes if home["lng"] is not None]


def test_no_point_is_marked(planner, number):
    assert [home for home in places_of(planner, number) if home.get("special")] == []


def test_a_grid_around_one_household_tells_nothing(planner, number):
    told = []
    for home in places_of(planner, number):
        answer = alone(planner, number, home)
        told += [
            (home["lng"], name)
            for grid in answer["grids"]
            for figures in (grid["figures"], grid["before"] or {})
            for name in TELLING
            if figures.get(name)
        ]
    assert told == []


def test_no_place_can_be_joined_to_a_name(planner, number, special):
    """Each place is put into a grid of its own, saved, and looked for at every door of the plan."""
    named, version = set(), 1
    for home in places_of(planner, number):
        body = drawn(BORDER, cell(home["lng"], home["lat"]))
        answer = planner.send("put", f"plans/{number}/drawing/", body, **{"If-Match": f'"{version}"'})
        version += 1
        assert answer.status_code == 200
        for path in ("", "households/"):
            named |= tokens_in(planner.get(f"/plans/{number}/{path}").content.decode())
        for path in ("", "drawing/", "impact/"):
            named |= tokens_in(planner.get(f"plans/{number}/{path}").content.decode())
        named |= tokens_in(planner.get(f"/plans/compare/?plan={number}").content.decode())
        named |= tokens_in(planner.get(f"/areas/{WEST}/history/").content.decode())
    assert named == set()


def test_the_page_of_a_plan_tells_special_households_of_a_village_only(planner, number):
    text = planner.get(f"/plans/{number}/").content.decode()
    rows = re.findall(r"<tr>\s*<th scope=\"row\">\s*第.*?</tr>", text, re.DOTALL)
    assert rows
    for row in rows:
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        assert [cells[column].strip() for column in (1, 7, 8)] == ["–", "–", "–"]


def test_a_household_has_a_place_and_grids_and_nothing_else(planner, number):
    homes = planner.get(f"plans/{number}/drawing/").json()["households"]
    assert {name for home in homes for name in home} == {"lng", "lat", "grid", "present"}


def test_the_order_of_places_is_that_of_places(planner, number):
    homes = places_of(planner, number)
    assert homes == sorted(homes, key=lambda home: (home["lng"], home["lat"]))


def test_moves_are_counts(planner, number):
    (home, *_more) = places_of(planner, number)
    moves = alone(planner, number, home)["impact"]["moves"]
    assert [move["households"] for move in moves] == [1]


def test_few_special_households_of_a_village_are_no_number(places, planner):
    plan = planner.post("plans/", {"name": "例", "villages": ["430382100202"]}).json()
    (village,) = planner.get(f"plans/{plan['number']}/drawing/").json()["villages"]
    assert village["special"] == "<5"


def test_the_village_beside_it_is_hidden_too_or_the_sum_would_tell(planner, number):
    counted = planner.get("coverage/?area=430382100&by=village").json()["results"]
    told = {row["code"]: row["hidden"].get("special") or str(row["special"]) for row in counted}
    (village,) = planner.get(f"plans/{number}/drawing/").json()["villages"]
    assert told == {WEST: "*", "430382100202": "<5"} | told
    assert village["special"] == told[WEST] == "*"
    assert "Special households in the village: *." in planner.get(f"/plans/{number}/").content.decode()


def test_where_many_are_special_they_are_counted(places, planner, number):
    for home in v.households(places.grids[2], [v.middle(2, 0)] * 9):
        v.care(home)
    (village,) = planner.get(f"plans/{number}/drawing/").json()["villages"]
    assert village["special"] == "6"


def test_who_may_know_details_is_told(county, number, special):
    answer = county.get(f"plans/{number}/drawing/").json()
    assert sum(home["special"] for home in answer["households"]) == 6
    assert answer["grids"][0]["figures"]["special"] == 6
    assert answer["villages"][0]["special"] == "6"


def test_the_approver_reads_the_names_of_those_who_move(county, planner, number, special):
    (home, *_more) = places_of(planner, number)
    planner.send(
        "put",
        f"plans/{number}/drawing/",
        drawn(BORDER, cell(home["lng"], home["lat"])),
        **{"If-Match": '"1"'},
    )
    assert len(tokens_in(county.get(f"/plans/{number}/households/").content.decode())) == 1
