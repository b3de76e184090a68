"""What people tell of what happened to a household: its own values and, to those who look after it, who needs care."""

from collections.abc import Collection, Iterator, Mapping

from geodata.audit.timeline import Source, named
from geodata.people.categories import category_name
from geodata.people.masking import masked_name, masked_phones
from geodata.people.models import Absence, CareCategory, CareRecord, Household, Resident
from geodata.territory.models import Area


def _categories(ids: Collection[int]) -> Mapping[int, str]:
    return {category.pk: category_name(category) for category in CareCategory.objects.filter(pk__in=ids)}


areas, residents = named(Area), named(Resident)

OPEN = ("head_name", "phones", "village", "grid", "number", "group", "size", "point_quality")
CLOSED = ("address", "building", "entrance", "door", "occupancy", "point", "point_since", "point_datum")
"""Only for those who look after the household."""
PLACES = {"village": areas, "grid": areas}
VEILS = {"head_name": masked_name, "phones": masked_phones}


def of_household(household: Household, detailed: bool) -> Iterator[Source]:
    ids = [household.pk]
    if not detailed:
        yield Source(Household, ids, OPEN, names=PLACES, veils=VEILS)
        return
    yield Source(Household, ids, OPEN[:2] + CLOSED[:1] + OPEN[2:] + CLOSED[1:], names=PLACES)
    yield Source(
        CareRecord, ids, ("category", "resident", "state", "period", "notice_until", "source", "verified_on"),
        of="household", title="category", names={"category": _categories, "resident": residents},
    )  # fmt: skip
    yield Source(
        Resident, ids, ("name", "birth_year", "relation", "phone", "died_on", "moved_out_on"), of="household", title="name",
    )  # fmt: skip
    yield Source(Absence, ids, ("period", "where", "phone", "stays"), of="household")
