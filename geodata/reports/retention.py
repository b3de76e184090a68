"""For how long editions can be worked out again. What they said stays."""

import datetime as dt

from geodata.base.periods import midnight
from geodata.reports.models import EditionPart


def states(before: dt.date, apply: bool) -> int:
    """Parts of editions that were made before that day: one of each village."""
    parts = EditionPart.objects.filter(edition__known_at__lt=midnight(before))
    count = parts.count()
    if apply:
        parts.delete()
    return count
