"""Where households belong and how they are lived in: dated, with the present state kept on the household.

The rule of placing stands here for rows of the database: the grid in which a point lies on a day. For arrays it is
`geometry.topology.locate`; where households go when borders move, `geometry.placing`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from geodata.base.periods import DateRange, between, covers, since
from geodata.people.models import LEFT_OCCUPANCIES, Household, OccupancyPeriod, Placement
from geodata.territory.models import Area

FIRST = "{area}.code"
"""Of several areas in which a point lies, being on their border, it belongs to the first in this order."""
LIES_IN = "ST_Covers({border}.geometry, {row}.point)"
"""Does the point of the row lie in that border, or on it?"""
GRID_OF_EACH = """
    WITH of_village AS MATERIALIZED (
        SELECT r.village_id, {on} AS day, array_agg(r.id) AS ids, array_agg(r.point) AS points
        FROM {rows} r GROUP BY 1, 2
    )
    SELECT DISTINCT ON (r.id) r.id, b.area_id AS grid_id FROM of_village v
    JOIN geodata_area a ON a.parent_id = v.village_id AND a.level = 'grid' AND a.period @> v.day
    JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> v.day
    CROSS JOIN LATERAL (SELECT r.id FROM unnest(v.ids, v.points) r(id, point) WHERE {lies_in} OFFSET 0) r
    ORDER BY r.id, {first}
"""
"""Each border with all points of its village, one border after the other: PostGIS reads and prepares it once. Point by point
it was read for each of them, 18 times as long, and that is what a planner chooses who expects few rows. `OFFSET 0` leaves him
no choice: what looks at the border from inside can only come after it.
"""
SOME = "(SELECT id, village_id, point FROM {table} WHERE id = ANY (%(ids)s))"


def grid_of_each(rows: str, on: str = "%(on)s::date") -> str:
    """SQL: of each of the `rows` (id, village_id, point) the grid of its village in which its point lies on that day."""
    return GRID_OF_EACH.format(
        rows=rows, on=on, lies_in=LIES_IN.format(border="b", row="r"), first=FIRST.format(area="a")
    )


def grids_of(table: str, ids: Iterable[int], *, on: dt.date) -> dict[int, int]:
    """The grid of that day in which the point of each row of the table lies. One query, and one join over all of them."""
    with connection.cursor() as cursor:
        cursor.execute(grid_of_each(SOME.format(table=table)), {"ids": list(ids), "on": on})
        return dict(cursor.fetchall())


PLACES = """(
    SELECT id, village_id, point::geometry, day
    FROM unnest(%(ids)s::bigint[], %(villages)s::bigint[], %(points)s::text[], %(days)s::date[]) t(id, village_id, point, day))"""


def grids_at(places: Mapping[int, tuple[Point, int, dt.date]]) -> dict[int, Area]:
    """By key the grid of the village (key) in which the point lies on the day, by the one rule of placing. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            grid_of_each(PLACES, on="r.day"),
            {
                "ids": list(places),
                "points": [point.hexewkb.decode() for point, _, _ in places.values()],
                "villages": [village for _, village, _ in places.values()],
                "days": [day for _, _, day in places.values()],
            },
        )
        found = dict(cursor.fetchall())
    areas = Area.objects.in_bulk(set(found.values()))
    return {key: areas[grid] for key, grid in found.items()}


def known_from(household: Household, *, on: dt.date) -> tuple[Placement, OccupancyPeriod]:
    """That a new household is known from that day on, in its grid and as it is lived in: nothing is written yet."""
    told: dict[str, Any] = {
        "household": household,
        "village_id": household.village_id,
        "period": since(on),
    }
    return Placement(grid_id=household.grid_id, **told), OccupancyPeriod(
        occupancy=household.occupancy, **told
    )


def begins(period: DateRange, *, on: dt.date) -> bool:
    """Does it begin on that day or later? A period of no day is none: what begins on the day is changed instead of ended."""
    return period.lower is not None and period.lower >= on


@transaction.atomic
def move(*, household: Household, grid: Area | None, on: dt.date) -> Household:
    """The household belongs to another grid of its village from that day on (None: to no grid).

    A placement that begins on a later day, by a plan that is published already, stays.
    """
    dated = Placement.objects.select_for_update().filter(household=household)
    # A day before the household was known has no placement: then the open one moves.
    now = dated.filter(period__contains=on).first() or dated.get(period__upper_inf=True)
    following = placed(now, grid=grid, on=on)
    now.save(update_fields=["grid", "period"])
    if following:
        following.save()
    household.grid = grid
    household.save(update_fields=["grid"])
    return household


def placed(now: Placement, *, grid: Area | None, on: dt.date) -> Placement | None:
    """The grid changes on that day: `now` is another, or ends and is followed by the one that is given. Nothing is written yet."""
    if begins(now.period, on=on):
        now.grid = grid
        return None
    after = now.period.upper
    now.period = between(now.period.lower, on)
    told: dict[str, Any] = {"household_id": now.household_id, "village_id": now.village_id}
    return Placement(grid=grid, period=between(on, after), **told)


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


def occupancy_on(on: dt.date, *, of: str = "pk") -> Subquery:
    """How the household of each row (by the column `of`) is lived in on that day; None where it is not known then."""
    periods = OccupancyPeriod.objects.filter(covers(on), household=OuterRef(of))
    return Subquery(periods.values("occupancy")[:1])


def here_on(on: dt.date) -> QuerySet[OccupancyPeriod]:
    """How those are lived in that had not left on that day."""
    return OccupancyPeriod.objects.filter(covers(on)).exclude(occupancy__in=LEFT_OCCUPANCIES)


def not_left(on: dt.date, *, of: str = "household") -> Exists:
    """Of rows that lead to a household by the column `of`: it is known on that day and had not left."""
    return Exists(here_on(on).filter(household=OuterRef(of)))


@transaction.atomic
def occupy(*, household: Household, occupancy: str, on: dt.date) -> Household:
    """How the household is lived in changes on that day."""
    now = OccupancyPeriod.objects.select_for_update().get(household=household, period__upper_inf=True)
    following = occupied(now, occupancy=occupancy, on=on)
    now.save(update_fields=["occupancy", "period"])
    if following:
        following.save()
    household.occupancy = occupancy
    household.save(update_fields=["occupancy"])
    return household


def occupied(now: OccupancyPeriod, *, occupancy: str, on: dt.date) -> OccupancyPeriod | None:
    """How it is lived in changes on that day: see `placed`."""
    if begins(now.period, on=on):
        now.occupancy = occupancy
        return None
    now.period = between(now.period.lower, on)
    told: dict[str, Any] = {"household_id": now.household_id, "village_id": now.village_id}
    return OccupancyPeriod(occupancy=occupancy, period=since(on), **told)
