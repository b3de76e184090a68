"""Lines that cross too often are refused before anything is made of them."""

import time

import numpy as np
import pytest
import shapely

from geodata.base.errors import BadInput
from geodata.geometry.crossings import MOST_CROSSINGS, check_tangle


def lattice(count: int) -> np.ndarray:
    """So many lines each way: count² crossings."""
    return shapely.linestrings(
        [[(0, at), (count, at)] for at in np.arange(count) + 0.5]
        + [[(at, 0), (at, count)] for at in np.arange(count) + 0.5]
    )


def test_what_is_drawn_by_hand_passes():
    check_tangle(lattice(int(MOST_CROSSINGS**0.5)))


def test_no_lines_at_all_pass():
    check_tangle(np.zeros(0, dtype=object))


def test_a_county_of_borders_that_meet_at_their_ends_passes():
    grids = shapely.box(
        *np.meshgrid(np.arange(100), np.arange(100)), *np.meshgrid(np.arange(1, 101), np.arange(1, 101))
    )
    check_tangle(shapely.boundary(grids.ravel()))


def star() -> np.ndarray:
    angles = np.arange(300) / 100
    return shapely.linestrings([[(np.cos(a), np.sin(a)), (-np.cos(a), -np.sin(a + 0.01))] for a in angles])


def tangle() -> np.ndarray:
    return np.array([shapely.LineString([(step % 2 * 100 + step % 7, step % 11) for step in range(60_000)])])


def beside_each_other() -> np.ndarray:
    return shapely.linestrings([[(at, 0), (at + 9_000, 9_000)] for at in np.arange(60_000) / 100])


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: lattice(50), id="a lattice"),
        pytest.param(star, id="a star of 300"),
        pytest.param(tangle, id="one line that tangles"),
        pytest.param(beside_each_other, id="long lines beside each other"),
    ],
)
def test_a_tangle_is_refused_at_once(made):
    lines, begun = made(), time.process_time()
    with pytest.raises(BadInput):
        check_tangle(lines)
    assert time.process_time() - begun < 30
