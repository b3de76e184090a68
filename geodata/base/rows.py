"""Writing columns of many rows at once: one statement, whatever the number."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import Range

UPDATE = """
UPDATE {table} x SET {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) u WHERE x.id = u.id
"""


def update_rows(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """These fields of these rows of one table are saved as they are. Django's bulk_update asks a CASE for every value."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in sorted(names)]
    columns = ", ".join(f'"{field.column}" = u."{field.column}"' for field in fields)  # type: ignore[union-attr]
    values = [
        {"id": row.pk} | {field.column: _stored(getattr(row, field.attname)) for field in fields}  # type: ignore[union-attr]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE.format(table=meta.db_table, columns=columns), [json.dumps(values)])


def _stored(value: Any) -> Any:
    """As JSON, in a form that the type of the column reads."""
    match value:
        case Range():
            return f"[{value.lower or ''},{value.upper or ''})"
        case GEOSGeometry():
            return value.hexewkb.decode()
        case dt.date():
            return value.isoformat()
    return value


def new_keys(table: type[models.Model], count: int) -> list[int]:
    """Keys of rows that are still to be written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]
