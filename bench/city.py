"""A city of many counties: copies of one county, made by the database itself in minutes where inventing them takes an hour.

Each copy has areas, borders, households and all that states follow from, members, contacts, a year of visits, facts and tallies of its
own, under keys and codes of its own. Accounts, branches and needs are not copied. Laws and triggers are left out while copying:
what is copied has kept them. So one county stands in a city of a million households as it stands alone.
"""

from typing import LiteralString, cast

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

APART = 10_000_000
"""Between the keys of two copies."""
COUNTY = "430382"
CITY = COUNTY[:4]
KEY = "{0} + keys"
TABLES: dict[str, dict[str, str]] = {
    "area": {"id": KEY, "parent_id": KEY, "code": "overlay(code placing county from 1 for 6)"},
    "boundary": {"id": KEY, "area_id": KEY},
    "household": {
        "id": KEY,
        "village_id": KEY,
        "grid_id": KEY,
        "token": "substr(md5(token || county), 1, length(token))",
    },
    "placement": {"id": KEY, "household_id": KEY, "village_id": KEY, "grid_id": KEY},
    "occupancyperiod": {"id": KEY, "household_id": KEY, "village_id": KEY},
    "carerecord": {"id": KEY, "household_id": KEY, "village_id": KEY, "resident_id": "NULL"},
    "user": {"id": KEY, "username": "username || county"},
    "member": {"id": KEY, "village_id": KEY, "user_id": KEY},
    "memberability": {"id": KEY, "member_id": KEY},
    "contactlink": {"id": KEY, "household_id": KEY, "village_id": KEY, "member_id": KEY},
    "visit": {
        "id": KEY,
        "household_id": KEY,
        "village_id": KEY,
        "corrects_id": KEY,
        "client_id": "gen_random_uuid()",
    },
    "visitor": {"id": KEY, "visit_id": KEY, "user_id": KEY},
    "householdfacts": {"household_id": KEY, "village_id": KEY, "grid_id": KEY},
    "tally": {"id": KEY, "village_id": KEY, "grid_id": KEY},
}

COLUMNS = """SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""
INDEXES = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE conrelid = %(table)s::regclass AND contype = 'x'
    UNION ALL SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index i WHERE indrelid = %(table)s::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""
ABOVE = """
    WITH above AS (
        INSERT INTO geodata_area (code, name, level, kind, period, synthetic, parent_id)
        SELECT %(city)s, '例市', 'city', '', period, true, NULL FROM geodata_area WHERE code = %(county)s
        RETURNING id)
    UPDATE geodata_area SET parent_id = above.id FROM above WHERE level = 'county'"""
"""Of a county that has no city above it."""


def multiply(address: str, copies: int) -> None:
    """Put so many copies of the county into the database, as its superuser, and a city above them all."""
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        database.execute("SET maintenance_work_mem = '512MB'")
        for table, changed in TABLES.items():
            with database.transaction():
                again = _without_indexes(database, f"geodata_{table}")
                database.execute(_copying(database, table, changed, copies))
                for statement in again:
                    database.execute(statement)
        with database.transaction():
            database.execute(ABOVE, {"city": CITY, "county": COUNTY})
        database.execute("ANALYZE")


def _without_indexes(database: psycopg.Connection[TupleRow], table: str) -> list[LiteralString]:
    """Drop what rows cost most, and tell how it is made again: indexes and exclusions that nothing else rests upon."""
    found = database.execute(INDEXES, {"table": table}).fetchall()
    for drop, _again in found:
        database.execute(drop)
    return [again for _drop, again in found]


def _copying(
    database: psycopg.Connection[TupleRow], table: str, changed: dict[str, str], copies: int
) -> sql.Composed:
    found = database.execute(COLUMNS, [f"geodata_{table}"]).fetchall()
    names = [str(name) for (name,) in found]
    values = [changed.get(name, "{0}").format(f'"{name}"') for name in names]
    return sql.SQL(
        """WITH copies AS (SELECT copy, copy * {apart}::bigint AS keys, {city} || to_char(copy, 'FM00') AS county
            FROM generate_series(1, {copies}) copy)
        INSERT INTO {table} ({names}) SELECT {values} FROM copies, {table}"""
    ).format(
        apart=sql.Literal(APART),
        city=sql.Literal(CITY),
        copies=sql.Literal(copies),
        table=sql.Identifier(f"geodata_{table}"),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(cast(LiteralString, ", ".join(values))),
    )
