"""Borders pulled straight: no household changes sides, no line crosses another."""

import numpy as np
import shapely

from geodata.geometry.arrays import ring_segments
from geodata.geometry.simplify import (
    CLEARANCE,
    network_of,
    obstacles,
    rounded,
    straightened,
    taut,
    vertices_moved,
)
from geodata.geometry.topology import draw, locate
from tests.paper import line, lines, points, square

RIM = ring_segments(np.array([square(0, 0, 4, 2)]))[0]
NOBODY = points((99, 99))


def drawn(network):
    return shapely.line_merge(shapely.multilinestrings(network.lines()))


def test_a_crooked_border_becomes_straight():
    network = straightened(network_of(lines(line((1, 0), (1.5, 1), (1, 2)))), obstacles(RIM, NOBODY))
    assert shapely.equals(drawn(network), line((1, 0), (1, 2)))


def test_a_border_keeps_a_household_on_its_side():
    around = obstacles(RIM, points((1.2, 1)))
    crooked = lines(line((1, 0), (1.5, 1), (1, 2)))
    assert shapely.equals(drawn(straightened(network_of(crooked), around)), crooked[0])


def test_a_border_stays_clear_of_households():
    near = points((1 - (CLEARANCE - 0.5) / 100, 1))
    network = straightened(network_of(lines(line((1, 0), (1.5, 1), (1, 2)))), obstacles(RIM, near))
    assert shapely.distance(drawn(network), shapely.points(near[0])) > CLEARANCE


def test_a_vertex_that_is_fixed_stays():
    network = network_of(lines(line((1, 0), (1.5, 1), (1, 2))), fixed=points((1.5, 1)))
    assert drawn(straightened(network, obstacles(RIM, NOBODY))).length > 200


def test_an_end_slides_along_the_outline_to_the_shortest_border():
    network = taut(network_of(lines(line((0.5, 0), (2, 1), (3.5, 0)))), obstacles(RIM, points((2, 0.1))))
    ends = shapely.get_coordinates(drawn(network))[[0, -1]]
    assert (ends[:, 1] == 2000).all()
    assert shapely.area(shapely.convex_hull(drawn(network))) < 15_000


def test_a_junction_moves_to_where_its_borders_are_shortest():
    spokes = [line((1.2, 0.2), end) for end in ((0, 1), (4, 1), (2, 2))]
    network = vertices_moved(network_of(lines(*spokes)), obstacles(RIM, NOBODY))
    before = sum(spoke.length for spoke in spokes)
    assert shapely.length(network.lines()).sum() < before - 50


def sides(drawn_lines, homes):
    """Which homes lie together."""
    where = locate(homes, draw(square(0, 0, 4, 2), drawn_lines).faces)
    return {frozenset(np.flatnonzero(where == face).tolist()) for face in np.unique(where)}


def test_lines_never_cross_and_everybody_stays_on_their_side():
    chance = np.random.default_rng(3)
    homes = chance.uniform((1000, 2000), (1400, 2200), (60, 2))
    crooked = []
    for column in range(4):
        bends = [(0.5 + column + chance.uniform(-0.4, 0.4), row / 10) for row in range(1, 20)]
        crooked.append(line((0.5 + column, 0), *bends, (0.5 + column, 2)))
    around = obstacles(RIM, homes)
    pulled = rounded(taut(network_of(lines(*crooked)), around), around).lines()
    assert shapely.is_simple(shapely.multilinestrings(pulled))
    assert sides(pulled, homes) == sides(lines(*crooked), homes)
    assert shapely.length(pulled).sum() < shapely.length(crooked).sum() / 2


def test_corners_are_cut_off_for_natural_borders():
    network = network_of(lines(line((1, 0), (1.5, 1), (1, 2))))
    natural = rounded(network, obstacles(RIM, NOBODY), times=1)
    assert shapely.get_num_coordinates(natural.lines()).tolist() == [4]


def test_a_corner_stays_where_a_household_stands_in_it():
    network = network_of(lines(line((1, 0), (1.5, 1), (1, 2))))
    natural = rounded(network, obstacles(RIM, points((1.47, 1))), times=1)
    assert shapely.get_num_coordinates(natural.lines()).tolist() == [3]
