"""What roll-calls keep of persons, and for how long. That a household was asked for, and when it was reached, stays."""

import datetime as dt
from collections.abc import Collection

from geodata.base.periods import midnight
from geodata.campaigns.models import CampaignResult


def answers(before: dt.date, apply: bool) -> int:
    """Of roll-calls that were closed before that day."""
    told = CampaignResult.objects.filter(campaign__closed_at__lt=midnight(before)).exclude(answers={})
    count = told.count()
    if apply:
        told.update(answers={})
    return count


def households_left(ids: Collection[int]) -> None:
    """What was answered by these households."""
    CampaignResult.objects.filter(household__in=ids).exclude(answers={}).update(answers={})
