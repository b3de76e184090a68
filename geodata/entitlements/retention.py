"""What entitlements keep of persons: of a household that left long ago what it was entitled to, and no word of anybody's."""

import datetime as dt
from collections.abc import Collection

from geodata.base.forgetting import FORGOTTEN, erase, without_words
from geodata.base.periods import midnight
from geodata.entitlements.list_models import ListRow
from geodata.entitlements.models import AgencyService, EntitlementStep


def households_left(ids: Collection[int]) -> None:
    """What was said and handed in. That there was a benefit, and how far it came, stays with its figures."""
    AgencyService.objects.filter(household__in=ids).update(
        what=FORGOTTEN, agent=FORGOTTEN, handed_in="", where=""
    )
    ListRow.objects.filter(household__in=ids).delete()
    without_words(EntitlementStep.objects.filter(entitlement__household__in=ids))


def old_list_rows(before: dt.date, apply: bool) -> int:
    """Of lists compared before that day: how many stood where stays."""
    return erase(ListRow.objects.filter(run__at__lt=midnight(before)), apply)
