"""Each day: this year and the next one are loaded, and again once they are published."""

import datetime as dt

from django.utils import timezone

from geodata.calendar.loading import load_missing_years
from geodata.jobs.registry import each_day


@each_day
def load_calendar(day: dt.date) -> None:
    """What is published after a year began to be known by law alone comes with a newer library."""
    load_missing_years(day, at=timezone.now())
