"""The demo's base looks like a map and is nobody's."""

import numpy as np
import shapely

from geodata.demo.base_map import CREDIT, invent_base
from geodata.demo.terrain import to_degrees


def test_it_holds_everything_that_a_map_needs_and_says_that_it_is_invented(county):
    layers = {layer.kind: layer for layer in invent_base(county, seed=7)}
    assert list(layers) == ["relief", "water", "river", "road", "settlement"]
    assert all(len(layer.shapes) == len(layer.names) == len(layer.ranks) > 3 for layer in layers.values())
    assert all(name.startswith("例") for layer in layers.values() for name in layer.names if name)
    assert "虚构" in CREDIT and "invented" in CREDIT


def test_it_lies_within_the_county_is_valid_and_small(county):
    outline = shapely.transform(county.lines.outline, to_degrees).buffer(
        2e-4
    )  # what is straight in metres bends in degrees
    for layer in invent_base(county, seed=7):
        assert shapely.is_valid(layer.shapes).all() and shapely.covers(outline, layer.shapes).all()
        assert shapely.get_num_coordinates(layer.shapes).sum() < 20_000


def test_hills_are_where_nobody_lives(county):
    hills = next(layer for layer in invent_base(county, seed=7) if layer.kind == "relief")
    homes = shapely.points(to_degrees(county.households.points))
    on_them = shapely.STRtree(hills.shapes).query(homes, predicate="within")[0]
    assert len(np.unique(on_them)) < 0.01 * len(homes)


def test_the_same_seed_draws_the_same_and_another_one_something_else(small):
    def drawn(seed: int) -> list[bytes]:
        return [shape for layer in invent_base(small, seed=seed) for shape in shapely.to_wkb(layer.shapes)]

    assert drawn(7) == drawn(7) != drawn(8)
