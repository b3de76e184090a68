"""Every state, move and post: who may what, written down here and not asked of the table."""

from types import SimpleNamespace

import pytest

from geodata.base.errors import Conflict, DomainError, NotAllowed
from geodata.base.scope import MEMBER, Grant, Right, Scope
from geodata.entitlements.lifecycle import BEGINNINGS, LIFE, TABLE, parts_of
from geodata.entitlements.words import State

RIGHT = frozenset({Right.ENTITLE})
AT_GRID, AT_VILLAGE = {"grids": frozenset({3})}, {"villages": frozenset({2})}
POSTS = {
    "contact member": Grant(RIGHT, kind=MEMBER, households=frozenset({1})),
    "small leader": Grant(RIGHT, kind="small_leader", **AT_GRID),
    "grid cadre": Grant(RIGHT, kind="cadre", **AT_GRID),
    "medium leader": Grant(RIGHT, kind="medium_leader", **AT_VILLAGE),
    "village officer": Grant(RIGHT, kind="village_officer", **AT_VILLAGE),
    "township officer": Grant(RIGHT, kind="township_officer", **AT_VILLAGE),
    "county officer": Grant(RIGHT, kind="county_officer", **AT_VILLAGE),
    "its department": Grant(RIGHT, kind="department_officer", departments=frozenset({4})),
    "large leader": Grant(RIGHT, kind="large_leader", **AT_VILLAGE),
    "another department": Grant(RIGHT, kind="department_officer", departments=frozenset({5}), **AT_VILLAGE),
    "planner": Grant(frozenset({Right.COUNTS}), kind="planner", **AT_VILLAGE),
    "next village's officer": Grant(RIGHT, kind="village_officer", villages=frozenset({99})),
    "next grid's leader": Grant(RIGHT, kind="small_leader", grids=frozenset({99})),
    "another contact member": Grant(RIGHT, kind=MEMBER, households=frozenset({99})),
}
OWN = {"contact member"}
LINE = {"small leader", "grid cadre", "medium leader", "village officer"}
ABOVE = {"township officer", "county officer"}
PARTS = {
    "near": OWN | LINE | ABOVE,
    "line": LINE | ABOVE,
    "office": ABOVE | {"its department"},
    "service": set(),
}
TOLD = """
possible       confirm        confirmed      line
possible       not_wanted     not_wanted     near
possible       not_applicable not_applicable line
possible       list           granted        office
possible       lapse          not_applicable service
confirmed      inform         informed       near
confirmed      not_wanted     not_wanted     near
confirmed      not_applicable not_applicable line
confirmed      list           granted        office
confirmed      lapse          not_applicable service
informed       apply          applying       near
informed       not_wanted     not_wanted     near
informed       not_applicable not_applicable line
informed       list           granted        office
informed       lapse          not_applicable service
applying       submit         submitted      near
applying       not_wanted     not_wanted     near
applying       not_applicable not_applicable line
applying       list           granted        office
applying       lapse          not_applicable service
submitted      grant          granted        office
submitted      refuse         refused        office
submitted      not_wanted     not_wanted     near
submitted      list           granted        office
granted        pay            paid           office
granted        refuse         refused        office
paid           expire         expiring       service
paid           refuse         refused        office
expiring       renew          renewed        office
expiring       refuse         refused        office
expiring       lapse          not_applicable service
renewed        expire         expiring       service
renewed        refuse         refused        office
refused        reopen         confirmed      line
not_wanted     reopen         confirmed      line
not_applicable reopen         confirmed      line
"""
ROWS = {(row[0], row[1]): (row[2], row[3]) for row in map(str.split, TOLD.strip().splitlines())}
MOVES = sorted({move for _state, move in ROWS})
SOMEBODY = SimpleNamespace(pk=1)


def thing(state: str) -> SimpleNamespace:
    home = SimpleNamespace(grid_id=3)
    return SimpleNamespace(pk=5, state=state, village_id=2, household_id=1, household=home, department_id=4)


def outcome(state: str, move: str, post: str) -> str:
    try:
        return str(
            LIFE.check(thing(state), move, by=SOMEBODY, scope=Scope((POSTS[post],)), reason="例").state
        )
    except DomainError as error:
        return type(error).__name__


def expected(state: str, move: str, post: str) -> str:
    if not any(post in PARTS[whose] for (_, name), (_, whose) in ROWS.items() if name == move):
        return "NotAllowed"
    if (state, move) not in ROWS:
        return "Conflict"
    after, whose = ROWS[state, move]
    return after if post in PARTS[whose] else "NotAllowed"


def test_every_state_move_and_post():
    tried = [(state, move, post) for state in State.values for move in MOVES for post in POSTS]
    wrong = [(*each, found, due) for each in tried if (found := outcome(*each)) != (due := expected(*each))]
    assert wrong == []
    assert {(str(state), str(move)) for state, moves in TABLE.items() for move in moves} == set(ROWS)


@pytest.mark.parametrize("state", State.values)
def test_the_service_goes_where_the_table_leads_it_and_nowhere_else(state):
    for move in MOVES:
        try:
            found = str(LIFE.check(thing(state), move, by=None).state)
        except (Conflict, NotAllowed):
            found = ""
        after, whose = ROWS.get((state, move), ("", ""))
        assert found == (after if whose == "service" else ""), (state, move)


def test_who_asks_and_who_takes_over_a_list():
    whose = {str(move): turn.who for move, turn in BEGINNINGS.items()}
    found = {
        move: {post for post, grant in POSTS.items() if who & parts_of(thing("possible"), Scope((grant,)))}
        for move, who in whose.items()
    }
    assert found == {"ask": PARTS["near"], "list": PARTS["office"]}
