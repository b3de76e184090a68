"""Contact members: who is one, who could look after one more household, and changing what a member can do."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from geodata.contacts.models import ContactLink, Member
from geodata.errors import BadInput
from geodata.people.ordering import by_number
from geodata.periods import between, covers
from geodata.territory.models import Area
from geodata.territory.scope import Scope

MOST = 200
"""Households that a member can have at most."""


def members_of(scope: Scope, *, under: str = "", on: dt.date) -> QuerySet[Member]:
    """Members of the scope's villages, below the area of that code if one is given, with their `load` on that day.

    Those who left within a year, or still have households, are among them.
    """
    load = Count("links__household", filter=Q(links__period__contains=on), distinct=True)
    found = Member.objects.filter(village__in=scope.villages).select_related("user", "branch", "village")
    if under:
        found = found.filter(village__code__startswith=under[:12])
    recent = Q(period__upper_inf=True) | Q(period__endswith__gt=on - dt.timedelta(days=366))
    found = found.annotate(load=load).filter(recent | Q(load__gt=0))
    return found.order_by("village__code", "user__name", "pk")


def able_members(*, village: Area, on: dt.date) -> QuerySet[Member]:
    """Members of the village who are able to help on that day, with their `load` in households; most room first."""
    load = Count("links__household", filter=Q(links__period__contains=on), distinct=True)
    able = Member.objects.filter(covers(on), village=village, ability=Member.Ability.ABLE)
    found = able.select_related("user", "branch").annotate(load=load)
    return found.order_by(F("load") - F("capacity"), "user__name", "pk")


def households_of(member: Member, *, on: dt.date) -> QuerySet[ContactLink]:
    """The member's links of that day, first contacts first."""
    links = ContactLink.objects.on(on).filter(member=member).select_related("household__grid")
    return links.order_by("-primary", "household__village_id", by_number("household__number"))


@transaction.atomic
def change_member(
    *, member: Member, ability: str, capacity: int, left_on: dt.date | None, on: dt.date
) -> Member:
    """What the member can do from now on. `left_on` is the first day on which he or she is no member; None: stays.

    Households stay with the member until they are handed over; they are gaps meanwhile.
    """
    if ability not in Member.Ability.values:
        raise _bad("ability", ability, _("Choose one of the list."))
    if not 0 <= capacity <= MOST:
        raise _bad("capacity", capacity, _("Give a whole number from 0 to %(most)d.") % {"most": MOST})
    member = Member.objects.select_for_update().get(pk=member.pk)
    first = member.period.lower
    if left_on and not ((first is None or first < left_on) and left_on <= on + dt.timedelta(days=366)):
        raise _bad("left_on", left_on.isoformat(), _("Give a day after the first one, a year ahead at most."))
    member.ability, member.capacity, member.period = ability, capacity, between(first, left_on)
    member.save(update_fields=["ability", "capacity", "period"])
    return member


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)
