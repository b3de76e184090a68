"""Entitlements go on in another household by a merger; who goes by a split takes the own ones along (geodata/register/kinds/split.py)."""

from geodata.entitlements.models import AgencyService, Entitlement
from geodata.entitlements.sheet_models import CardLine
from geodata.people.models import Household


def carry(home: Household, other: Household) -> None:
    """All of a household goes on in another. What is open in both stays, and lapses with the one that is dissolved."""
    there = Entitlement.objects.filter(household=other, resident=None).open().values("policy")
    mine = Entitlement.objects.filter(household=home)
    both = list(mine.open().filter(resident=None, policy__in=there).values_list("pk", flat=True))
    mine.exclude(pk__in=both).update(household=other, village=other.village_id)
    AgencyService.objects.filter(household=home).update(household=other, village=other.village_id)
    CardLine.objects.filter(household=home).update(household=other, village=other.village_id)
