"""Each day rules, ages and answers are of another day: what they say of every household is worked out anew."""

import datetime as dt

from django.utils import timezone

from geodata.jobs.registry import each_beat, each_day
from geodata.policies import trial
from geodata.policies.matching import match_villages
from geodata.territory.models import Area


@each_day
def match_all(day: dt.date) -> None:
    """Twice changes nothing: only rows that differ are written."""
    match_villages(list(Area.objects.on(day).level(Area.Level.VILLAGE).values_list("pk", flat=True)), on=day)


@each_beat(due=trial.waiting)
def count_a_trial(day: dt.date) -> None:
    """One at a time: it is asked for by whoever writes a rule, and waited for."""
    trial.count_next(on=day, at=timezone.now())
