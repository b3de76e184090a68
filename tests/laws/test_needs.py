"""Triggers of needs, each on its table alone: the row that breaks the law is refused for its own sake (tests/laws/alone.py)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.laws.alone import insert, leave, settle

pytestmark = [pytest.mark.django_db, pytest.mark.owner("other laws of a table are the owner's to take away")]
NEED, STEP = "geodata_need", "geodata_needstep"


def run(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def broken() -> Iterator[None]:
    """Refused at once, or at the end of the transaction."""
    with pytest.raises(IntegrityError), settled():
        yield


@contextmanager
def settled() -> Iterator[None]:
    yield
    settle()


def refused(statement: str) -> None:
    with broken():
        run(statement)


@pytest.mark.parametrize(
    "law",
    [
        "need_keeps_its_words on geodata_need",
        "need_keeps_its_words refuses (1): what need % says never changes",
    ],
)
def test_what_a_need_says_never_changes(law):
    leave(NEED, "need_keeps_its_words")
    insert(NEED, id=1, text="x")
    run("UPDATE geodata_need SET text = ''")
    refused("UPDATE geodata_need SET text = 'y'")


@pytest.mark.parametrize("law", ["need_keeps_its_words refuses (2): need % moves by one level"])
def test_a_need_moves_by_one_level(law):
    leave(NEED, "need_keeps_its_words")
    insert(NEED, id=1, level=1)
    run("UPDATE geodata_need SET level = 2")
    run("UPDATE geodata_need SET level = 1")
    refused("UPDATE geodata_need SET level = 3")


@pytest.mark.parametrize(
    "law", ["need_keeps_its_words refuses (3): need % is merged into one that is merged itself"]
)
def test_a_need_is_merged_into_one_that_goes_on(law):
    leave(NEED, "need_keeps_its_words")
    insert(NEED, id=1)
    insert(NEED, id=2, merged_into_id=1)
    insert(NEED, id=3)
    run("UPDATE geodata_need SET merged_into_id = 1 WHERE id = 3")
    insert(NEED, id=4)
    refused("UPDATE geodata_need SET merged_into_id = 2 WHERE id = 4")


@pytest.mark.parametrize(
    "law",
    [
        "need_stands_at_its_level on geodata_need",
        "need_stands_at_its_level refuses (1): need % is “%” at level %, its steps led to “%” at level %",
    ],
)
def test_a_level_without_its_step_is_refused(law):
    leave(NEED, "need_stands_at_its_level")
    leave(STEP)
    insert(NEED, id=1, level=1, state="new")
    insert(STEP, id=1, need_id=1, level=1, level_after=1, after="new")
    refused("UPDATE geodata_need SET level = 2")


@pytest.mark.parametrize("law", ["need_stands_at_its_level on geodata_needstep"])
def test_a_step_without_its_level_is_refused(law):
    leave(NEED)
    leave(STEP, "need_stands_at_its_level")
    insert(NEED, id=1, level=1, state="new")
    refused(
        "INSERT INTO geodata_needstep (need_id, at, move, before, after, reason, level, level_after) VALUES (1, now(), '', '', '', '', 1, 2)"
    )


@pytest.mark.parametrize(
    "law",
    [
        "dispute_and_need on geodata_need",
        "dispute_and_need refuses (1): need % is a dispute and has no parties, or the other way round",
    ],
)
def test_a_dispute_has_its_row(law):
    leave(NEED, "dispute_and_need")
    leave("geodata_dispute")
    with broken():
        insert(NEED, id=1, kind="dispute")


@pytest.mark.parametrize("law", ["dispute_and_need on geodata_dispute"])
def test_no_other_need_has_one(law):
    leave(NEED)
    leave("geodata_dispute", "dispute_and_need")
    insert(NEED, id=1, kind="problem")
    with broken():
        insert("geodata_dispute", need_id=1)


@pytest.mark.parametrize(
    "law",
    [
        "households_of_a_need_are_of_one_county on geodata_needhousehold",
        "households_of_a_need_are_of_one_county refuses (1): need % concerns a household of another county",
    ],
)
def test_whom_else_it_concerns_lives_in_the_county(law):
    leave("geodata_area")
    leave(NEED)
    leave("geodata_needhousehold", "households_of_a_need_are_of_one_county")
    for key, code in ((1, "430382100201"), (2, "430381100201")):
        insert("geodata_area", id=key, code=code, level="village")
    insert(NEED, id=1, village_id=1)
    insert("geodata_needhousehold", need_id=1, village_id=1)
    with broken():
        insert("geodata_needhousehold", need_id=1, village_id=2)


@pytest.mark.parametrize("law", ["take_need_place on geodata_need"])
def test_a_need_takes_its_number_and_the_place_of_its_household(law):
    leave("geodata_area")
    leave("geodata_household")
    leave(NEED, "take_need_place")
    insert("geodata_area", id=3, code="430382100201", level="village")
    insert("geodata_household", id=7, village_id=3, grid_id=4)
    insert(NEED, id=1, household_id=7, village_id=None, number="")
    assert run("SELECT village_id, grid_id, grid_then_id, number FROM geodata_need") == [
        (3, 4, 4, "430382100-2026-0001")
    ]


@pytest.mark.parametrize("law", ["needs_follow_their_household on geodata_household"])
def test_a_need_follows_its_household_to_another_grid(law):
    leave("geodata_household", "needs_follow_their_household")
    leave(NEED)
    insert("geodata_household", id=7, village_id=3, grid_id=4)
    insert(NEED, id=1, household_id=7, grid_id=4, grid_then_id=4)
    run("UPDATE geodata_household SET grid_id = 5")
    assert run("SELECT grid_id, grid_then_id FROM geodata_need") == [(5, 4)]


@pytest.mark.parametrize("law", ["need_carries_the_village_of_its_household on geodata_need"])
def test_a_need_is_in_the_village_of_its_household(law):
    leave(NEED, "need_carries_the_village_of_its_household")
    with broken():
        insert(NEED, id=1, household_id=1, village_id=1)


@pytest.mark.parametrize("law", ["visit_id_and_household on geodata_visit"])
def test_a_need_of_a_visit_is_of_its_household(law):
    leave(NEED, "need_is_of_the_household_of_its_visit")
    leave("geodata_visit", "visit_id_and_household")
    insert("geodata_visit", id=2, household_id=7)
    insert(NEED, id=1, visit_id=2, household_id=7)
    with broken():
        insert(NEED, id=2, visit_id=2, household_id=8)


@pytest.mark.parametrize("law", ["needs_go_on on geodata_householdlineage"])
def test_needs_go_on_with_the_household_that_takes_theirs_in(law):
    leave("geodata_householdlineage", "needs_go_on")
    leave(NEED)
    leave("geodata_needhousehold")
    insert(NEED, id=1, household_id=7)
    insert("geodata_needhousehold", need_id=1, household_id=7)
    insert("geodata_householdlineage", household_id=8, source_id=7, kind="split")
    assert run("SELECT household_id FROM geodata_need") == [(7,)]
    insert("geodata_householdlineage", household_id=8, source_id=7, kind="merged")
    assert run("SELECT household_id FROM geodata_need") == [(8,)]
    assert run("SELECT household_id FROM geodata_needhousehold") == [(8,)]
