"""What coverage does in the background."""

import datetime as dt

from django.utils import timezone

from geodata.coverage import tallying
from geodata.coverage.through_time import comparing
from geodata.coverage.through_time.keeping import keep_past
from geodata.jobs.registry import each_beat, each_five_minutes

SECONDS = 20.0
"""As long as keeping days may take out of five minutes: what is urgent comes first, and the rest goes on the next time."""


@each_beat(due=tallying.due)
def count_tallies(day: dt.date) -> None:
    """What is kept of grids follows what happens, and turns with the day."""
    tallying.count_some(day)


@each_five_minutes
def keep_days(at: dt.datetime) -> None:
    """Days that are over are kept, and counted anew where the past has changed."""
    keep_past(today=timezone.localdate(at), seconds=SECONDS)


@each_five_minutes
def compare_days(at: dt.datetime) -> None:
    """From midnight on, until all are done: what is kept of days that are over is compared with history."""
    comparing.compare_some(today=timezone.localdate(at), seconds=SECONDS)
