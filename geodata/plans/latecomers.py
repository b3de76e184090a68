"""Households that a drawing does not move, because they came after it was published or had left: where a grid ends, they go on."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from geodata.people.models import Household, Placement
from geodata.people.placing import grids_of, move
from geodata.plans.models import BoundaryPlan
from geodata.territory.models import Area

HEIR = """
SELECT DISTINCT ON (l.source_id) l.source_id, l.target_id FROM geodata_lineage l JOIN geodata_area a ON a.id = l.target_id
WHERE l.plan_id = %(plan)s AND l.source_id = ANY (%(gone)s)
ORDER BY l.source_id, l.households DESC, l.square_metres DESC, a.code
"""
"""What `geometry.placing` says of a grid that ended, from what the plan has kept of it: most of its households, then of its land."""


def place_latecomers(plan: BoundaryPlan, *, on: dt.date) -> None:
    """Households that stand in a grid which the plan has ended: by their point, else where most of its households went."""
    assert plan.effective is not None
    gone = Area.objects.filter(parent__in=plan.villages, period__endswith=plan.effective)
    late = Placement.objects.filter(village__in=plan.villages, period__contains=on, grid__in=gone)
    was = dict(late.values_list("household_id", "grid_id"))
    lies = grids_of("geodata_household", was, on=plan.effective)
    heirs = heirs_of(plan, was.values())
    grids = Area.objects.in_bulk([*lies.values(), *heirs.values()])
    for home in Household.objects.filter(pk__in=was).order_by("pk"):
        grid = lies.get(home.pk) or heirs.get(was[home.pk])
        move(household=home, grid=grids[grid] if grid else None, on=plan.effective)


def heirs_of(plan: BoundaryPlan, gone: Iterable[int]) -> dict[int, int]:
    """For each grid that the plan ended, the one where those go whom no point places. One query."""
    with connection.cursor() as cursor:
        cursor.execute(HEIR, {"plan": plan.pk, "gone": list(set(gone))})
        return dict(cursor.fetchall())
