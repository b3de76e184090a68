"""What every step of forgetting does with rows and with their former rows."""

from typing import Any

from django.db.models import Model, QuerySet

FORGOTTEN = "–"
"""What stands in place of words that are forgotten, where a law asks for some."""


def events_of(model: type[Model]) -> QuerySet[Model]:
    """Former rows of a tracked table."""
    events: QuerySet[Model] = model.changes.rel.related_model.objects.all()  # type: ignore[attr-defined]
    return events


def without_words(rows: QuerySet[Any], field: str = "reason") -> None:
    """What people wrote there is forgotten; that they wrote something stays."""
    rows.exclude(**{field: ""}).update(**{field: FORGOTTEN})


def erase(rows: QuerySet[Any], apply: bool) -> int:
    """How many there are; with `apply` they go."""
    count = rows.count()
    if apply:
        rows.delete()
    return count
