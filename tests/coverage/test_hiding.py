"""Small counts are hidden so that no hidden cell can be worked out: of any table, for every day at once."""

import random
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.coverage.hiding import LEAST, WIDE, Hiding, Mark, Tree, Values

COUNTS = st.one_of(st.just(0), st.integers(1, 4), st.integers(0, 40))


def tree(*villages: int) -> Tree:
    """A county of so many townships, each with so many villages."""
    parents: dict[str, str | None] = {"c": None}
    for town, count in enumerate(villages):
        parents[f"c{town}"] = "c"
        parents |= {f"c{town}{village}": f"c{town}" for village in range(count)}
    return Tree(parents)


def leaves(of: Tree) -> list[str]:
    return sorted(node for node in of.parents if node not in of.children)


@st.composite
def tables(draw: Any, days: int = 1) -> tuple[Tree, dict[str, Values]]:
    areas = tree(*draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)))
    return areas, {leaf: draw(st.tuples(*[COUNTS] * days)) for leaf in leaves(areas)}


def hide(of: Tree, counts: dict[str, Values], **more: Any) -> Hiding:
    days = len(next(iter(counts.values())))
    hiding = Hiding(of, of.sums(counts, days), **more)
    hiding.run()
    return hiding


def one_day(*counts: int) -> dict[str, Values]:
    return {f"c0{place}": (count,) for place, count in enumerate(counts)}


@given(tables())
def test_no_small_count_is_shown_and_no_zero_is_hidden(table):
    hidden = hide(*table)
    small = {node for node, (count,) in hidden.values.items() if 0 < count < LEAST}
    assert small <= hidden.hidden
    assert all(hidden.values[node][0] for node in hidden.signs(0))


@given(tables())
@settings(max_examples=40)
def test_every_hidden_cell_has_four_values_in_worlds_that_fit(table):
    """Tried, not reckoned: for each value there are counts of the villages that give all that is shown."""
    of, counts = table
    hidden = hide(of, counts)
    for node in hidden.signs(0):
        truth = hidden.values[node][0]
        fitting = {value for value in range(max(1, truth - 3), truth + 4) if _fits(hidden, node, value)}
        assert len(fitting) >= WIDE, (node, truth)


def _fits(made: Hiding, node: str, value: int) -> bool:
    """By walking: move households one by one from or to other hidden villages, while all that is said stays true."""
    inside = [leaf for leaf in leaves(made.tree) if leaf.startswith(node)]
    hidden = [leaf for leaf in leaves(made.tree) if leaf in made.hidden and made.values[leaf][0]]
    start = {leaf: made.values[leaf][0] for leaf in leaves(made.tree)}
    wanted, frontier, seen = value - sum(start[leaf] for leaf in inside), [start], set()
    for _step in range(abs(wanted) + 1):
        following = []
        for world in frontier:
            if sum(world[leaf] for leaf in inside) == value and _is_true(made, world):
                return True
            following += list(_steps(world, inside, hidden, 1 if wanted > 0 else -1))
        frontier = []
        for world in following:
            if (key := tuple(world.items())) not in seen:
                seen.add(key)
                frontier.append(world)
        frontier = frontier[:4000]
    return False


def _steps(world: dict[str, int], inside: list[str], hidden: list[str], by: int) -> Any:
    outside = [leaf for leaf in hidden if leaf not in inside]
    for ours, theirs in product([leaf for leaf in hidden if leaf in inside], [*outside, ""]):
        moved = dict(world)
        moved[ours] += by
        if theirs:
            moved[theirs] -= by
        if min(moved.values()) >= 0:
            yield moved


def _is_true(made: Hiding, world: dict[str, int]) -> bool:
    sums = made.tree.sums({leaf: (count,) for leaf, count in world.items()}, 1)
    signs = made.signs(0)
    for node, (count,) in sums.items():
        real = made.values[node][0]
        sign = signs.get(node)
        if sign is None and count != real:
            return False
        if sign == Mark.FEW and not 0 < count < LEAST:
            return False
        parts = sum(sums[leaf][0] > 0 for leaf in leaves(made.tree) if leaf.startswith(node))
        if sign == Mark.WITHHELD and (count < LEAST if parts < 2 else count < 1):
            return False
    return True


@given(tables(days=3))
def test_a_cell_is_hidden_on_all_days_or_on_none(table):
    hidden = hide(*table)
    for node in hidden.hidden:
        assert all((node in hidden.signs(day)) == (hidden.values[node][day] > 0) for day in hidden.days)


def test_a_single_small_count_takes_a_second_cell_with_it():
    hidden = hide(tree(4), one_day(2, 20, 30, 40))
    assert hidden.signs(0) == {"c00": Mark.FEW, "c01": Mark.WITHHELD}


def test_where_there_is_no_second_cell_the_area_above_is_hidden_too():
    hidden = hide(tree(1, 2), {"c00": (3,), "c10": (30,), "c11": (40,)})
    assert {"c00", "c0", "c1"} <= hidden.hidden


def test_four_villages_with_one_each_are_not_told_by_the_sign_of_their_township():
    hidden = hide(tree(4, 2), {f"c0{place}": (1,) for place in range(4)} | {"c10": (30,), "c11": (40,)})
    assert hidden.signs(0)["c0"] == Mark.WITHHELD


def test_what_the_reader_knows_is_shown_and_hides_nothing():
    hidden = hide(tree(3), one_day(2, 20, 30), known={"c01"})
    assert hidden.hidden == {"c00", "c02"}


def test_what_is_hidden_does_not_follow_the_size_of_the_others():
    """The second cell is the next in the order of codes: that it was chosen tells nothing of its count."""
    dice = random.Random(1)
    chosen = {
        frozenset(hide(tree(4), one_day(2, *(dice.randint(9, 90) for _ in range(3)))).hidden)
        for _ in range(30)
    }
    assert chosen == {frozenset({"c00", "c01"})}


@pytest.mark.parametrize("villages", [(1,), (2,), (1, 1, 1)])
def test_without_anything_to_hide_nothing_is(villages):
    of = tree(*villages)
    assert hide(of, dict.fromkeys(leaves(of), (12,))).hidden == set()
