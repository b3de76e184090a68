"""Writing many rows at once: COPY, with the triggers of single rows set aside until all is there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

Model = type[models.Model]


def table(model: Model) -> str:
    """The table's name, quoted."""
    return f'"{model._meta.db_table}"'


def copy(model: Model, columns: Mapping[str, Iterable[Any]]) -> None:
    """Write one row per element of the columns (all of one length; `repeat` may stand for a constant)."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table(model)} ({names}) FROM STDIN") as stream:
        for row in zip(*columns.values(), strict=False):
            stream.write_row(row)


def copy_rows(model: Model, rows: Sequence[models.Model]) -> None:
    """The same for rows that stand as objects: each gets its key, and the keys of those that it leads to."""
    fields: Sequence[Any] = [each for each in model._meta.concrete_fields if not each.generated]
    for key, row in enumerate(rows, next_id(model)):
        row.pk = key
        for each in fields:
            if each.is_relation and (other := each.get_cached_value(row, default=None)) is not None:
                setattr(row, each.attname, other.pk)
    columns: dict[str, list[Any]] = {
        each.column: [each.get_db_prep_save(getattr(row, each.attname), connection) for row in rows]
        for each in fields
    }
    copy(model, columns)
    continue_numbering([model])


@contextmanager
def bulk_load(loaded: Collection[Model]) -> Iterator[None]:
    """One transaction in which rows come in by COPY and nobody else writes; needs the owner of the tables.

    Foreign keys and constraints are checked as ever. Triggers that keep facts rest, so facts must be derived afterwards.
    Both they and row-level security are back before the commit.
    """
    with unforced(loaded):
        for model in loaded:
            execute(f"ALTER TABLE {table(model)} DISABLE TRIGGER USER")
        yield
        for model in loaded:
            execute(f"ALTER TABLE {table(model)} ENABLE TRIGGER USER")
        # Also those of marks have rested: whoever holds an answer of before is told that it is another one.
        execute(
            "SELECT mark_places(ARRAY[0, -1] || ARRAY(SELECT id FROM geodata_area WHERE level = 'village'))"
        )


@contextmanager
def unforced(loaded: Collection[Model]) -> Iterator[None]:
    """Forced row-level security rests, because COPY cannot write under it. Laws that look at the end look at the end of this."""
    with transaction.atomic():
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks is not altered
        forced = _forced(loaded)
        for name in forced:
            execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
        yield
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in forced:
            execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        execute("SET CONSTRAINTS ALL DEFERRED")


def _forced(loaded: Collection[Model]) -> list[str]:
    """Which of the tables force row-level security on their owner too."""
    names = [table(model) for model in loaded]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity AND oid = ANY (%s::regclass[])",
            [names],
        )
        return [row[0] for row in cursor.fetchall()]


def continue_numbering(loaded: Collection[Model]) -> None:
    """Let the sequences go on after the keys that were given by hand."""
    for statement in connection.ops.sequence_reset_sql(no_style(), list(loaded)):
        execute(statement)


def analyze(loaded: Collection[Model]) -> None:
    """Statistics for the planner, at once instead of when autovacuum comes by."""
    execute("ANALYZE " + ", ".join(map(table, loaded)))


def vacuum(loaded: Collection[Model]) -> None:
    """Mark all rows as visible to everybody, so that index-only scans stay index-only. Not within a transaction."""
    execute("VACUUM " + ", ".join(map(table, loaded)))


def next_id(model: Model) -> int:
    """One more than the largest key."""
    largest = models.QuerySet(model).aggregate(largest=models.Max("pk"))["largest"]
    return int(largest or 0) + 1


def execute(statement: str) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
