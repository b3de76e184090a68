"""Queries on the temporary tables of an import."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from geodata.files import compressed_rows
from geodata.files.compressed_rows import Packed
from geodata.imports.runs import progress
from geodata.imports.runs.findings import Change, Entry, packed_entries


def table(place: str, columns: Mapping[str, str], *, key: str = "") -> str:
    """The statement that makes a temporary table of this transaction, with its columns: name → type.

    The owner makes it: the web role may make none (geodata_import_table in the migrations).
    """
    names, types = (_array(texts) for texts in (columns, columns.values()))
    return f"SELECT import_table('{place}', {names}, {types}, '{key}');"


def analyze(place: str, *columns: str) -> str:
    """The statement that counts the table's rows anew, or what stands in these columns."""
    return f"SELECT import_analyze('{place}', {_array(columns)});"


def _array(texts: Iterable[str]) -> str:
    """Of ours alone: names and types."""
    return f"ARRAY[{', '.join(_quoted(text) for text in texts)}]::text[]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def rows_of(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def each_row_of(query: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that may give one for each row of the file: a few thousand at a time.

    It should sort them: else PostgreSQL plans for the first tenth of them alone.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(compressed_rows.BLOCK):
            yield from rows


def entries(query: str, values: dict[str, Any] | None = None) -> Packed[Entry]:
    """Rows of (line, subject, place) as entries."""
    progress.tell(_("Listing what would change"))
    return packed_entries(Entry(*row) for row in each_row_of(query, values or {}))


def altered(query: str, values: dict[str, Any] | None = None) -> Packed[Entry]:
    """Rows of (line, subject, place, field, was, becomes), in the order of lines, as one entry for each line."""
    progress.tell(_("Listing what would change"))
    return packed_entries(
        Entry(line, subject, place, tuple(Change(*row[3:]) for row in rows))
        for (line, subject, place), rows in groupby(each_row_of(query, values or {}), key=lambda row: row[:3])
    )


def run(statements: str, values: dict[str, Any]) -> None:
    """Statements that give no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statements, values)


def one_at_a_time() -> None:
    """Wait for another import that writes: after it, this one sees what it wrote."""
    run("SELECT pg_advisory_xact_lock(hashtext('gridmap.imports'))", {})
