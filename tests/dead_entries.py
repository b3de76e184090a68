"""Rows taken back, whose entries still stand in the only page of a GiST index.

Where one statement reads a table through such an index again and again and writes to it, and the page splits in the
middle, PostgreSQL (to 18 at least) strikes out living entries instead of the dead ones. What is struck out is found by
no query, no law and no foreign key. So a statement that writes a table does not look up its rows by such an index.
"""

from collections.abc import Callable

from django.db import connection, transaction

from tests.roles import owner

LOOPS = "".join(
    f"SET LOCAL enable_{way} = off;" for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin")
)
"""What PostgreSQL does anyway with a table that it takes for small."""


@owner()
def leave(index: str, make: Callable[[], object], *, instead_of: str = "") -> None:
    """Take back what `make` writes: its entries stand in the index, which is looked up row by row from here on.

    `instead_of`: another index that would do, between which and this one PostgreSQL decides by their costs.
    """
    _run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    if instead_of:
        _run(f"DROP INDEX {instead_of}")
    _run(f"REINDEX INDEX {index}; {LOOPS}")
    with transaction.atomic():
        make()
        transaction.set_rollback(True)


def _run(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
