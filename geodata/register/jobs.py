"""What the register does when a day begins."""

import datetime as dt

from geodata.jobs.registry import each_day
from geodata.register.coming_back import come_back


@each_day
def new_day(day: dt.date) -> None:
    come_back(on=day)
