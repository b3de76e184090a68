"""Entitlements as somebody may see them: the worklist page by page, and those of a household in four groups."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.entitlements import shown
from geodata.entitlements.concept import Action
from geodata.entitlements.lifecycle import LIFE
from geodata.entitlements.models import Entitlement, EntitlementQuerySet
from geodata.entitlements.words import ENDED, HELD, UNFOLLOWED, State
from geodata.people.models import Household
from geodata.territory.models import Area

LISTED = ("household", "resident", "village", "policy", "policy_version", "department")
FOLLOWED = dt.timedelta(days=14)
CLOSES_WITHIN = dt.timedelta(days=14)
PAID_WITHIN = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the worklist is asked for; all that is said has to hold."""

    area: Area | None = None
    policy: str = ""
    state: str = ""
    household: str = ""
    """Its token."""
    department: str = ""
    open: bool = False
    """Not over yet, and not paid."""
    unfollowed: bool = False
    closing: bool = False
    unpaid: bool = False

    def of(self, *, scope: Scope, on: dt.date, at: dt.datetime) -> EntitlementQuerySet:
        found = Entitlement.objects.within(scope)
        if self.area is not None:
            at_grid = self.area.level == Area.Level.GRID
            here = Q(household__grid=self.area) if at_grid else Q(village__code__startswith=self.area.code)
            found = found.filter(here)
        same = {
            "policy__code": self.policy, "state": self.state, "household__token": self.household,
            "department__code": self.department,
        }  # fmt: skip
        found = found.filter(**{name: value for name, value in same.items() if value})
        for asked, condition in (
            (self.open, Q(ended_at=None) & ~Q(state__in=HELD)),
            (self.unfollowed, unfollowed(at)),
            (self.closing, closing(on)),
            (self.unpaid, unpaid(at)),
        ):
            if asked:
                found = found.filter(condition)
        return found


def unfollowed(at: dt.datetime) -> Q:
    """Nobody has done anything about it for 14 days."""
    return Q(state__in=UNFOLLOWED, state_since__lt=at - FOLLOWED)


def closing(on: dt.date) -> Q:
    """Its window closes within 14 days, and nothing was handed in."""
    return Q(state__in=(*UNFOLLOWED, State.APPLYING), apply_by__range=(on, on + CLOSES_WITHIN))


def unpaid(at: dt.datetime) -> Q:
    return Q(state=State.GRANTED, state_since__lt=at - PAID_WITHIN)


def page(found: EntitlementQuerySet, *, after: int | None, limit: int) -> list[Entitlement]:
    """The newest first, from the one after that key."""
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found.select_related(*LISTED).order_by("-pk")[:limit])


def find_entitlement(key: int, *, scope: Scope) -> Entitlement:
    """Raises NotAllowed where the right holds nowhere, NotFound for what is not there for this reader."""
    require(scope, Right.ENTITLE)
    found = Entitlement.objects.within(scope).select_related(*LISTED).filter(pk=key).first()
    if found is None:
        raise NotFound(str(key), field="entitlement", value=key)
    return found


def by_department_alone(scope: Scope) -> bool:
    """Does that reader see entitlements as a department's officer, and in no other way?"""
    return bool(shown.departments(scope)) and not shown.plain(scope).grants


def opened(rows: Sequence[Entitlement], *, by: User, scope: Scope, at: dt.datetime) -> None:
    """A department that opens entitlements, with number and name of each household, is on record."""
    if rows and by_department_alone(scope):
        codes = sorted({row.policy.code for row in rows})
        record_access(
            user=by,
            action=Action.ENTITLEMENTS_OPENED,
            at=at,
            subject=",".join(codes)[:100],
            details={"n": len(rows)},
        )


def moves_of(rows: Iterable[Entitlement], *, by: User, scope: Scope) -> dict[int, list[str]]:
    """By key what the reader may do with each now."""
    return {row.pk: LIFE.moves_from(row, scope=scope, by=by) for row in rows}


@dataclass(frozen=True, slots=True)
class Groups:
    """Of a household: to be told, under way, received, and over."""

    to_tell: list[Entitlement]
    under_way: list[Entitlement]
    received: list[Entitlement]
    over: list[Entitlement]

    def __bool__(self) -> bool:
        return bool(self.to_tell or self.under_way or self.received or self.over)


def of_household(household: Household, *, scope: Scope) -> Groups:
    """What has lapsed by itself stands in none. One query."""
    found = Entitlement.objects.within(scope).filter(household=household, lapsed=False)
    rows = list(found.select_related(*LISTED).order_by("apply_by", "policy__code", "pk"))
    return Groups(
        _in(rows, UNFOLLOWED),
        _in(rows, (State.APPLYING, State.SUBMITTED, State.GRANTED)),
        _in(rows, HELD),
        _in(rows, ENDED),
    )


def _in(rows: Iterable[Entitlement], states: Collection[str]) -> list[Entitlement]:
    return [row for row in rows if row.state in states]
