"""The life of a plan is a table: every pair of state and move, allowed or not."""

import itertools

import pytest

from geodata.errors import Conflict
from geodata.redrawing.workflow import ALLOWED, Move, State, after

WALK = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("draft", "rebase"): "draft",
    ("submitted", "approve"): "approved",
    ("submitted", "reject"): "rejected",
    ("submitted", "withdraw"): "withdrawn",
    ("submitted", "rebase"): "draft",
    ("approved", "publish"): "published",
    ("approved", "reject"): "rejected",
    ("approved", "withdraw"): "withdrawn",
    ("approved", "rebase"): "draft",
    ("published", "supersede"): "superseded",
}


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_every_pair_of_state_and_move(state, move):
    leads = WALK.get((state.value, move.value))
    if leads:
        assert after(state, move) == leads
    else:
        with pytest.raises(Conflict):
            after(state, move)


def test_every_state_is_in_the_table():
    assert set(ALLOWED) == set(State)
