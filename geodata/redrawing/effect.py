"""The effective day comes: what is kept beside history as "today's" moves with it.

Placements and borders have their days already, so that every question about the new day is answered right from midnight
on. What moves is the grid that stands with each household, the names of grids, and households that came after the plan
was published. To be run after midnight; running it again changes nothing.
"""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from geodata.people.models import Household, Placement
from geodata.people.placing import move
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.publishing import rename
from geodata.redrawing.workflow import IN_FORCE
from geodata.territory.models import Area

FOLLOW = """
UPDATE geodata_household h SET grid_id = p.grid_id FROM geodata_placement p
WHERE p.household_id = h.id AND p.village_id = ANY (%s) AND p.period @> %s::date AND h.grid_id IS DISTINCT FROM p.grid_id
"""

# By the rule of placing, the grid in which the point lies, the first by code; else where most of the old grid went.
HEIR = """
SELECT coalesce(
    (SELECT a.id FROM geodata_area a JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s::date
     WHERE a.parent_id = h.village_id AND a.level = 'grid' AND a.period @> %(on)s::date AND ST_Covers(b.geometry, h.point)
     ORDER BY a.code LIMIT 1),
    (SELECT l.target_id FROM geodata_lineage l WHERE l.source_id = %(grid)s AND l.plan_id = %(plan)s
     ORDER BY l.households DESC, l.square_metres DESC LIMIT 1))
FROM geodata_household h WHERE h.id = %(household)s
"""


@transaction.atomic
def take_effect(*, on: dt.date) -> list[BoundaryPlan]:
    """The plans whose day has come by now and that had not taken effect yet."""
    due = BoundaryPlan.objects.filter(state__in=IN_FORCE, took_effect=False, effective__lte=on)
    begun = list(due.order_by("effective", "pk").select_for_update())
    for plan in begun:
        _place_latecomers(plan, on=on)
        with connection.cursor() as cursor:
            cursor.execute(FOLLOW, [plan.villages, on])
        rename(plan)
        plan.took_effect = True
        plan.save(update_fields=["took_effect"])
    return begun


def _place_latecomers(plan: BoundaryPlan, *, on: dt.date) -> None:
    """Households that were put into a grid, after the plan was published, which is gone now."""
    assert plan.effective is not None
    gone = Area.objects.filter(parent__in=plan.villages, period__endswith=plan.effective)
    late = Placement.objects.filter(village__in=plan.villages, period__contains=on, grid__in=gone)
    for household, grid in list(late.values_list("household_id", "grid_id")):
        values: dict[str, Any] = {"on": plan.effective, "grid": grid, "plan": plan.pk, "household": household}
        with connection.cursor() as cursor:
            cursor.execute(HEIR, values)
            heir = cursor.fetchone()[0]
        move(
            household=Household.objects.get(pk=household),
            grid=Area.objects.filter(pk=heir).first(),
            on=plan.effective,
        )
