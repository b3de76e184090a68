"""A table with one law: a row that breaks it may be poor in everything else.

All other constraints, indexes and triggers of the table go for the transaction of the test, and columns that have to hold
something get something of their type. What is left to refuse the row is the law that the test is about.
"""

from typing import Any

from django.db import connection

from tests.laws import weakened

FILLING = {
    "character varying": "''",
    "text": "''",
    "boolean": "false",
    "smallint": "1",
    "integer": "1",
    "bigint": "1",
    "numeric": "1",
    "double precision": "1",
    "date": "'2026-01-01'",
    "timestamp with time zone": "'2026-01-01 08:00+08'",
    "time without time zone": "'15:00'",
    "daterange": "'[2026-01-01,)'",
    "jsonb": "'{}'",
    "uuid": "gen_random_uuid()",
    "inet": "'127.0.0.1'",
    "bytea": "''",
    "character varying[]": "'{}'",
    "bigint[]": "'{}'",
    "smallint[]": "'{}'",
    "integer[]": "'{}'",
    "uuid[]": "'{}'",
    "date[]": "'{}'",
    "jsonb[]": "'{}'",
    "geometry(MultiPolygon,4326)": "'SRID=4326;MULTIPOLYGON(((0 0,1 0,1 1,0 0)))'",
    "geometry(LineString,4326)": "'SRID=4326;LINESTRING(0 0,1 1)'",
    "geometry(Geometry,4326)": "'SRID=4326;LINESTRING(0 0,1 1)'",
}
COLUMNS = """
SELECT a.attname, regexp_replace(format_type(a.atttypid, a.atttypmod), '\\(\\d+(,\\d+)?\\)', ''),
       a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""


def leave(table: str, *laws: str) -> None:
    """Only these laws are left on the table."""
    kept = {f"{law} on {table}" for law in laws}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for name, (place, real) in weakened.constraints(cursor).items():
            if place == table and name not in kept:
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{real}" CASCADE')
        for name, (place, real) in weakened.indexes(cursor).items():
            if place == table and name not in kept:
                cursor.execute(f"DROP INDEX {real}")
        for name, (place, real) in weakened.triggers(cursor).items():
            if place == table and name not in kept:
                cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{real}"')


def insert(table: str, **values: Any) -> None:
    """A row with these values, and something of its type in each other column that has to hold something."""
    names, expressions, given = [], [], []
    for name, kind, needed in columns(table):
        if name in values:
            names.append(f'"{name}"')
            expressions.append(f"%s::{kind}")
            given.append(values[name])
        elif needed:
            names.append(f'"{name}"')
            expressions.append(FILLING[kind])
    listed = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({listed}) VALUES ({', '.join(expressions)})", given)


def columns(table: str) -> list[tuple[str, str, bool]]:
    """Name, type, and whether it has to be given."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        return cursor.fetchall()


def settle() -> None:
    """What waits for the end of the transaction is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
