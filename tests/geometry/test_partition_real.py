"""Real places: buildings of Kathmandu as households, counties of Georgia as weighted cells."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.geometry.arrays import Ints, Shapes, ring_segments, twins, vertex_numbers
from geodata.geometry.graph import Graph, simple
from geodata.geometry.partition import Land, Options, divide, split
from geodata.geometry.projection import flat_at
from geodata.geometry.topology import locate
from geodata.geometry.validity import problems

DATA = Path(__file__).resolve().parents[1] / "data"


def polygon_graph(polygons: Shapes, load: Ints) -> Graph:
    """The graph of polygons that tile an area and share their vertices, such as counties: neighbours share a border."""
    ends, owner = ring_segments(polygons)
    first, second = twins(vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2))
    metres = np.hypot(*(ends[first, 0] - ends[first, 1]).T)
    homes = shapely.get_coordinates(shapely.point_on_surface(polygons))
    one, other = owner[first], owner[second]
    return simple(load, one, other, metres, np.hypot(*(homes[one] - homes[other]).T))


def shapes(name):
    features = json.loads((DATA / name).read_text(encoding="utf-8"))["features"]
    return np.array([shapely.from_geojson(json.dumps(each["geometry"])) for each in features], dtype=object)


@pytest.fixture(scope="module")
def kathmandu():
    """The quarter, and the middles of its 667 buildings, in metres."""
    quarter, extract = shapes("kathmandu/area_of_interest.geojson"), shapes("kathmandu/extract.geojson")
    plane = flat_at(quarter)
    buildings = extract[shapely.get_type_id(extract) == shapely.GeometryType.POLYGON]
    middles = shapely.get_coordinates(shapely.centroid(plane.on_paper(buildings)))
    outline = plane.on_paper(quarter)[0]
    return outline, middles[shapely.contains_xy(outline, middles)]


@pytest.mark.parametrize("borders", ["straight", "natural"])
def test_the_buildings_of_a_quarter_are_split_evenly(kathmandu, borders):
    outline, homes = kathmandu
    (tile,) = split([Land(outline, homes)], Options(target=105, borders=borders))
    sizes = np.bincount(tile.label)
    assert len(homes) > 600
    assert sizes.max() <= 1.05 * sizes.mean()
    assert problems(outline, tile.grids) == []
    assert (locate(homes, tile.grids, tile.label) == tile.label).all()


@pytest.fixture(scope="module")
def georgia():
    """The graph of 159 counties, loaded with their population."""
    counties = shapes("georgia/counties.geojson")
    features = json.loads((DATA / "georgia/counties.geojson").read_text(encoding="utf-8"))["features"]
    people = np.array([each["properties"]["TotPop90"] for each in features])
    return polygon_graph(flat_at(counties).on_paper(counties), people)


@pytest.mark.parametrize("count", [2, 4, 6, 10])
def test_counties_are_joined_to_districts_of_equal_population(georgia, count):
    district = divide(georgia, count, Options())
    sizes = np.bincount(district, weights=georgia.load)
    assert (len(district), georgia.contiguous(district)) == (159, True)
    assert sizes.max() <= 1.03 * sizes.mean()


def test_a_county_larger_than_a_district_stands_alone(georgia):
    district = divide(georgia, 14, Options())
    sizes = np.bincount(district, weights=georgia.load)
    assert georgia.contiguous(district)
    assert sizes.min() > 0
    assert sizes.max() == georgia.load.max()
