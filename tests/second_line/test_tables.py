"""Which tables have a second line is said in docs/security.md, and no other is without."""

import re

import pytest
from django.db import connection

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


def told() -> list[str]:
    """The names in the section of docs/security.md."""
    text = (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.split("### Tables without a second line")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_every_table_without_a_second_line_is_named_with_its_reason():
    without = sorted(name for name, guarded in tables().items() if not guarded)
    assert sorted(told()) == without


def test_none_is_named_twice():
    assert len(told()) == len(set(told()))
