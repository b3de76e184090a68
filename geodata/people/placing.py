"""Where households belong and how they are lived in: dated, with the present state kept on the household."""

import datetime as dt

from django.db import transaction

from geodata.people.models import Household, OccupancyPeriod, Placement
from geodata.periods import between, since
from geodata.territory.models import Area


@transaction.atomic
def register(*, household: Household, on: dt.date) -> Household:
    """Save a new household, known from that day on in its grid and occupancy."""
    household.save()
    Placement.objects.create(household=household, grid=household.grid, period=since(on))
    OccupancyPeriod.objects.create(household=household, occupancy=household.occupancy, period=since(on))
    return household


@transaction.atomic
def move(*, household: Household, grid: Area | None, on: dt.date) -> Household:
    """The household belongs to another grid of its village from that day on (None: to no grid)."""
    now = Placement.objects.select_for_update().get(household=household, period__upper_inf=True)
    if now.period.lower is not None and now.period.lower >= on:
        now.grid = grid
        now.save(update_fields=["grid"])
    else:
        now.period = between(now.period.lower, on)
        now.save(update_fields=["period"])
        Placement.objects.create(household=household, grid=grid, period=since(on))
    household.grid = grid
    household.save(update_fields=["grid"])
    return household


@transaction.atomic
def occupy(*, household: Household, occupancy: str, on: dt.date) -> Household:
    """How the household is lived in changes on that day."""
    now = OccupancyPeriod.objects.select_for_update().get(household=household, period__upper_inf=True)
    if now.period.lower is not None and now.period.lower >= on:
        now.occupancy = occupancy
        now.save(update_fields=["occupancy"])
    else:
        now.period = between(now.period.lower, on)
        now.save(update_fields=["period"])
        OccupancyPeriod.objects.create(household=household, occupancy=occupancy, period=since(on))
    household.occupancy = occupancy
    household.save(update_fields=["occupancy"])
    return household
