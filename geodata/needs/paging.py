"""Pages of what is due: the earliest day first, and the older row where two are due at once."""

import datetime as dt
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Key = tuple[dt.datetime | None, int]
"""Of the last row of a page: due at, id."""
Row = TypeVar("Row", bound=Model)


def due_first(found: QuerySet[Row], *, after: Key | None, limit: int) -> list[Row]:
    """A page of them, from the one after that key."""
    if after is not None and after[0] is not None:
        found = found.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    return list(found.order_by("due_at", "pk")[:limit])
