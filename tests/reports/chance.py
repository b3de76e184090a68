"""What may be entered of a household in a year, by chance."""

import datetime as dt
import random

from geodata.accounts.models import User
from geodata.base import periods
from geodata.contacts.models import ContactLink
from geodata.people.models import Household
from geodata.people.placing import move
from geodata.territory.models import Area
from tests import village as v


def day_by_chance(chance: random.Random) -> dt.date:
    """Of the last year, and not today: a redraw of today would find what is entered of it in its way."""
    return periods.today() - dt.timedelta(days=chance.randrange(1, 366))


def enter_something(chance: random.Random, home: Household, *, by: User) -> None:
    """A visit that stays or is taken out, another grid, care, or a first contact."""
    day = day_by_chance(chance)
    match chance.randrange(4):
        case 0:
            visit = v.visit(home, day, by=by)
            if chance.random() < 0.4:
                v.void(visit)
        case 1:
            grids = Area.objects.on(periods.today()).filter(parent=home.village, level="grid").order_by("pk")
            move(household=home, grid=chance.choice([*grids, None]), on=periods.today())
        case 2:
            if not home.care_records.exists():
                v.care(home, day=day)
        case _:
            if not ContactLink.objects.filter(household=home).exists():
                v.link(v.member(home.village), home, day=day)
