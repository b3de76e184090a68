"""What rules say of households follows what changes, and each day, since rules, ages and answers are of another day."""

import datetime as dt

from django.utils import timezone

from geodata.jobs.registry import each_beat, each_day
from geodata.policies import rematching, trial
from geodata.territory.models import Area


@each_day
def match_all(day: dt.date) -> None:
    """All villages are marked: they are matched one after the other, and no day waits for it. Twice changes nothing: only rows that
    differ are written."""
    villages = Area.objects.on(day).level(Area.Level.VILLAGE).values_list("pk", flat=True)
    rematching.mark_villages(villages)


@each_beat(due=rematching.due)
def match_marked(day: dt.date) -> None:
    """What has changed."""
    rematching.match_marked(on=day)


@each_beat(due=trial.waiting)
def count_a_trial(day: dt.date) -> None:
    """One at a time: it is asked for by whoever writes a rule, and waited for."""
    trial.count_next(on=day, at=timezone.now())
