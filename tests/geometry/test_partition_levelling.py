"""Labels on a graph: how much must move, and that it does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.balance import least_flow, levelled, mended
from geodata.geometry.graph import Graph


def chain(load):
    """Nodes in a row."""
    one = np.arange(len(load) - 1)
    far = np.ones(len(one))
    return Graph(np.array(load), one, one + 1, far, far)


def lattice(wide, high):
    """Nodes like the squares of a board."""
    number = np.arange(wide * high).reshape(high, wide)
    one = np.r_[number[:, :-1].ravel(), number[:-1].ravel()]
    other = np.r_[number[:, 1:].ravel(), number[1:].ravel()]
    return Graph(np.ones(wide * high, int), one, other, np.ones(len(one)), np.ones(len(one)))


BORDERS = {(0, 1), (1, 0), (1, 2), (2, 1)}


def test_no_flow_where_nothing_is_above_the_cap():
    assert least_flow([10, 10, 10], BORDERS, 10) == {}


def test_load_flows_to_the_neighbour_with_room():
    assert least_flow([13, 7, 10], BORDERS, 11) == {(0, 1): 2}


def test_load_flows_through_a_full_neighbour():
    assert least_flow([13, 11, 6], BORDERS, 11) == {(0, 1): 2, (1, 2): 2}


def test_what_finds_no_room_stays():
    assert least_flow([13, 11, 11], BORDERS, 11) == {}


def test_the_least_flow_takes_the_short_ways_together():
    # 1 lies between two that are full: giving to the nearer sides costs less than one after the other.
    borders = {(a, b) for a in range(4) for b in range(4) if abs(a - b) == 1}
    assert least_flow([5, 15, 15, 5], borders, 10) == {(1, 0): 5, (2, 3): 5}


def test_levelling_moves_the_border_of_a_row():
    labels = levelled(chain([1] * 6), np.array([0, 0, 0, 0, 1, 1]), 2, 3)
    assert labels.tolist() == [0, 0, 0, 1, 1, 1]


def test_what_is_level_stays_as_it_is():
    labels = np.array([0, 0, 1, 1])
    assert levelled(chain([1] * 4), labels, 2, 2) is labels


def test_a_place_too_heavy_for_any_grid_stops_nothing():
    labels = levelled(chain([1, 1, 9, 1, 1]), np.array([0, 0, 0, 0, 1]), 2, 7)
    assert sorted(set(labels.tolist())) == [0, 1]


def test_a_loose_piece_joins_the_neighbour_that_holds_it():
    assert mended(chain([1] * 5), np.array([0, 0, 1, 0, 1]), 2).tolist() in ([0, 0, 1, 1, 1], [0, 0, 0, 0, 1])


def test_a_label_that_is_missing_gets_a_node():
    labels = mended(chain([1] * 4), np.array([0, 0, 0, 0]), 2)
    assert sorted(np.bincount(labels).tolist()) == [1, 3]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.lists(st.integers(0, 4), min_size=48, max_size=48))
def test_any_labels_end_up_contiguous_and_level(count, wild):
    graph = lattice(8, 6)
    labels = mended(graph, np.array(wild) % count, count)
    assert graph.contiguous(labels)
    assert set(labels.tolist()) == set(range(count))
    cap = -(-48 // count) + 1
    level = levelled(graph, labels, count, cap)
    assert graph.contiguous(level)
    assert np.bincount(level, minlength=count).max() <= cap


@pytest.mark.parametrize("cap", [13, 15, 20])
def test_levelling_moves_no_more_than_it_must(cap):
    labels = (np.arange(48) % 8 >= 5).astype(int)  # 30 and 18 on a board of 8 × 6
    level = levelled(lattice(8, 6), labels, 2, 24 + cap - 13)
    assert (level != labels).sum() == max(0, 30 - (24 + cap - 13))
