"""How often somebody has waited for the database: what is sent together is waited for once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class Waits:
    """So many answers came, one for each time."""

    number = 0


@contextmanager
def waits() -> Iterator[Waits]:
    """Counted in what goes over the wire, on the connection of the test."""
    found = Waits()
    connection.ensure_connection()
    wire = connection.connection.pgconn
    with tempfile.TemporaryFile() as file:
        wire.trace(file.fileno())
        try:
            yield found
        finally:
            wire.untrace()
            file.seek(0)
            found.number = sum(b"\tReadyForQuery\t" in line for line in file)
