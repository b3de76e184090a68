"""The life of a version: a department drafts and checks its own, the county's office puts it in force, never who wrote it."""

from types import SimpleNamespace

import pytest

from geodata.base.errors import DomainError
from geodata.base.scope import Grant, Right, Scope
from geodata.policies.lifecycle import LIFE, TABLE

WRITER, OTHER = SimpleNamespace(pk=9), SimpleNamespace(pk=1)
DEPARTMENT = {"check", "reopen"}


def version(state: str) -> SimpleNamespace:
    policy = SimpleNamespace(area=SimpleNamespace(code="430382"), department_id=4)
    return SimpleNamespace(state=state, policy=policy, written_by_id=WRITER.pk)


def scope(
    kind: str, *, right: Right = Right.POLICY, code: str = "430382", departments: tuple[int, ...] = ()
) -> Scope:
    return Scope((Grant(frozenset({right}), code, departments=frozenset(departments), kind=kind),))


COUNTY, CITY = scope("county_officer"), scope("county_officer", code="4303")
OWN, ANOTHERS = (scope("department_officer", departments=(key,)) for key in (4, 5))
NEIGHBOUR, READER = scope("county_officer", code="430381"), scope("county_officer", right=Right.ENTITLE)
TOWNSHIP = scope("county_officer", code="430382100")


def moves(state: str, held: Scope, by: SimpleNamespace) -> set[str]:
    offered = set(LIFE.moves_from(version(state), scope=held, by=by))
    for move in {str(move) for moves in TABLE.values() for move in moves}:
        try:
            LIFE.check(version(state), move, by=by, scope=held)
            assert move in offered
        except DomainError:
            assert move not in offered
    return offered


@pytest.mark.parametrize("state", [str(state) for state in TABLE])
def test_every_state_and_move(state):
    all_of_it = {str(move) for move in TABLE[state]}
    assert moves(state, COUNTY, OTHER) == moves(state, CITY, OTHER) == all_of_it
    assert moves(state, COUNTY, WRITER) == all_of_it - {"put"}
    assert moves(state, OWN, OTHER) == moves(state, OWN, WRITER) == all_of_it & DEPARTMENT
    for held in (ANOTHERS, NEIGHBOUR, READER, TOWNSHIP, Scope()):
        assert moves(state, held, OTHER) == set()


def test_a_neighbours_department_of_the_same_number_is_another():
    assert moves("draft", scope("department_officer", code="430381", departments=(4,)), OTHER) == set()
