"""A thing stands where its steps led, and steps are only appended: tried by plain SQL, past every verb."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests import village as v
from tests.lives import LIVES, bring, settle_laws
from tests.roles import owner

pytestmark = [pytest.mark.django_db]


@pytest.fixture(params=LIVES, ids=lambda life: life.name)
def life(request):
    return request.param


@pytest.fixture
def thing(life, bare_county):
    with owner():
        return life.made(bare_county)


@contextmanager
def refused(words: str) -> Iterator[None]:
    """At once, or at the end of the transaction."""
    with pytest.raises(IntegrityError, match=words), settled():
        yield


@contextmanager
def settled() -> Iterator[None]:
    """A transaction, with what is asked at its end."""
    with transaction.atomic():
        yield
        settle_laws()


def run(sql: str, values: list[object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def appended(life, thing, before: str, move: str, after: str) -> None:
    _things, steps, key, leads, reason = life.columns
    by = v.user().pk if life.somebodys else None
    more = life.of_step(before, move)
    names = ", ".join([key, "by_id", "at", "before", "move", leads, reason, *more])
    values = [thing.pk, by, v.NOON, before, move, after, "", *more.values()]
    run(f"INSERT INTO {steps} ({names}) VALUES ({', '.join(['%s'] * len(values))})", values)


def stands(life, thing, state: str) -> int:
    values = {"state": state, **life.beside}
    names = ", ".join(f"{name} = %s" for name in values)
    return run(f"UPDATE {life.columns[0]} SET {names} WHERE id = %s", [*values.values(), thing.pk])


def first_move(life) -> tuple[str, str, str]:
    """One that changes the state."""
    start = life.step.life.start
    return next(
        (start, move, after)
        for (state, move), (after, _right) in life.walk.items()
        if state == start and after != start
    )


def test_a_state_without_its_step_is_refused(life, thing):
    with refused("its steps led to"):
        assert stands(life, thing, first_move(life)[2]) == 1


def test_a_step_without_its_state_is_refused(life, thing):
    with refused("its steps led to"):
        appended(life, thing, *first_move(life))


def test_a_step_that_is_in_no_table_is_refused(life, thing):
    with refused("in_its_table"):
        appended(life, thing, life.step.life.start, first_move(life)[1], life.forbidden)


def test_no_other_state_is_known(life, thing):
    with refused("a_state_of_its_life"):
        stands(life, thing, "elsewhere")


def test_a_step_begins_where_the_one_before_it_ended(life, thing):
    """Every pair of the table by itself: only those from where it stands are taken."""
    start = life.step.life.start
    others = [(state, move, after) for (state, move), (after, _right) in life.walk.items() if state != start]
    for before, move, after in others:
        with refused("its steps led to"):
            appended(life, thing, before, move, after)


def test_the_web_role_changes_and_deletes_no_step(life, thing):
    bring(thing, first_move(life)[2], **life.beside)
    _things, steps, _key, leads, _reason = life.columns
    for statement in (f"UPDATE {steps} SET {leads} = {leads}", f"DELETE FROM {steps}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            run(statement, [])


@pytest.mark.owner("the owner himself is tried")
def test_the_owner_changes_no_step_and_deletes_none_alone(life, thing):
    bring(thing, first_move(life)[2], **life.beside)
    _things, steps, key, leads, _reason = life.columns
    with refused("never changed"):
        run(f"UPDATE {steps} SET {leads} = {leads}", [])
    with refused("its steps led to"):
        run(f"DELETE FROM {steps} WHERE {key} = %s", [thing.pk])
    thing.delete()
    settle_laws()
    assert not life.step._base_manager.exists()
