"""Whatever is split, merged and moved, the grids tile the village and every household is in one of them."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.base.errors import BadInput
from geodata.geometry.checks import check_edit
from geodata.geometry.edits import Settled, lasso
from geodata.geometry.topology import NOWHERE, locate, with_shared_vertices
from geodata.geometry.validity import problems
from tests.paper import at, lines, scattered, square, squares

WITH_A_HOLE = shapely.difference(square(0, 0, 12, 9), square(5, 3, 2, 2))
WITH_AN_ISLAND = shapely.union_all([square(0, 0, 9, 9), square(10, 1, 4, 4)])
BAY = shapely.Polygon([at(*place) for place in [(0, 0), (12, 0), (12, 9), (7, 9), (6.2, 2), (5, 9), (0, 9)]])
edits = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "move"]), st.floats(0, 1), st.floats(0, 1)), max_size=7
)


class Drawing:
    """Grids under edit, from one grid on."""

    def __init__(self, outline, seed):
        self.outline = outline
        self.homes = scattered(outline, 90, seed)
        self.grids = np.array([outline])
        self.grid = np.zeros(90, int)

    def split(self, which, turn):
        number = int(which * (len(self.grids) - 1))
        middle = np.array(shapely.point_on_surface(self.grids[number]).coords[0])
        way = 5000 * np.array([np.cos(turn * np.pi), np.sin(turn * np.pi)])
        cut = shapely.intersection(shapely.LineString([middle - way, middle + way]), self.grids[number])
        self.redraw({number}, shapely.get_parts(cut))

    def merge(self, which, other):
        pairs = [
            (one, two)
            for one, two in zip(*np.triu_indices(len(self.grids), 1), strict=True)
            if shapely.intersection(self.grids[one], self.grids[two]).length > 1
        ]
        if pairs:
            self.redraw(set(pairs[int(which * (len(pairs) - 1))]), lines())

    def move(self, which, other):
        home = int(which * (len(self.homes) - 1))
        near = np.hypot(*(self.homes - self.homes[home]).T) < 60
        try:
            tile = lasso(
                Settled(self.grids, self.homes, self.grid),
                np.flatnonzero(near),
                int(other * (len(self.grids) - 1)),
            )
        except BadInput:
            return
        self.grids, self.grid = tile.grids, tile.label

    def redraw(self, touched, drawn):
        check = check_edit(self.grids, touched, drawn, self.homes, self.grid)
        kept = np.delete(self.grids, sorted(touched))
        self.grids = with_shared_vertices(np.concatenate([kept, check.grids]))
        self.grid = locate(self.homes, self.grids)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([WITH_A_HOLE, WITH_AN_ISLAND, BAY]), st.integers(0, 50), edits)
def test_any_sequence_of_edits_keeps_the_tile_and_every_household(outline, seed, sequence):
    drawing = Drawing(outline, seed)
    for name, one, other in sequence:
        getattr(drawing, name)(one, other)
        allowed = range(len(drawing.grids))  # a merge over a corner of the bay may leave pieces
        assert problems(outline, drawing.grids, allowed) == []
        assert (drawing.grid != NOWHERE).all()
        assert (locate(drawing.homes, drawing.grids, drawing.grid) == drawing.grid).all()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([WITH_A_HOLE, BAY]), st.integers(0, 50), st.floats(0, 1))
def test_splitting_then_merging_restores_any_village(outline, seed, turn):
    drawing = Drawing(outline, seed)
    drawing.split(0, turn)
    parts = len(drawing.grids)
    drawing.redraw(set(range(parts)), lines())
    assert parts > 1
    assert shapely.symmetric_difference(drawing.grids[0], outline).area < 0.01


def test_a_household_on_a_border_moves_with_exactly_one_grid():
    drawing = Drawing(square(0, 0, 4, 2), 1)
    drawing.homes[0] = at(2, 1)
    drawing.grids = squares((0, 0, 2, 2), (2, 0, 2, 2))
    drawing.grid = locate(drawing.homes, drawing.grids)
    drawing.move(0, 1)
    assert locate(drawing.homes[:1], drawing.grids, drawing.grid[:1]).tolist() == drawing.grid[:1].tolist()
