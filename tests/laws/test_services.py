"""Triggers of orders, each on its table alone (tests/laws/alone.py)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.laws.alone import insert, leave

pytestmark = [pytest.mark.django_db, pytest.mark.owner("other laws of a table are the owner's to take away")]
ORDER = "geodata_serviceorder"


def run(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("law", ["take_order_place on geodata_serviceorder"])
def test_an_order_takes_its_number_and_the_place_of_its_household(law):
    leave("geodata_area")
    leave("geodata_household")
    leave(ORDER, "take_order_place")
    insert("geodata_area", id=3, code="430382100201", level="village")
    insert("geodata_household", id=7, village_id=3, grid_id=4)
    insert(ORDER, id=12, household_id=7, village_id=None, number="")
    assert run(f"SELECT village_id, grid_id, number FROM {ORDER}") == [(3, 4, "430382100-2026-S0012")]


@pytest.mark.parametrize("law", ["orders_follow_their_household on geodata_household"])
def test_an_order_follows_its_household_to_another_grid(law):
    leave("geodata_household", "orders_follow_their_household")
    leave(ORDER)
    insert("geodata_household", id=7, village_id=3, grid_id=4)
    insert(ORDER, id=1, household_id=7, grid_id=4)
    run("UPDATE geodata_household SET grid_id = 5")
    assert run(f"SELECT grid_id FROM {ORDER}") == [(5,)]


@pytest.mark.parametrize("law", ["orders_go_on on geodata_householdlineage"])
def test_orders_go_on_with_the_household_that_takes_theirs_in(law):
    leave("geodata_householdlineage", "orders_go_on")
    leave(ORDER)
    insert(ORDER, id=1, household_id=7)
    insert("geodata_householdlineage", household_id=8, source_id=7, kind="split")
    assert run(f"SELECT household_id FROM {ORDER}") == [(7,)]
    insert("geodata_householdlineage", household_id=8, source_id=7, kind="merged")
    assert run(f"SELECT household_id FROM {ORDER}") == [(8,)]


@pytest.mark.parametrize(
    "law",
    [
        "order_keeps_its_words on geodata_serviceorder",
        "order_keeps_its_words refuses (1): what order % says never changes",
    ],
)
def test_what_an_order_says_is_only_forgotten(law):
    leave(ORDER, "order_keeps_its_words")
    insert(ORDER, id=1, text="x", place="y")
    run(f"UPDATE {ORDER} SET text = '', place = '–', state = 'closed'")
    with pytest.raises(IntegrityError):
        run(f"UPDATE {ORDER} SET text = 'z'")


@pytest.mark.parametrize("law", ["offers_of_an_order_insert on geodata_orderoffer"])
def test_whom_an_order_is_offered_to_stands_on_its_row(law):
    leave(ORDER)
    leave("geodata_orderoffer", "offers_of_an_order_insert")
    insert(ORDER, id=9)
    insert("geodata_orderoffer", order_id=9, team_id=4, answer="")
    insert("geodata_orderoffer", order_id=9, user_id=6, answer="")
    assert run(f"SELECT teams, users FROM {ORDER}") == [([4], [6])]


@pytest.mark.parametrize("law", ["offers_of_an_order_update on geodata_orderoffer"])
def test_whose_offer_is_over_stands_there_no_more(law):
    leave(ORDER)
    leave("geodata_orderoffer", "offers_of_an_order_update")
    insert(ORDER, id=9, teams="{4,5}", users="{6}")
    insert("geodata_orderoffer", order_id=9, team_id=4, answer="taken")
    run("UPDATE geodata_orderoffer SET answered_at = now()")
    assert run(f"SELECT teams, users FROM {ORDER}") == [([4], [])]
