"""Roll-calls as somebody may see them: those that touch the own places, and of one the households that nobody has reached, with why."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from geodata.accounts.models import User
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.periods import covers
from geodata.base.scope import Right, Scope
from geodata.campaigns import shown
from geodata.campaigns.figures import IS_REACHED
from geodata.campaigns.lifecycle import may_open
from geodata.campaigns.models import Campaign, CampaignResult, CampaignTarget
from geodata.campaigns.words import State, Why
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household
from geodata.territory.models import Boundary


def visible(scope: Scope) -> "QuerySet[Campaign]":
    """The newest first: those of an area of one's own, and those that ask for a household there. Drafts are shown to who may open them."""
    codes = [grant.code for grant in shown.plain(scope).grants if grant.villages]
    asked = CampaignTarget.objects.within(scope).filter(campaign=OuterRef("pk"))
    inside = reduce(or_, (Q(area__code__startswith=code) for code in codes), Q(Exists(asked)))
    drafts = [grant.code for grant in scope.to(Right.CAMPAIGN).grants if may_open(scope, grant.code)]
    own = reduce(or_, (Q(area__code__startswith=code) for code in drafts), Q(pk__in=[]))
    found = Campaign.objects.filter(inside, ~Q(state=State.DRAFT) | own)
    return found.select_related("area").order_by("-pk")


def find_campaign(key: uuid.UUID, *, scope: Scope) -> Campaign:
    """Raises NotAllowed where the right holds nowhere, NotFound for what is not there for this reader."""
    require(scope, Right.CAMPAIGN)
    found = visible(scope).filter(key=key).first()
    if found is None:
        raise NotFound(str(key))
    return found


def find_any(key: uuid.UUID) -> Campaign:
    """Also one that touches no place of the teller any more: a result is judged by its day. Raises NotFound."""
    found = Campaign.objects.select_related("area").filter(key=key).exclude(state=State.DRAFT).first()
    if found is None:
        raise NotFound(str(key))
    return found


def shapes_of(grids: Sequence[str], *, on: dt.date) -> dict[str, Any]:
    """Borders of that day by code, as GeoJSON; of a grid that has ended none."""
    rows = Boundary.objects.filter(covers(on), covers(on, "area__period"), area__code__in=grids)
    shapes = rows.annotate(shape=AsGeoJSON("geometry", precision=6)).values_list("area__code", "shape")
    return {code: json.loads(shape) for code, shape in shapes}


@dataclass(frozen=True, slots=True)
class Sums:
    """What of a roll-call the reader sees."""

    targets: int = 0
    reached: int = 0

    @property
    def unreached(self) -> int:
        return self.targets - self.reached


def sums_of(campaigns: Sequence[Campaign], *, scope: Scope) -> dict[int, Sums]:
    """By key, of the reader's places. One query."""
    targets = CampaignTarget.objects.within(scope).filter(campaign__in=campaigns).order_by()
    rows = targets.values_list("campaign").annotate(n=Count("pk"), reached=Count("pk", filter=IS_REACHED))
    found = {pk: Sums(n, reached) for pk, n, reached in rows}
    return {one.pk: found.get(one.pk, Sums()) for one in campaigns}


def calls_of(campaign: Campaign, *, by: User, scope: Scope) -> "QuerySet[CampaignTarget]":
    """Whom the reader still has to reach: special ones first, then who climbed highest; own ones before those of the place."""
    mine = Case(When(holder=by.pk, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        CampaignTarget.objects.within(scope)
        .filter(campaign=campaign)
        .exclude(IS_REACHED)
        .select_related("household__grid", "village")
        .order_by("-special", mine, "-level", "pk")
    )


def left_to_reach(scope: Scope) -> list[tuple[Campaign, int]]:
    """Of each open roll-call that has not reached all of these households, how many; the first that is due before others. Two queries."""
    asked = CampaignTarget.objects.within(scope).filter(campaign__state=State.OPEN).exclude(IS_REACHED)
    left = dict(asked.order_by().values_list("campaign").annotate(n=Count("pk")))
    campaigns = Campaign.objects.filter(pk__in=left).order_by("due_at", "pk") if left else ()
    return [(one, left[one.pk]) for one in campaigns]


def stamp_of(campaign: Campaign, *, scope: Scope) -> str:
    """What the live answer rests upon: it is the same while this is."""
    newest = (
        CampaignResult.objects.within(scope)
        .filter(campaign=campaign)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    step = campaign.steps.order_by("-pk").values_list("pk", flat=True).first()
    return f"{campaign.version}.{step or 0}.{newest or 0}"


@dataclass(frozen=True, slots=True)
class Call:
    """A household that nobody has reached, and why, as far as the register tells."""

    target: CampaignTarget
    home: Household
    why: Why


def with_reasons(targets: Sequence[CampaignTarget], *, on: dt.date) -> Iterator[Call]:
    """Two queries, however many."""
    homes = [target.household_id for target in targets]
    links = ContactLink.objects.filter(covers(on), household__in=homes)
    linked = set(links.values_list("household", flat=True))
    able = set(
        links.filter(member__ability=Member.Ability.ABLE, member__period__contains=on).values_list(
            "household", flat=True
        )
    )
    for target in targets:
        yield Call(target, target.household, _why(target, linked, able))


def _why(target: CampaignTarget, linked: set[int], able: set[int]) -> Why:
    home = target.household
    gone = home.occupancy in (Household.Occupancy.MOVED_AWAY, Household.Occupancy.DISSOLVED)
    told = (
        (gone, Why.MOVED),
        (target.attempts > 0, Why.NOBODY_HOME),
        (home.pk not in linked, Why.NO_CONTACT),
        (home.pk not in able, Why.CONTACT_AWAY),
        (not home.phones, Why.NO_PHONE),
        (home.point is None, Why.NO_POINT),
    )
    return next((why for holds, why in told if holds), Why.NOT_TRIED)
