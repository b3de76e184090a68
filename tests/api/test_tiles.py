"""Vector tiles: what they tell adds up to what the API tells, neighbours keep one line, and nothing lies in foreign caches."""

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point

from api.tiles import shapes, squares
from api.tiles.layers import COUNTS, LAYERS
from geodata.base.periods import since, today
from geodata.geometry.web_map import EXTENT, degrees_around, square_around, square_at
from geodata.people.models import Household
from geodata.territory.models import Boundary
from tests import village as v
from tests.roles import owner
from tests.tiles import Feature, features_of

WEST, SOUTH, EAST, NORTH = 112.5, 27.9, 112.54, 27.92


def squares_of(zoom: int) -> list[tuple[int, int]]:
    """All that the county on the paper touches."""
    left, top = square_at(zoom, WEST, NORTH)
    right, bottom = square_at(zoom, EAST, SOUTH)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def told(caller, layer: str, zoom: int) -> dict[int, Feature]:
    """Every feature of the layer at that zoom, once."""
    found: dict[int, Feature] = {}
    for x, y in squares_of(zoom):
        answer = caller.get(f"/tiles/{layer}/{zoom}/{x}/{y}.pbf")
        assert answer.status_code in (200, 204), answer.content
        assert len(answer.content) <= 500_000
        for feature in features_of(answer.content).get(layer, []):
            known = found.setdefault(feature.id, feature)
            assert known.properties == feature.properties
    return found


@pytest.mark.parametrize(
    ("layer", "by"), [("townships", "township"), ("villages", "village"), ("grids", "grid")]
)
@pytest.mark.parametrize("who", ["county", "planner"])
@pytest.mark.parametrize("zoom", [9, 14])
def test_sums_over_tiles_are_those_of_the_api(request, layer, by, who, zoom):
    caller = request.getfixturevalue(who)
    rows = [row for row in caller.get(f"coverage/?area=430382&by={by}").json()["results"] if row["code"]]
    found = {feature.properties["code"]: feature.properties for feature in told(caller, layer, zoom).values()}
    assert set(found) == {row["code"] for row in rows}
    for row in rows:
        properties = found[row["code"]]
        assert {name: properties.get(name) for name in COUNTS} == {name: row[name] for name in COUNTS}
        hidden = properties.get("hidden", "").split()
        assert hidden == sorted(name for name in row["hidden"] if name in COUNTS)
    for name in COUNTS:
        assert sum(each.get(name, 0) for each in found.values()) == sum(row[name] or 0 for row in rows)


@pytest.mark.parametrize("who", ["county", "insider", "planner", "contact"])
def test_households_in_tiles_are_those_of_the_api_that_have_a_place(request, who):
    caller = request.getfixturevalue(who)
    listed = caller.get("households/").json()["features"]
    expected = {one["id"]: one["properties"] for one in listed if one["properties"]["point"]}
    near = {one.properties["token"]: one.properties for one in told(caller, "households", 15).values()}
    assert set(near) == set(expected)
    for token, properties in near.items():
        same = {
            name: expected[token][name]
            for name in ("masked", "linked", "status", "special", "village", "grid")
        }
        assert {name: properties.get(name) for name in same} == same
    far = told(caller, "households", 13)
    assert len(far) == len(expected)
    assert not {"token", "village"} & {name for one in far.values() for name in one.properties}


def test_a_point_is_the_own_one_with_details_alone(places, insider, planner):
    home, corner = places.homes[0], Point(WEST + 0.001, SOUTH + 0.001, srid=4326)
    with owner():
        Household.objects.filter(pk=home.pk).update(point=corner)
    own, middle = (told(who, "households", 13)[home.pk].places for who in (insider, planner))
    assert own != middle
    assert middle == told(planner, "households", 13)[home.pk].places


def test_before_its_first_zoom_a_layer_is_empty(county):
    for layer in LAYERS.values():
        for zoom in {0, layer.first - 1} - {layer.first, -1}:
            x, y = square_at(zoom, WEST, SOUTH)
            if zoom < layer.first:
                assert county.get(f"/tiles/{layer.name}/{zoom}/{x}/{y}.pbf").status_code == 204


def test_squares_that_are_not_there_are_404(county):
    for path in ("villages/17/0/0", "villages/3/8/0", "villages/3/0/8", "nothing/3/0/0"):
        assert county.get(f"/tiles/{path}.pbf").status_code == 404


def test_right_and_sign_in_are_asked(nobody, by_post):
    x, y = square_at(10, WEST, SOUTH)
    assert nobody.get(f"/tiles/grids/10/{x}/{y}.pbf").status_code == 401
    for layer in LAYERS:
        assert by_post("auditor").get(f"/tiles/{layer}/14/{x}/{y}.pbf").status_code == 403


def test_areas_are_kept_by_the_own_browser_and_asked_again(county):
    x, y = square_at(10, WEST, SOUTH)
    address = f"/tiles/grids/10/{x}/{y}.pbf"
    answer = county.get(address)
    assert (answer["Cache-Control"], answer["Content-Type"]) == (
        "private, no-cache",
        "application/vnd.mapbox-vector-tile",
    )
    assert county.get(address, **{"If-None-Match": answer["ETag"]}).status_code == 304


def test_households_lie_in_no_cache(county):
    x, y = square_at(14, WEST + 0.001, SOUTH + 0.001)
    answer = county.get(f"/tiles/households/14/{x}/{y}.pbf")
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_a_layer_says_what_it_is(county):
    for name, layer in LAYERS.items():
        said = county.get(f"/tiles/{name}.json").json()
        assert (said["tilejson"], said["minzoom"]) == ("3.0.0", layer.first)
        assert said["tiles"] == [f"http://testserver/tiles/{name}/{{z}}/{{x}}/{{y}}.pbf"]
        assert said["vector_layers"][0]["id"] == name


def test_a_day_is_asked_as_the_api_is(county, planner):
    x, y = square_at(10, WEST, SOUTH)
    address = f"/tiles/grids/10/{x}/{y}.pbf"
    assert county.get(f"{address}?on=2021-02-03").status_code == 200
    assert planner.get(f"{address}?on=2021-02-03").status_code == 403
    assert county.get(f"{address}?on=x").status_code == 400


def test_what_is_drawn_around_a_square_meets_the_next(county):
    """The same feature is in both squares of a border, beyond it by the buffer."""
    zoom = 14
    for x, y in squares_of(zoom):
        for feature in features_of(county.get(f"/tiles/grids/{zoom}/{x}/{y}.pbf").content).get("grids", []):
            flat = np.array(feature.places)
            assert flat.min() >= -64 and flat.max() <= EXTENT + 64


def wavy(column: int) -> list[tuple[float, float]]:
    """A border with many small bends."""
    return [(WEST + 0.01 * column + 0.0002 * (step % 3), SOUTH + 0.0001 * step) for step in range(101)]


@pytest.mark.parametrize("zoom", [8, 10, 12])
def test_neighbours_are_simplified_to_one_line(places, zoom):
    """No gap opens and nothing overlaps, at any zoom; from the nearest ones on borders are as they are."""
    lines = {column: wavy(column) for column in range(5)}
    with owner():
        Boundary.objects.filter(area__level="grid").delete()
        for column, grid in enumerate(places.grids):
            ring = [*lines[column], *reversed(lines[column + 1]), lines[column][0]]
            shape = shapely.MultiPolygon([shapely.Polygon(ring)])
            Boundary.objects.create(area=grid, period=since(v.LONG_AGO), geometry=shape.wkt, synthetic=True)
    known = shapes.coverage_of("grid", on=today(), zoom=shapes.WHOLE)
    simple = shapes.coverage_of("grid", on=today(), zoom=zoom)
    assert shapely.coverage_is_valid(simple.shapes)
    assert (
        shapely.get_num_coordinates(simple.shapes).sum() < shapely.get_num_coordinates(known.shapes).sum() / 4
    )
    assert shapely.union_all(simple.shapes).geom_type == "Polygon"


def test_a_border_that_has_changed_is_told_at_once(places):
    before = shapes.coverage_of("grid", on=today(), zoom=12)
    assert shapes.coverage_of("grid", on=today(), zoom=12) is before
    with owner():
        Boundary.objects.filter(area=places.grids[0]).update(geometry=v.square(0, 1))
    assert shapes.coverage_of("grid", on=today(), zoom=12) is not before


def test_many_households_of_a_square_weigh_little(places):
    """At the farthest zoom a point is some bytes: what 500 KB hold is a town of twenty thousand homes."""
    grid = places.grids[0]
    with owner():
        at = [v.middle(0, 0) for _each in range(300)]
        for number, point in enumerate(at):
            point.x, point.y = WEST + 0.00003 * number, SOUTH + 0.00002 * (number % 17)
        v.households(grid, at)
    x, y = square_at(13, WEST + 0.001, SOUTH + 0.001)
    tile = squares.of_households(
        LAYERS["households"], scope=v.every_right(places.homes[0]), on=today(), zoom=13, x=x, y=y
    )
    count = len(features_of(tile)["households"])
    assert count > 200
    assert len(tile) / count <= 25


def test_a_square_and_its_degrees_are_one_place():
    west, south, east, north = degrees_around(12, *square_at(12, WEST, SOUTH))
    assert west < WEST < east and south < SOUTH < north
    assert square_around(0, 0, 0)[2] == pytest.approx(20_037_508.34 * (1 + 2 * 64 / EXTENT))
