"""Each day rules, ages and answers are of another day: what they say of every household is worked out anew."""

import datetime as dt

from geodata.jobs.registry import each_day
from geodata.policies.matching import match_villages
from geodata.territory.models import Area


@each_day
def match_all(day: dt.date) -> None:
    """Twice changes nothing: only rows that differ are written."""
    match_villages(list(Area.objects.on(day).level(Area.Level.VILLAGE).values_list("pk", flat=True)), on=day)
