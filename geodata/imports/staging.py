"""Queries on the temporary tables of an import."""

from typing import Any

from django.db import connection


def rows_of(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def run(statements: str, values: dict[str, Any]) -> None:
    """Statements that give no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statements, values)


def one_at_a_time() -> None:
    """Wait for another import that writes: after it, this one sees what it wrote."""
    run("SELECT pg_advisory_xact_lock(hashtext('gridmap.imports'))", {})
