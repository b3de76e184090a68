"""Households that left long ago lose all that names a person, and so do their former rows and what others hold of them."""

import datetime as dt
from collections.abc import Collection

from django.db import connection

from geodata.base.forgetting import events_of, without_words
from geodata.base.manifest import concepts
from geodata.people.models import (
    LEFT_OCCUPANCIES,
    Absence,
    CareRecord,
    CareStep,
    Household,
    Livelihood,
    OccupancyPeriod,
    Resident,
)

WITHOUT_PERSONS: dict[str, object] = {
    "head_name": "",
    "phones": [],
    "address": "",
    "group": "",
    "building": "",
    "entrance": "",
    "door": "",
    "size": None,
}


MIDDLES = """
UPDATE geodata_household h SET point_quality = 'centroid', point_datum = '', point = (
    SELECT ST_PointOnSurface(b.geometry) FROM geodata_placement p JOIN geodata_boundary b ON b.area_id = coalesce(p.grid_id, p.village_id)
    WHERE p.household_id = h.id ORDER BY upper(p.period) DESC NULLS FIRST, upper(b.period) DESC NULLS FIRST LIMIT 1)
WHERE h.id = ANY (%s) AND h.point IS NOT NULL AND EXISTS (
    SELECT FROM geodata_placement p JOIN geodata_boundary b ON b.area_id = coalesce(p.grid_id, p.village_id)
    WHERE p.household_id = h.id)
"""
"""Figures ask whether there is a point; where the house stood is nobody's business any more: it is the middle of its grid."""


def left(before: dt.date, apply: bool) -> int:
    """Households that left before that day."""
    gone = OccupancyPeriod.objects.filter(
        occupancy__in=LEFT_OCCUPANCIES, period__startswith__lt=before, period__upper_inf=True
    ).values("household")
    ids = list(Household.objects.filter(pk__in=gone).exclude(head_name="").values_list("pk", flat=True))
    if apply and ids:
        for each in concepts():
            if each.left:
                each.left(ids)
    return len(ids)


def households_left(ids: Collection[int]) -> None:
    # What never came in force was dropped for a reason that somebody wrote: it goes with its steps.
    CareRecord.objects.filter(household__in=ids, period=None).delete()
    CareRecord.objects.filter(household__in=ids).update(resident=None, source="")
    without_words(CareStep.objects.filter(record__household__in=ids))
    Resident.objects.filter(household__in=ids).delete()
    Livelihood.objects.filter(household__in=ids).delete()
    Absence.objects.filter(household__in=ids).delete()
    Household.objects.filter(pk__in=ids).update(**WITHOUT_PERSONS)
    with connection.cursor() as cursor:
        # By place: what lets triggers rest puts values of its own before ours.
        cursor.execute(MIDDLES, [list(ids)])
    events_of(Household).filter(pgh_obj__in=ids).delete()
    for model in (Absence, CareRecord, Resident):
        events_of(model).filter(household__in=ids).delete()
