"""What orders do every five minutes."""

import datetime as dt

from geodata.jobs.registry import each_five_minutes
from geodata.services.service import do_what_is_due


@each_five_minutes
def see_to_orders(at: dt.datetime) -> None:
    do_what_is_due(at=at)
