"""The base below the areas: told to everybody who is signed in, square by square, each for good."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geodata.territory.models import BaseShape
from tests.api.conftest import caller

VERSION = "0123456789abcdef"
HERE = f"base/{VERSION}/13/6656/3434/"


@pytest.fixture
def base(places):
    def shape(kind: str, rank: int, text: str, name: str = "") -> None:
        told = {"kind": kind, "rank": rank, "name": name, "credit": "© 例数据", "version": VERSION}
        BaseShape.objects.create(geometry=f"SRID=4326;{text}", **told)

    shape("road", 1, "LINESTRING(112.4 27.9, 112.6 27.92)", "例路")
    shape("road", 3, "LINESTRING(112.4 27.91, 112.6 27.91)")
    shape("settlement", 2, "POINT(112.51 27.91)", "例湾")
    shape("river", 1, "LINESTRING(100 20, 101 21)")


def shown(answer) -> list[tuple[str, int]]:
    return [(shape["kind"], shape["rank"]) for shape in answer.json()["shapes"]]


pytestmark = pytest.mark.owner("a base is loaded by a command of the owner")


def test_without_a_base_that_is_said_and_there_are_no_squares(county):
    assert county.get("base/").json() == {"version": "", "credit": ""}
    assert county.get(HERE).status_code == 404


def test_everybody_who_is_signed_in_has_it_and_nobody_else(base, places, county, by_post):
    for one in (county, by_post("administrator"), by_post("planner", places.county)):
        assert one.get("base/").json() == {"version": VERSION, "credit": "© 例数据"}
        assert one.get(HERE).status_code == 200
    assert caller(None).get("base/").status_code == caller(None).get(HERE).status_code == 401


def test_a_square_holds_what_lies_in_it_from_near_more_than_from_afar(base, county):
    assert shown(county.get(HERE)) == [("road", 1), ("road", 3), ("settlement", 2)]
    assert shown(county.get(f"base/{VERSION}/11/1664/858/")) == [("road", 1), ("settlement", 2)]
    assert shown(county.get(f"base/{VERSION}/9/416/214/")) == [("road", 1)]
    assert shown(county.get(f"base/{VERSION}/9/10/10/")) == []


def test_shapes_are_cut_at_the_square_and_told_in_its_units(base, county):
    answer = county.get(HERE).json()
    points = [
        point
        for shape in answer["shapes"]
        if shape["kind"] == "road"
        for point in shape["shape"]["coordinates"]
    ]
    assert answer["side"] == 1024
    assert all(-192 <= part <= 1216 for point in points for part in point)


def test_a_square_is_kept_by_the_browser_and_what_there_is_for_minutes(base, county):
    assert county.get(HERE).headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert county.get("base/").headers["Cache-Control"] == "private, max-age=300"


@pytest.mark.parametrize("place", ["17/0/0", "3/8/0", "3/0/8"])
def test_there_are_no_squares_beyond_the_world(base, county, place):
    assert county.get(f"base/{VERSION}/{place}/").status_code == 404


def test_a_square_takes_two_questions(base, county):
    county.get(HERE)
    with CaptureQueriesContext(connection) as asked:
        county.get(HERE)
    assert len([query for query in asked if "geodata_baseshape" in query["sql"]]) == 2


def test_a_phone_takes_the_base_of_its_own_villages_along_in_one_piece(base, places, by_post):
    leader = by_post("small_leader", places.grids[0])
    told = leader.get("today/base/").json()
    assert (told["account"], told["credit"]) == (leader.user.pk, "© 例数据")
    assert [(one["kind"], one["name"]) for one in told["shapes"]] == [
        ("road", "例路"),
        ("settlement", "例湾"),
        ("road", ""),
    ]
    west = min(x for one in told["shapes"] if one["kind"] == "road" for x, _y in one["shape"]["coordinates"])
    assert west > 112.4, "It is cut around the village."


def test_whoever_looks_after_nobody_takes_no_base_along(base, places, county, by_post):
    assert county.get("today/base/").json()["shapes"] == []
    assert by_post("planner", places.county).get("today/base/").status_code == 403
