"""Which tables have a second line is said in docs/security.md, and no other is without."""

import re

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from geodata.base.rls import as_web_role
from geodata.imports.kinds.staging import analyze, table
from gridmap.local.paths import CHECKOUT

pytestmark = pytest.mark.django_db
ASK = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
      AND (has_table_privilege('gridmap_web', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
        OR has_any_column_privilege('gridmap_web', c.oid, 'SELECT, INSERT, UPDATE'))
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""


def tables() -> dict[str, bool]:
    """What the web role may touch, and whether it is guarded by forced row-level security."""
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        return dict(cursor.fetchall())


def documented() -> list[str]:
    """The names in the section of docs/security.md."""
    text = (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.split("### Tables without a second line")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_every_table_without_a_second_line_is_named_with_its_reason():
    without = sorted(name for name, guarded in tables().items() if not guarded)
    assert sorted(documented()) == without


def test_none_is_named_twice():
    assert len(documented()) == len(set(documented()))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE geodata_user (id int)",
        "CREATE TEMPORARY VIEW import_row AS SELECT 1",
        "CREATE TEMPORARY SEQUENCE s",
        "CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.mine (id int)",
    ],
)
def test_the_web_role_makes_no_objects_of_its_own(statement):
    with as_web_role(), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("SELECT has_database_privilege(current_database(), 'TEMPORARY')")
        assert cursor.fetchone() == (False,)


def test_tables_of_an_import_are_made_for_it():
    with as_web_role(), connection.cursor() as cursor:
        cursor.execute(table("import_row", {"line": "integer", "changes": "text[] DEFAULT '{}'"}, key="line"))
        cursor.execute("INSERT INTO import_row (line) VALUES (1) RETURNING changes")
        assert cursor.fetchone() == ([],)
        cursor.execute(analyze("import_row", "line"))
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("ALTER TABLE import_row ADD COLUMN x int")


@pytest.mark.parametrize(
    ("place", "columns", "key"),
    [
        ("geodata_user", {"id": "integer"}, ""),
        ("import_undo", {"id": "integer"}, ""),
        ("import_row", {"id": "integer); DROP TABLE geodata_visit; --"}, ""),
        ("import_row", {"id": "integer DEFAULT pg_sleep(9)"}, ""),
        ("import_row", {"id": "integer REFERENCES geodata_user"}, ""),
        ("import_row", {"id": "integer"}, "id), CHECK (true"),
    ],
)
def test_only_tables_that_are_known_are_made(place, columns, key):
    with as_web_role(), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(table(place, columns, key=key))
