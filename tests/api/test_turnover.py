"""A turnover by the API: the preview, and saving exactly that."""

import pytest

from geodata.base.periods import today
from tests import village as v

SAVE, LOOK = "posts/turnover/", "posts/turnover/preview/"


@pytest.fixture
def town(places, by_post):
    return by_post("township_officer", places.town)


@pytest.fixture
def body(places):
    leader = v.officer("small_leader", places.grids[0])
    v.member(places.west, point=v.middle(0, 0))
    return {
        "village": places.west.code,
        "on": today().isoformat(),
        "ends": [leader.posts.get().pk],
        "fills": [{"kind": "small_leader", "area": places.grids[0].code, "name": "例新华"}],
        "leaves": [{"member": places.homes[0].links.get().member.pk}],
    }


def test_the_preview_counts_and_saving_does_exactly_that(town, body, places):
    told = town.post(LOOK, body).json()
    assert (told["handed"], told["alone"], told["filled"][0]["new"]) == (1, 0, True)
    assert places.grids[0].posts.filter(period__upper_inf=True).get().user.name != "例新华"
    saved = town.post(SAVE, body | {"seen": told["seen"]})
    assert (saved.status_code, saved.json()) == (200, told)
    assert places.grids[0].posts.filter(period__upper_inf=True).get().user.name == "例新华"


def test_other_consequences_are_refused(town, body):
    answer = town.post(SAVE, body | {"seen": "0" * 64})
    assert answer.status_code == 412
    assert "seen" in str(town.post(SAVE, body).json()["errors"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"village": "430382101201"}, 404),
        ({"ends": [999_999]}, 404),
        ({"leaves": [{"member": 999_999}]}, 404),
        ({"leaves": [{"member": 1, "to": "somebody"}]}, 400),
        ({"ends": [], "fills": [], "leaves": []}, 400),
        ({"on": "2020-01-01"}, 400),
    ],
)
def test_what_is_not_possible_is_told(town, body, change, status):
    assert town.post(LOOK, body | change).status_code == status


@pytest.mark.parametrize("role", ["planner", "contact"])
def test_it_is_for_offices(request, role, body):
    assert request.getfixturevalue(role).post(LOOK, body).status_code == 403


def test_a_neighbour_finds_no_village(neighbour, body):
    assert neighbour.post(LOOK, body).status_code == 404
