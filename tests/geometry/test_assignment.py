"""Pairs are chosen so that the sum of their weights is largest."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry.face_matching import heaviest

PAIRS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 9)),
    max_size=8,
    unique_by=lambda pair: pair[:2],
)


def chosen(pairs) -> list[int]:
    one, other, weight = np.array(pairs, np.int64).reshape(-1, 3).T
    return heaviest(one, other, weight).tolist()


@given(PAIRS)
def test_no_other_choice_weighs_more(pairs):
    found = [pairs[place] for place in chosen(pairs)]
    assert len({one for one, *_ in found}) == len({other for _, other, _ in found}) == len(found)
    best = max(
        sum(weight for *_, weight in some)
        for size in range(len(pairs) + 1)
        for some in combinations(pairs, size)
        if len({one for one, *_ in some}) == len({other for _, other, _ in some}) == size
    )
    assert sum(weight for *_, weight in found) == best


def test_of_equal_sums_the_one_of_more_pairs_is_chosen_and_the_first():
    assert chosen([(0, 0, 3), (0, 1, 2), (1, 0, 1)]) == [1, 2]
    assert chosen([(0, 0, 5), (1, 0, 5)]) == [0]


def test_land_of_many_square_kilometres_is_told_apart():
    many = [
        (one, other, 10**10 + 10**6 * (one == other))
        for one in range(200)
        for other in (one, (one + 1) % 200)
    ]
    assert [many[place][:2] for place in chosen(many)] == [(one, one) for one in range(200)]
