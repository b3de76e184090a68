"""What entitlements keep of persons: of a household that left long ago what it was entitled to, and no word of anybody's."""

from collections.abc import Collection

from geodata.base.forgetting import FORGOTTEN, without_words
from geodata.entitlements.models import AgencyService, EntitlementStep


def households_left(ids: Collection[int]) -> None:
    """What was said and handed in. That there was a benefit, and how far it came, stays with its figures."""
    AgencyService.objects.filter(household__in=ids).update(
        what=FORGOTTEN, agent=FORGOTTEN, handed_in="", where=""
    )
    without_words(EntitlementStep.objects.filter(entitlement__household__in=ids))
