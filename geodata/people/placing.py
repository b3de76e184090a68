"""Where households belong and how they are lived in: dated, with the present state kept on the household."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

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
    """The household belongs to another grid of its village from that day on (None: to no grid).

    A placement that begins on a later day, by a plan that is published already, stays.
    """
    placed = Placement.objects.select_for_update().filter(household=household)
    now = placed.filter(period__contains=on).first() or placed.get(period__upper_inf=True)
    if now.period.lower is not None and now.period.lower >= on:
        now.grid = grid
        now.save(update_fields=["grid"])
    else:
        after = now.period.upper
        now.period = between(now.period.lower, on)
        now.save(update_fields=["period"])
        Placement.objects.create(household=household, grid=grid, period=between(on, after))
    household.grid = grid
    household.save(update_fields=["grid"])
    return household


SAME_DAY = """
UPDATE geodata_placement p SET grid_id = t.grid
FROM (SELECT * FROM unnest(%(ids)s::bigint[], %(grids)s::bigint[]) AS t(id, grid)) t
WHERE p.household_id = t.id AND lower(p.period) = %(on)s
"""
ENDED = """
WITH ended AS (
    UPDATE geodata_placement p SET period = daterange(lower(p.period), %(on)s)
    FROM (SELECT * FROM unnest(%(ids)s::bigint[], %(grids)s::bigint[]) AS t(id, grid)) t
    WHERE p.household_id = t.id AND p.period @> %(on)s::date AND (lower_inf(p.period) OR lower(p.period) < %(on)s)
    RETURNING p.household_id, p.village_id, t.grid)
SELECT coalesce(array_agg(household_id), '{}'), coalesce(array_agg(village_id), '{}'), coalesce(array_agg(grid), '{}')
FROM ended
"""
BEGUN = """
INSERT INTO geodata_placement (household_id, village_id, grid_id, period)
SELECT id, village, grid, daterange(%s, NULL) FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS t(id, village, grid)
"""
CURRENT = """
UPDATE geodata_household h SET grid_id = t.grid
FROM (SELECT * FROM unnest(%(ids)s::bigint[], %(grids)s::bigint[]) AS t(id, grid)) t WHERE h.id = t.id
"""


@transaction.atomic
def move_many(*, moves: Sequence[tuple[int, int | None]], on: dt.date, now: bool) -> None:
    """Households (id, id of the new grid) belong elsewhere from that day on; `now`: the day has come. Four statements.

    The caller has seen to it that nothing about their placements is recorded after that day.
    """
    if not moves:
        return
    values: dict[str, Any] = {"ids": [pk for pk, _ in moves], "grids": [grid for _, grid in moves], "on": on}
    with connection.cursor() as cursor:
        cursor.execute(SAME_DAY, values)
        cursor.execute(ENDED, values)
        cursor.execute(BEGUN, [on, *cursor.fetchone()])
        if now:
            cursor.execute(CURRENT, values)


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
