"""Every state, move and post: who may what, written down here and not asked of the table."""

from types import SimpleNamespace

import pytest

from geodata.base.errors import Conflict, DomainError, NotAllowed
from geodata.base.scope import MEMBER, TEAM, Grant, Right, Scope
from geodata.services.lifecycle import LIFE, TABLE

ME, RECORDER, TAKER = 1, 9, 8
GRID, VILLAGE, HOME, ASKED_TEAM, TAKING_TEAM = 3, 2, 1, 5, 6
SERVE = frozenset({Right.SERVE})
AT_GRID, AT_VILLAGE = {"grids": frozenset({GRID})}, {"villages": frozenset({VILLAGE})}
POSTS = {
    "contact member": (ME, Grant(SERVE, kind=MEMBER, households=frozenset({HOME}))),
    "small leader": (ME, Grant(SERVE, kind="small_leader", **AT_GRID)),
    "grid cadre": (ME, Grant(SERVE, kind="cadre", **AT_GRID)),
    "medium leader": (ME, Grant(SERVE, kind="medium_leader", **AT_VILLAGE)),
    "village officer": (ME, Grant(SERVE, kind="village_officer", **AT_VILLAGE)),
    "township officer": (ME, Grant(SERVE, kind="township_officer", **AT_VILLAGE)),
    "large leader": (ME, Grant(SERVE, kind="large_leader", **AT_VILLAGE)),
    "county officer": (ME, Grant(SERVE, kind="county_officer", **AT_VILLAGE)),
    "planner": (ME, Grant(frozenset({Right.COUNTS}), kind="planner", **AT_VILLAGE)),
    "next village's officer": (ME, Grant(SERVE, kind="village_officer", villages=frozenset({99}))),
    "another contact member": (ME, Grant(SERVE, kind=MEMBER, households=frozenset({99}))),
    "recorder": (RECORDER, Grant(SERVE)),
    "asked team": (ME, Grant(SERVE, kind=TEAM, teams=frozenset({ASKED_TEAM}))),
    "taking team": (ME, Grant(SERVE, kind=TEAM, teams=frozenset({TAKING_TEAM}))),
    "another team": (ME, Grant(SERVE, kind=TEAM, teams=frozenset({99}))),
}
LINE = {"small leader", "grid cadre", "medium leader", "village officer", "township officer"}
WHO = {
    "dispatcher": LINE,
    "asked": {"asked team"},
    "taker": {"taking team"},
    "giver": LINE | {"taking team"},
    "asker": LINE | {"contact member"},
    "canceller": LINE | {"recorder"},
}
TOLD = """
ordered     dispatch   dispatched  dispatcher
ordered     cancel     cancelled   canceller
dispatched  dispatch   dispatched  dispatcher
dispatched  take       taken       asked
dispatched  refuse     dispatched  asked
dispatched  cancel     cancelled   canceller
taken       begin      in_service  taker
taken       finish     finished    taker
taken       give_back  ordered     giver
taken       cancel     cancelled   canceller
in_service  finish     finished    taker
in_service  give_back  ordered     giver
finished    rate       rated       asker
"""
ROWS = {(row[0], row[1]): (row[2], WHO[row[3]]) for row in map(str.split, TOLD.strip().splitlines())}
BY_ITSELF = {
    ("dispatched", "return"): "ordered",
    ("finished", "lapse"): "unrated",
    ("rated", "close"): "closed",
    ("unrated", "close"): "closed",
}
TAKEN = ("taken", "in_service", "finished", "rated", "unrated", "closed")
MOVES = sorted({move for moves in TABLE.values() for move in moves})


def an_order(state: str) -> SimpleNamespace:
    taken = state in TAKEN
    return SimpleNamespace(
        state=state, village_id=VILLAGE, grid_id=GRID, household_id=HOME, by_id=RECORDER,
        taken_by_id=TAKER if taken else None, team_id=TAKING_TEAM if taken else None, finished_by_id=None, finished_at=None,
        teams=[ASKED_TEAM] if state == "dispatched" else [], users=[],
    )  # fmt: skip


def outcome(state: str, move: str, who: str) -> str:
    user, grant = POSTS[who]
    try:
        return LIFE.check(
            an_order(state), move, by=SimpleNamespace(pk=user), scope=Scope((grant,)), reason="例"
        ).state
    except DomainError as error:
        return type(error).__name__


@pytest.mark.parametrize("state", list(TABLE))
def test_each_move_is_made_by_those_written_here(state):
    for move in MOVES:
        for who in POSTS:
            after, whose = ROWS.get((state, move), ("", set()))
            if who in whose:
                assert outcome(state, move, who) == after, (state, move, who)
            else:
                assert outcome(state, move, who) in (Conflict.__name__, NotAllowed.__name__), (
                    state,
                    move,
                    who,
                )


def test_by_itself_it_returns_lapses_and_closes():
    found = {}
    for state in TABLE:
        for move in MOVES:
            try:
                found[state, move] = str(LIFE.check(an_order(state), move, by=None).state)
            except DomainError:
                continue
    assert found == BY_ITSELF
