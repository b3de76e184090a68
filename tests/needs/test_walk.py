"""Every state, level, move and post: who may what, written down here and not asked of the table."""

from types import SimpleNamespace

import pytest

from geodata.base.errors import Conflict, DomainError, NotAllowed
from geodata.base.scope import MEMBER, Grant, Right, Scope
from geodata.needs.lifecycle import BEGINNINGS, LIFE, TABLE
from geodata.needs.words import Move, State

ME, RECORDER, FOLLOWER, FINISHER, ASSIGNED = 1, 9, 8, 7, 6
GRID, VILLAGE, HOME = 3, 2, 1
NEED = frozenset({Right.NEED})
AT_GRID, AT_VILLAGE = {"grids": frozenset({GRID})}, {"villages": frozenset({VILLAGE})}
POSTS = {
    "contact member": (ME, Grant(NEED, kind=MEMBER, households=frozenset({HOME}))),
    "small leader": (ME, Grant(NEED, kind="small_leader", **AT_GRID)),
    "grid cadre": (ME, Grant(NEED, kind="cadre", **AT_GRID)),
    "village cadre": (ME, Grant(NEED, kind="cadre", **AT_VILLAGE)),
    "medium leader": (ME, Grant(NEED, kind="medium_leader", **AT_VILLAGE)),
    "village officer": (ME, Grant(NEED, kind="village_officer", **AT_VILLAGE)),
    "large leader": (ME, Grant(NEED, kind="large_leader", **AT_VILLAGE)),
    "township officer": (ME, Grant(NEED, kind="township_officer", **AT_VILLAGE)),
    "county officer": (ME, Grant(NEED, kind="county_officer", **AT_VILLAGE)),
    "planner": (ME, Grant(frozenset({Right.COUNTS}), kind="planner", **AT_VILLAGE)),
    "department officer": (ME, Grant(frozenset({Right.UNIT}), kind="department_officer", **AT_VILLAGE)),
    "auditor": (ME, Grant(frozenset({Right.AUDIT}), kind="auditor")),
    "next village's officer": (ME, Grant(NEED, kind="village_officer", villages=frozenset({99}))),
    "next grid's leader": (ME, Grant(NEED, kind="small_leader", grids=frozenset({99}))),
    "another contact member": (ME, Grant(NEED, kind=MEMBER, households=frozenset({99}))),
    "recorder": (RECORDER, Grant(NEED)),
    "who followed up": (FOLLOWER, Grant(NEED)),
    "who is assigned": (ASSIGNED, Grant(NEED)),
}
LINE = {"small leader", "grid cadre", "village cadre", "medium leader", "village officer"}
HOLDER = {1: LINE, 2: {"township officer"}, 3: {"county officer"}}
ABOVE = {1: {"township officer"}, 2: {"county officer"}, 3: {"county officer"}}
ANY = (1, 2, 3)
TOLD = """
new          accept        accepted     holder
new          decline       declined     holder
new          merge         merged       holder
new          withdraw      withdrawn    recorder
accepted     consult       consulting   holder
accepted     assign        assigned     holder
accepted     begin         in_progress  holder
accepted     settle        done         holder
accepted     escalate      accepted     holder      1 2
accepted     return        accepted     holder      2 3
accepted     withdraw      withdrawn    holder
consulting   conclude      in_progress  holder
consulting   settle        done         holder
consulting   escalate      accepted     holder      1 2
consulting   withdraw      withdrawn    holder
assigned     begin         in_progress  assignee
assigned     refuse        accepted     assignee
assigned     escalate      accepted     holder      1 2
assigned     withdraw      withdrawn    holder
in_progress  finish        done         holder
in_progress  extend_ask    in_progress  holder+assignee
in_progress  extend_grant  in_progress  grantor
in_progress  extend_refuse in_progress  grantor
in_progress  escalate      accepted     holder      1 2
in_progress  withdraw      withdrawn    holder
done         follow_up     followed_up  own+line
followed_up  close         closed       holder
followed_up  reopen        accepted     holder+follower
closed       reopen        accepted     holder+follower
declined     reopen        accepted     holder+follower
"""
"""State, move, state after, whose it is, and at which levels if not at all three."""
ROWS = {
    (row[0], row[1]): (row[2], row[3].split("+"), tuple(map(int, row[4:])) or ANY)
    for row in map(str.split, TOLD.strip().splitlines())
}
OPEN = ("new", "accepted", "consulting", "assigned", "in_progress")
SERVICE = {
    **{(state, "escalate"): ("new" if state == "new" else "accepted", (1, 2)) for state in OPEN},
    **{(state, "recalculate"): (state, ANY) for state in OPEN},
    ("done", "close"): ("closed", ANY),
    ("followed_up", "close"): ("closed", ANY),
}
MOVES = sorted({str(move) for moves in TABLE.values() for move in moves})


def need(state: str, level: int, **more: object) -> SimpleNamespace:
    values: dict[str, object] = {
        "pk": 5, "state": state, "level": level, "village_id": VILLAGE, "grid_id": GRID, "household_id": HOME, "named": [],
        "sensitive": False, "least_level": 1, "kind": "problem", "by_id": RECORDER, "answered_by_id": FOLLOWER,
        "finished_by_id": FINISHER, "handler_id": ASSIGNED, "handed_out": False,
    }  # fmt: skip
    return SimpleNamespace(**values | more)


def whose(words: list[str], level: int, *, handed_out: bool) -> set[str]:
    parts = {
        "holder": HOLDER[level],
        "grantor": HOLDER[level] if handed_out else ABOVE[level],
        "recorder": {"recorder"},
        "follower": {"who followed up"},
        "assignee": {"who is assigned"} if handed_out else set(),
        "own": {"contact member"},
        "line": LINE,
    }
    return set().union(*(parts[word] for word in words))


def outcome(thing: SimpleNamespace, move: str, post: str) -> str:
    user, grant = POSTS[post]
    try:
        found = LIFE.check(thing, move, by=SimpleNamespace(pk=user), scope=Scope((grant,)), reason="例")
    except DomainError as error:
        return type(error).__name__
    return str(found.state)


def expected(state: str, move: str, level: int, post: str, *, handed_out: bool) -> str:
    """The right first, then the state, then the level."""
    named = [words for (_state, name), (_after, words, _levels) in ROWS.items() if name == move]
    if not any(post in whose(words, level, handed_out=handed_out) for words in named):
        return "NotAllowed"
    if (state, move) not in ROWS:
        return "NotAllowed" if (state, move) in SERVICE else "Conflict"
    after, words, levels = ROWS[state, move]
    if post not in whose(words, level, handed_out=handed_out):
        return "NotAllowed"
    return after if level in levels else "Conflict"


def test_every_state_level_move_and_post():
    wrong, tried = [], 0
    for state in State.values:
        for level in ANY:
            for handed_out in (False, True):
                thing = need(state, level, handed_out=handed_out)
                for move in MOVES:
                    for post in POSTS:
                        tried += 1
                        found = outcome(thing, move, post)
                        due = expected(state, move, level, post, handed_out=handed_out)
                        if found != due:
                            wrong.append((state, level, handed_out, move, post, found, due))
    assert wrong == []
    assert tried == len(State.values) * 3 * 2 * len(MOVES) * len(POSTS) > 500


def test_the_table_knows_no_other_moves():
    told = {(str(state), str(move)) for state, moves in TABLE.items() for move in moves}
    assert told == set(ROWS) | set(SERVICE)


def test_the_service_goes_where_the_table_leads_it_and_nowhere_else():
    for state in State.values:
        for level in ANY:
            for move in MOVES:
                try:
                    found = str(LIFE.check(need(state, level), move, by=None).state)
                except (Conflict, NotAllowed):
                    found = ""
                after, levels = SERVICE.get((state, move), ("", ANY))
                assert found == (after if level in levels else ""), (state, level, move)


@pytest.mark.parametrize(
    ("post", "may"),
    [
        ("contact member", {"record", "settle_at_once"}),
        ("small leader", {"record", "settle_at_once"}),
        ("village officer", {"record", "settle_at_once"}),
        ("township officer", {"record"}),
        ("county officer", {"record"}),
        ("large leader", set()),
        ("planner", set()),
        ("department officer", set()),
        ("next village's officer", set()),
    ],
)
def test_who_records_and_who_settles_at_once(post, may):
    from geodata.needs.parts import parts_of

    user, grant = POSTS[post]
    parts = parts_of(need("new", 1), scope=Scope((grant,)), by=SimpleNamespace(pk=user))
    assert {str(move) for move, turn in BEGINNINGS.items() if turn.who & parts} == may


def test_a_dispute_in_the_village_is_declined_by_the_township():
    thing = need("new", 1, kind="dispute")
    assert outcome(thing, "decline", "village officer") == "NotAllowed"
    assert outcome(thing, "decline", "township officer") == "declined"
    assert outcome(need("new", 2, kind="dispute"), "decline", "township officer") == "declined"


@pytest.mark.parametrize("post", POSTS)
def test_a_sensitive_need_is_nobodys_below_the_level_that_may_know_it(post):
    may = {
        str(move)
        for move in MOVES
        for state in State.values
        if outcome(need(state, 2, sensitive=True, least_level=2), move, post) in State.values
    }
    if post == "township officer":
        assert {"accept", "assign", "follow_up", "close"} <= may
    elif post == "county officer":
        assert may == {"extend_grant", "extend_refuse"}
    else:
        assert may <= {"withdraw", "reopen"}


def test_whom_it_is_about_moves_it_nowhere():
    thing = need("new", 2, sensitive=True, least_level=2, named=[ME, RECORDER])
    assert (
        outcome(thing, "accept", "township officer") == outcome(thing, "withdraw", "recorder") == "NotAllowed"
    )


def test_where_a_township_is_named_only_the_county_moves_it():
    thing = need("new", 3, sensitive=True, least_level=3)
    assert outcome(thing, "accept", "township officer") == "NotAllowed"
    assert outcome(thing, "accept", "county officer") == "accepted"


def test_whoever_has_finished_it_does_not_follow_it_up():
    thing = need("done", 1, finished_by_id=ME)
    assert outcome(thing, "follow_up", "village officer") == "NotAllowed"


def test_moves_that_are_offered_are_those_that_are_made():
    for state in State.values:
        for level in ANY:
            for post, (user, grant) in POSTS.items():
                thing = need(state, level)
                offered = LIFE.moves_from(thing, scope=Scope((grant,)), by=SimpleNamespace(pk=user))
                assert sorted(offered) == [
                    move for move in MOVES if outcome(thing, move, post) in State.values
                ]
    assert Move.RECORD not in MOVES
