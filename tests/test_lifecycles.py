"""Every life, walked through: each state, each move, each right, in all villages of the thing or in one of them alone."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed
from geodata.base.lifecycle import Lifecycle, Next, Step
from geodata.base.scope import Grant, Right, Scope
from tests.lives import ANYBODY_ELSE, LIVES, NOBODY, OWN, OWNER, VILLAGES, Life

EACH = pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)


def holders() -> Iterator[tuple[str, bool, int, Scope]]:
    """(right, everywhere, user, scope): nobody, the owner, and whoever has each right in all villages or in one."""
    yield NOBODY, True, ANYBODY_ELSE, Scope()
    yield NOBODY, True, OWNER, Scope()
    for right in Right:
        for villages in (VILLAGES, VILLAGES[:1]):
            grant = Grant(frozenset({right}), "43", frozenset(villages))
            yield right.value, len(villages) == len(VILLAGES), ANYBODY_ELSE, Scope((grant,))


def moves_of(life: Lifecycle) -> set[str]:
    return {move for moves in life.table.values() for move in moves} | ({life.begun} if life.begun else set())


def outcome(life: Lifecycle, thing: Any, move: str, user: int, scope: Scope) -> str:
    try:
        return life.check(thing, move, by=SimpleNamespace(pk=user), scope=scope, reason="例").state
    except DomainError as error:
        return type(error).__name__


def expected(life: Life, state: str, move: str, right: str, everywhere: bool, user: int) -> str:
    """As the written table has it: the right (of any state) first, then the state."""
    named = {asked for (_state, name), (_after, asked) in life.walk.items() if name == move}

    def holds(asked: str) -> bool:
        return user == OWNER if asked == OWN else bool(asked) and asked == right and everywhere

    if not any(map(holds, named)):
        return "NotAllowed"
    if (state, move) not in life.walk:
        return "Conflict"
    after, asked = life.walk[state, move]
    return after if holds(asked) else "NotAllowed"


@EACH
def test_every_state_move_and_right(life):
    table, wrong, tried = life.step.life, [], 0
    for state in table.table:
        thing = life.stand_in(state)
        villages = sorted(table.villages(thing))
        for move in moves_of(table):
            for right, everywhere, user, scope in holders():
                tried += 1
                # Of one village alone, whoever holds that one holds all.
                whole = everywhere or villages == VILLAGES[:1]
                result = outcome(table, thing, move, user, scope)
                if result != expected(life, state, move, right, whole, user):
                    wrong.append((state, move, right, everywhere, user, result))
    assert wrong == []
    assert tried == len(table.table) * len(moves_of(table)) * (2 + 2 * len(Right))


@EACH
def test_what_is_offered_is_what_is_not_refused(life):
    table = life.step.life
    for state in table.table:
        thing = life.stand_in(state)
        for _right, _everywhere, user, scope in holders():
            offered = table.moves_from(thing, scope=scope, by=SimpleNamespace(pk=user))
            taken = [
                move for move in moves_of(table) if outcome(table, thing, move, user, scope) in table.table
            ]
            assert sorted(offered) == sorted(taken), (state, user, scope)


@EACH
def test_the_service_goes_where_the_table_leads_and_nowhere_else(life):
    table = life.step.life
    for state in table.table:
        for move in moves_of(table):
            found = life.walk.get((state, move))
            if found:
                assert table.after(state, move) == found[0]
            else:
                with pytest.raises(Conflict):
                    table.after(state, move)


@EACH
def test_every_state_of_the_field_is_in_the_table(life):
    choices = {value for value, _label in life.thing._meta.get_field("state").choices}
    assert set(life.step.life.table) == choices
    assert set(life.walk) == {
        (state, move) for state, moves in life.step.life.table.items() for move in moves
    }


def test_every_kind_of_step_is_walked():
    assert {life.step for life in LIVES} == set(Step.__subclasses__())


LIFE = Lifecycle(
    start="new",
    impossible=lambda _state, _move: Conflict("Too late."),
    table={
        "new": {
            "end": Next("over", right=Right.PLAN, reason_required=True),
            "turn": Next(
                "over", right=lambda thing: thing.needs, unless=lambda _thing, _by: NotAllowed("Not you.")
            ),
        },
        "over": {},
    },
)
PLANNER = Scope((Grant(frozenset({Right.PLAN}), "43", frozenset(VILLAGES)),))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_move_that_needs_a_reason_asks_for_it_last(reason):
    new, over = (SimpleNamespace(state=state, villages=VILLAGES) for state in LIFE.table)
    me = SimpleNamespace(pk=1)
    with pytest.raises(BadInput):
        LIFE.check(new, "end", by=me, scope=PLANNER, reason=reason)
    with pytest.raises(Conflict):
        LIFE.check(over, "end", by=me, scope=PLANNER, reason=reason)
    with pytest.raises(NotAllowed):
        LIFE.check(over, "end", by=me, scope=Scope(), reason=reason)


def test_a_right_may_hang_on_the_thing_and_a_person_may_stand_against_it():
    me = SimpleNamespace(pk=1)
    thing = SimpleNamespace(state="new", villages=VILLAGES, needs=Right.PLAN)
    with pytest.raises(NotAllowed, match=r"Not you\."):
        LIFE.check(thing, "turn", by=me, scope=PLANNER)
    assert LIFE.moves_from(thing, scope=PLANNER, by=me) == ["end"]
    thing.needs = Right.LINK
    with pytest.raises(NotAllowed) as refused:
        LIFE.check(thing, "turn", by=me, scope=PLANNER)
    assert refused.value.message != "Not you."


def test_a_thing_without_villages_is_nobodys():
    with pytest.raises(NotAllowed):
        LIFE.check(SimpleNamespace(state="new", villages=[]), "end", by=None, scope=PLANNER, reason="例")
