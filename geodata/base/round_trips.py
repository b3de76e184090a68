"""What goes to the database together: several statements that wait for one answer.

A request's fixed cost is mostly waiting. Statements of which none needs what another answers are sent at once, the BEGIN of
the transaction among them, and their answers are read together (libpq's pipeline).
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import TransactionStatus

Statement = tuple[str, Any]
"""With its parameters."""
Rows = list[tuple[Any, ...]]


def ask_at_once(statements: Sequence[Statement]) -> list[Rows]:
    """The rows of each of some questions of which none needs what another answers: one wait for all of them."""
    with ExitStack() as opened:
        cursors = [opened.enter_context(connection.cursor()) for _ in statements]
        with at_once():
            for cursor, statement in zip(cursors, statements, strict=True):
                cursor.execute(*statement)
        return [cursor.fetchall() for cursor in cursors]


@contextmanager
def at_once() -> Iterator[None]:
    """What is executed inside is sent together; the first that fails ends the rest, and its error comes at the end."""
    connection.ensure_connection()
    inner = connection.connection
    if not isinstance(inner, psycopg.Connection) or not psycopg.Pipeline.is_supported():
        yield
        return
    begins = connection.in_atomic_block and _is_before_its_begin(inner)
    if begins:
        # Else psycopg sends a BEGIN by itself, and waits for its answer. To Django nothing is different: it commits and
        # rolls back by saying so.
        inner.autocommit = True
    # Else an error that comes with the end of the pipeline would be none of Django's.
    with connection.wrap_database_errors, inner.pipeline():
        if begins:
            inner.execute("BEGIN")
        yield


def _is_before_its_begin(inner: "psycopg.Connection[object]") -> bool:
    special = (inner.isolation_level, inner.read_only, inner.deferrable)
    return inner.info.transaction_status == TransactionStatus.IDLE and special == (None, None, None)
