"""What a phone takes along of open roll-calls: which of the own households are still to be reached, and what each asks there."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from geodata.base.scope import Right, Scope
from geodata.campaigns.figures import IS_REACHED
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.words import State


@dataclass(frozen=True, slots=True)
class Calling:
    """A roll-call as it is told of at a door."""

    id: str
    title: str
    drill: bool
    due_at: dt.datetime
    checklist: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CallsAlong:
    """Open roll-calls, the first that is due before others, and by token those that still have to reach a household."""

    campaigns: list[Calling] = field(default_factory=list)
    households: dict[str, list[str]] = field(default_factory=dict)


def calls_along(tokens: Collection[str], *, scope: Scope) -> CallsAlong:
    """Of these households. Two queries, whatever their number."""
    if not scope.may(Right.CAMPAIGN) or not tokens:
        return CallsAlong()
    asked = CampaignTarget.objects.within(scope).filter(
        campaign__state=State.OPEN, household__token__in=tokens
    )
    left = asked.exclude(IS_REACHED).order_by("campaign__due_at", "campaign")
    households: dict[str, list[str]] = {}
    found: set[int] = set()
    for token, campaign, key in left.values_list("household__token", "campaign", "campaign__key"):
        households.setdefault(token, []).append(str(key))
        found.add(campaign)
    campaigns = Campaign.objects.filter(pk__in=found).order_by("due_at", "pk") if found else ()
    return CallsAlong([_calling(one) for one in campaigns], households)


def _calling(campaign: Campaign) -> Calling:
    return Calling(str(campaign.key), campaign.title, campaign.drill, campaign.due_at, campaign.checklist)
