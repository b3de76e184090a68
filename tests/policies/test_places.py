"""How far a household is from the nearest river: to the line itself, and what is not there is not known."""

import pytest
from django.contrib.gis.geos import LineString, Point

from geodata.base.filters.tree import read
from geodata.base.periods import today
from geodata.policies.examples import says
from geodata.policies.one_by_one import found_at
from geodata.policies.rules import Rule
from geodata.territory.models import BaseShape
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
NEAR, FAR = {"distance": "<=500", "to": "river"}, {"distance": ">500", "to": "river"}


@owner()
def said(home, *trees: dict[str, object]) -> list[bool | None]:
    rules = [Rule(n, n, "household", "43", read(tree)) for n, tree in enumerate(trees)]
    found = found_at([home.pk], rules, on=today())[home.pk]
    return [True if n in found.yes else None if n in found.unknown else False for n in range(len(trees))]


@pytest.fixture
def home(bare_county):
    return v.household(bare_county.grids[0], Point(111.93, 27.7, srid=4326))


def river(*places: tuple[float, float]) -> None:
    with owner():
        BaseShape.objects.create(
            kind="river", rank=1, credit="例", version="1", geometry=LineString(*places, srid=4326)
        )


def test_where_no_river_is_recorded_nobody_knows(home):
    assert said(home, NEAR, FAR) == [None, None]


def test_it_is_as_far_as_the_line_between_its_corners(home):
    river((111.9, 27.704), (111.96, 27.704))  # 445 m to the north
    assert said(home, NEAR, FAR) == [True, False]


def test_the_nearest_in_metres_counts_and_not_in_degrees(home):
    river((111.93, 27.7048), (111.93, 28.0))  # 534 m
    assert said(home, NEAR) == [False]
    river((111.93495, 27.7), (111.99, 27.7))  # more degrees, and 487 m
    assert said(home, NEAR) == [True]


def test_without_a_point_nobody_knows(bare_county):
    river((111.9, 27.704), (111.96, 27.704))
    assert said(v.household(bare_county.grids[0]), NEAR, {"distance": "<=500", "to": [111.93, 27.7]}) == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("rule", "household", "expected"),
    [
        (NEAR, {"near": {"river": 300}}, True),
        (NEAR, {}, None),
        ({"has_contact": True}, {"has_contact": True}, True),
        ({"has_phone": True}, {}, None),
        ({"distance": "<=500", "to": [111.93, 27.7]}, {"lon": 111.93, "lat": 27.7}, True),
    ],
)
def test_examples_say_where_an_invented_household_lies(rule, household, expected):
    assert says(read(rule), {"household": household}, subject="household", on=today()) is expected
