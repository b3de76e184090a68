"""What needs do every five minutes."""

import datetime as dt

from geodata.jobs.registry import each_five_minutes
from geodata.needs.service import do_what_is_due


@each_five_minutes
def see_to_needs(at: dt.datetime) -> None:
    do_what_is_due(at=at)
