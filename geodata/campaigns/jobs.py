"""What roll-calls do every five minutes."""

import datetime as dt

from geodata.campaigns.climbing import climb
from geodata.jobs.registry import each_five_minutes


@each_five_minutes
def hand_up(at: dt.datetime) -> None:
    climb(at=at)
