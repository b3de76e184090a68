"""Whoever said when the season is over is back on that day, without anybody's saying so again."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from geodata.base.periods import is_open
from geodata.people.models import Absence, Household, OccupancyPeriod
from geodata.people.placing import occupy


@transaction.atomic
def come_back(*, on: dt.date) -> list[Household]:
    """Households whose absence is over are lived in from its end on. What is due is found by its day: twice changes nothing."""
    away = OccupancyPeriod.objects.filter(occupancy=Household.Occupancy.SEASONAL, period__upper_inf=True)
    over = Absence.objects.filter(period__endswith__lte=on, household__in=away.values("household"))
    # Who has left again stays away, and so does who was said to be away by other means since.
    still = Absence.objects.filter(is_open() | Q(period__endswith__gt=on))
    over = over.exclude(household__in=still.values("household")).select_related("household")
    begun = dict(away.values_list("household", "period__startswith"))
    ends = {absence.household: absence.period.upper for absence in over.order_by(F("period").asc())}
    back = {home: day for home, day in ends.items() if begun[home.pk] is None or begun[home.pk] < day}
    for home, day in back.items():
        occupy(household=home, occupancy=Household.Occupancy.LIVED_IN, on=day)
    return list(back)
