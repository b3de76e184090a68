"""Labels that are level, changed so that fewer contacts lead to another label."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.balance import levelled, mended
from geodata.geometry.contact_keeping import PRICE, Kept, kept_together
from tests.geometry.test_partition_levelling import chain, lattice

SIZE = 48


def newly(labels, present, pairs):
    crosses, crossed = (each[pairs[:, 0]] != each[pairs[:, 1]] for each in (labels, present))
    return int((crosses & ~crossed).sum())


def test_a_group_goes_over_whole():
    # Two groups of three in a row of ten; levelling parts the second one.
    present = np.array([0] * 7 + [1] * 3)
    pairs = np.array([[4, 5], [5, 5], [6, 5]])
    level = levelled(chain([1] * 10), present, 2, 6)
    kept = kept_together(chain([1] * 10), level, present, 6, pairs)
    assert (newly(level, present, pairs), newly(kept, present, pairs)) == (1, 0)
    assert kept.tolist() == [0] * 4 + [1] * 6


def test_what_crosses_nothing_newly_stays_as_it_is():
    labels = np.array([0, 0, 1, 1])
    assert kept_together(chain([1] * 4), labels, labels, 3, np.array([[0, 1], [1, 3]])) is labels


many_labels = st.lists(st.integers(0, 4), min_size=SIZE, max_size=SIZE)
some_pairs = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5), many_labels, some_pairs)
def test_any_contacts_leave_labels_contiguous_and_level_and_are_not_made_worse(count, wild, links):
    graph, pairs = lattice(8, 6), np.array(links)
    present = mended(graph, np.array(wild) % count, count)
    cap = -(-SIZE // count) + 1
    level = levelled(graph, present, count, cap)
    kept, again = (kept_together(graph, level, present, cap, pairs) for _ in range(2))
    assert graph.contiguous(kept)
    assert set(kept.tolist()) == set(range(count))
    assert np.bincount(kept, minlength=count).max() <= cap
    prices = [PRICE * newly(each, present, pairs) + (each != present).sum() for each in (kept, level)]
    assert prices[0] <= prices[1]
    assert kept.tolist() == again.tolist()


@settings(max_examples=40, deadline=None)
@given(many_labels, some_pairs, st.integers(0, SIZE - 1), st.integers(0, 3))
def test_the_cost_of_a_step_is_what_it_changes(wild, links, node, label):
    graph = lattice(8, 6)
    present = mended(graph, np.array(wild) % 4, 4)
    state = Kept(graph, present, present, 13, np.array(links))
    state.near = [{} for _ in state.near]  # borders count little, and not in the value
    before, nodes = state.value(), [node, (node + 1) % SIZE]
    moving = [each for each in nodes if state.of[each] != label]
    price = state.cost(moving, label, 100.0)
    state.move(moving, label)
    after = state.value()
    assert abs(price - (100 * (after[0] - before[0]) + after[1] - before[1])) < 1e-6
