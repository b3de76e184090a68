"""What a request may still do by itself: so much work as a moment holds, told in rows of each kind. Beyond it is a job.

Rows and bytes cost what they were measured to cost on a county's figures (`python -m bench.shares`, docs/operations.md),
rounded up; a slower machine lowers GRIDMAP_AT_ONCE_MS instead of a bound for each kind. They are counted no further than
the bound: telling how long a long list is may cost more than its file.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MICROSECONDS = {
    "gaps.xlsx": 250,
    "gaps.csv": 100,
    "gaps.geojson": 100,
    "gaps.gpkg": 150,
    "ledger.xlsx": 400,
    "ledger.csv": 350,
    "needs.xlsx": 450,
    "needs.csv": 300,
    "needs.geojson": 300,
    "needs.gpkg": 350,
    "needs.pdf": 8_000,
    "extract.xlsx": 180,
    "extract.csv": 110,
    "extract.geojson": 75,
    "extract.gpkg": 125,
    # Borders, one by one.
    "areas": 700,
    "records.csv": 100,
    "accounts.xlsx": 250,
    "mending.xlsx": 150,
    # WeasyPrint: a village of 500 households takes four seconds.
    "roster.pdf": 8_000,
    "cards.pdf": 15_000,
    "plan.gpkg": 250,
    # Grids that lie in a file's plan: each is cut out of its village again.
    "plan.file": 4_000,
    "import.check": 250,
    "import.undo": 500,
    # Bytes of an upload, without the third of a second in which the reading process starts.
    "import.read": 2.5,
}
"""What one more row costs, by kind of work."""


def rows(kind: str) -> int:
    """How many rows (bytes, of an upload) of that kind a request may still do by itself."""
    return int(1_000 * settings.AT_ONCE_MS / MICROSECONDS[kind])


def counted(rows: QuerySet[Any], *, most: int | None = None) -> int:
    """How many rows there are; beyond `most` only that there are more."""
    plain = rows.order_by()
    return plain.count() if most is None else plain.values("pk")[: most + 1].count()


def counted_together(lists: Mapping[str, QuerySet[Any]], *, most: int) -> dict[str, int]:
    """The same of several lists by name, in one query: how many rows each has, beyond `most` only that there are more."""
    statements: dict[str, tuple[str, Sequence[Any]]] = {}
    for name, rows in lists.items():
        with suppress(EmptyResultSet):
            statements[name] = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
    found = dict.fromkeys(lists, 0)
    if statements:
        counts = ", ".join(f"(SELECT count(*) FROM ({text}) r)" for text, _told in statements.values())  # noqa: S608 (Django's own text)
        values = [value for _text, told in statements.values() for value in told]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {counts}", values)
            found |= dict(zip(statements, cursor.fetchone(), strict=True))
    return found
