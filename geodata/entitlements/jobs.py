"""Each day what is paid until a day comes nearer to it."""

import datetime as dt

from django.utils import timezone

from geodata.entitlements.service import do_what_is_due
from geodata.jobs.registry import each_day


@each_day
def expire(day: dt.date) -> None:
    do_what_is_due(on=day, at=timezone.now())
