"""Contact members: who is one, who could look after one more household, and changing what a member can do."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.periods import FIRST_DAY, between
from geodata.base.scope import Right, Scope
from geodata.contacts.concept import Action
from geodata.contacts.models import ContactLink, Member
from geodata.people.ordering import by_number
from geodata.territory.models import Area

MOST = 200
"""Households that a member can have at most."""


def members_of(scope: Scope, *, under: str = "", on: dt.date) -> QuerySet[Member]:
    """Members of the scope's villages, below the area of that code if one is given, with their `load` on that day.

    Those who left within a year, or still have households, are among them.
    """
    load = Count("links__household", filter=Q(links__period__contains=on), distinct=True)
    members = Member.objects.filter(village__in=scope.villages).select_related("user", "branch", "village")
    if under:
        members = members.filter(village__code__startswith=under[:12])
    recent = Q(period__upper_inf=True) | Q(period__endswith__gt=on - dt.timedelta(days=366))
    members = members.annotate(load=load).filter(recent | Q(load__gt=0))
    return members.order_by("village__code", "user__name", "pk")


def able_members(*, village: Area, on: dt.date) -> QuerySet[Member]:
    """Members of the village who are able to help on that day, with their `load` in households; most room first."""
    load = Count("links__household", filter=Q(links__period__contains=on), distinct=True)
    able = Member.objects.able(on).filter(village=village)
    members = able.select_related("user", "branch").annotate(load=load)
    return members.order_by(F("load") - F("capacity_then"), "user__name", "pk")


def households_of(member: Member, *, on: dt.date) -> QuerySet[ContactLink]:
    """The member's links of that day, first contacts first."""
    links = ContactLink.objects.on(on).filter(member=member).select_related("household__grid")
    return links.order_by("-primary", "household__village_id", by_number("household__number"))


def find_member(number: int | str, *, scope: Scope) -> Member:
    """The member of that key in a village in which the scope's holder says who looks after whom.

    Raises NotAllowed where that is no village, NotFound outside of them.
    """
    require(scope, Right.LINK)
    members = Member.objects.filter(village__in=scope.to(Right.LINK).villages)
    member = members.select_related("user", "branch", "village").filter(pk=int(number)).first()
    if member is None:
        raise NotFound(str(number))
    return member


@transaction.atomic
def change_member(
    *,
    member: Member,
    ability: str,
    capacity: int,
    left_on: dt.date | None,
    on: dt.date,
    by: User | None = None,
    kind: str = "",
    since: dt.date | None = None,
) -> Member:
    """What the member can do from `since` on (None: from `on`). `left_on` is the first day on which he or she is no
    member; None: stays.

    Households stay with the member until they are handed over; they are gaps meanwhile. Days before stay judged by what
    was recorded of them.
    """
    check_values(ability=ability, capacity=capacity, kind=kind or member.kind)
    member = Member.objects.select_for_update().get(pk=member.pk)
    first = member.period.lower
    if left_on:
        _check_end(first, left_on, on=on)
    _check_since(member, since or on, on=on)
    member.ability, member.capacity, member.period = ability, capacity, between(first, left_on)
    member.kind = kind or member.kind
    with _abilities_from(since or on):
        member.save(update_fields=["ability", "capacity", "period", "kind"])
    if by:
        record_access(user=by, action=Action.MEMBER_CHANGED, details={"number": member.pk})
    return member


def check_values(*, ability: str, capacity: int, kind: str) -> None:
    """Raises BadInput for what no member can be."""
    if ability not in Member.Ability.values:
        raise _bad("ability", ability, _("Choose one from the list."))
    if kind not in Member.Kind.values:
        raise _bad("kind", kind, _("Choose one of the kinds of the list."))
    if not 0 <= capacity <= MOST:
        raise _bad(
            "capacity",
            capacity,
            _("Enter a whole number from 0 to %(most)s.") % {"most": wording.figure(MOST)},
        )


def _check_since(member: Member, day: dt.date, *, on: dt.date) -> None:
    """Raises BadInput for a day to come, or one before what holds now began: history is not rewritten."""
    now = member.abilities.filter(period__upper_inf=True).first()
    began = now.period.lower if now else None
    # Whoever is to join later is described from that day on.
    if day > on or (day < on and began is not None and day < began):
        raise _bad(
            "since",
            day.isoformat(),
            _("Enter a day from %(first)s up to today.") % {"first": wording.day(began or FIRST_DAY)},
        )


@contextmanager
def _abilities_from(day: dt.date) -> Iterator[None]:
    """What is changed inside is so from that day on (geodata/sql/member_ability_follows.sql)."""
    _say(day.isoformat())
    yield
    _say("")


def _say(day: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gridmap.ability_from', %s, true)", [day])


@transaction.atomic
def leave(*, member: Member, left_on: dt.date, on: dt.date, by: User | None = None) -> Member:
    """`left_on` is the first day on which he or she is no member; what a member can do stays as it was.

    Households stay with the member until they are handed over. Raises Conflict where he or she has left before.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    first, last = member.period.lower, member.period.upper
    if last is not None and last <= on:
        raise Conflict(_("%(member)s has already left.") % {"member": member}, remedy=_("Reload the page."))
    _check_end(first, left_on, on=on)
    member.period = between(first, left_on)
    member.save(update_fields=["period"])
    if by:
        record_access(user=by, action=Action.MEMBER_CHANGED, details={"number": member.pk})
    return member


def _check_end(first: dt.date | None, left_on: dt.date, *, on: dt.date) -> None:
    if not ((first is None or first < left_on) and left_on <= on + dt.timedelta(days=366)):
        raise _bad(
            "left_on", left_on.isoformat(), _("Enter a day after the first one, a year ahead at most.")
        )


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)
