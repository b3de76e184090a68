"""What the owner's functions refuse to whoever calls them."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.laws.alone import insert, leave
from tests.laws.test_policies import as_web, villages

pytestmark = [pytest.mark.django_db, pytest.mark.owner("whoever takes a role has to be the owner before")]

REFUSED = {
    "import_table refuses (1): no table of an import: %": "SELECT import_table('geodata_user', '{id}', '{integer}', '')",
    "import_table refuses (2): no type: %": "SELECT import_table('import_row', '{id}', '{nothing}', '')",
    "import_analyze refuses (1): no table of an import: %": "SELECT import_analyze('geodata_user', '{}')",
    "undo_import refuses (1): no import has been looked at": "SELECT undo_import()",
}


@pytest.mark.parametrize(("law", "call"), REFUSED.items(), ids=REFUSED)
def test_it_is_refused(law, call):
    sentence = law.split("): ")[1].removesuffix("%")
    refused = pytest.raises(DatabaseError, match=sentence)
    with as_web({}), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(call)


@pytest.mark.parametrize(
    ("run", "shown"),
    [({"state": "applied"}, (1, 2)), ({"state": "undoing"}, (1,)), ({"state": "undoing"}, ())],
    ids=["not on its way", "import_obstacles refuses (1): import % cannot be undone", "of no scope"],
)
def test_no_import_is_undone_outside_its_villages(run, shown):
    leave("geodata_importrun")
    insert("geodata_importrun", id=9, villages="{1,2}", **run)
    refused = pytest.raises(DatabaseError, match="cannot be undone")
    with as_web(villages(*shown)), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT * FROM import_obstacles(9)")


def test_no_import_is_undone_before_a_scope_is_in_force():
    leave("geodata_importrun")
    insert("geodata_importrun", id=9, villages="{1,2}", state="undoing")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM import_obstacles(9)")
        assert cursor.fetchall() == []
    refused = pytest.raises(DatabaseError, match="cannot be undone")
    with as_web({}), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT * FROM import_obstacles(9)")


@pytest.mark.parametrize(
    ("state", "shown"),
    [("proposed", (1, 2)), ("confirmed", (2,)), ("confirmed", ())],
    ids=["waiting", "change_obstacles refuses (1): change % cannot be undone", "of no scope"],
)
def test_no_change_of_the_register_is_undone_outside_its_village(state, shown):
    leave("geodata_registerchange")
    insert("geodata_registerchange", id=9, village_id=1, state=state)
    refused = pytest.raises(DatabaseError, match="cannot be undone")
    settings = {"register_villages": villages(*shown)["villages"], **villages(1)}
    with as_web(settings), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT * FROM change_obstacles(9)")
