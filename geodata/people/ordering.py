"""Numbers of households in the order of numbers: 2 before 10, 1-2 before 1-10."""

from django.db.models.functions import Collate

NATURAL = "natural"
"""A collation of the database (ICU, numeric), made by a migration."""


def by_number(path: str = "number") -> Collate:
    return Collate(path, NATURAL)
