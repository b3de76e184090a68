"""The effective day comes: what is kept beside history as "today's" moves with it.

Placements and borders have their days already, so that every question about the new day is answered right from midnight
on. What moves is the grid that stands with each household, the names of grids, and households that came after the plan
was published. To be run after midnight; running it again changes nothing.
"""

import datetime as dt

from django.db import connection, transaction

from geodata.plans.latecomers import place_latecomers
from geodata.plans.models import BoundaryPlan
from geodata.plans.publishing import rename
from geodata.plans.workflow import IN_FORCE

FOLLOW = """
UPDATE geodata_household h SET grid_id = p.grid_id FROM geodata_placement p
WHERE p.household_id = h.id AND p.village_id = ANY (%s) AND p.period @> %s::date AND h.grid_id IS DISTINCT FROM p.grid_id
"""


@transaction.atomic
def take_effect(*, on: dt.date) -> list[BoundaryPlan]:
    """The plans whose day has come by now and that had not taken effect yet."""
    due = BoundaryPlan.objects.filter(state__in=IN_FORCE, took_effect=False, effective__lte=on)
    begun = list(due.order_by("effective", "pk").select_for_update())
    for plan in begun:
        place_latecomers(plan, on=on)
        with connection.cursor() as cursor:
            cursor.execute(FOLLOW, [plan.villages, on])
        rename(plan)
        plan.took_effect = True
        plan.save(update_fields=["took_effect"])
    return begun
