"""Orders as somebody may see them: one, and the ledger page by page."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from geodata.accounts.models import User
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.services.models import ServiceOrder, ServiceOrderQuerySet
from geodata.services.moving import BESIDE
from geodata.services.words import OPEN, UNTAKEN
from geodata.territory.models import Area

LISTED = ("village", "household", "item", "team", "taken_by")


def find_order(name: str | uuid.UUID, *, by: User, scope: Scope) -> ServiceOrder:
    """By its client id or its number. Raises NotAllowed where the right holds nowhere, NotFound for what is not there for this reader."""
    require(scope, Right.SERVE)
    key = {"client_id": name} if isinstance(name, uuid.UUID) else {"number": name}
    order = (
        ServiceOrder.objects.within(scope, by=by.pk)
        .select_related(*BESIDE, "village__parent__parent")
        .filter(**key)
        .first()
    )
    if order is None:
        raise NotFound(str(name))
    return order


def home_of(order: ServiceOrder, *, scope: Scope) -> Household | None:
    """Whose it is, for who sees the details of that household; of a wish the village alone is told, to everybody."""
    home = order.household
    if home is None or order.wish:
        return None
    details = scope.to(Right.DETAILS)
    held = details.holds_household(pk=home.pk, village=home.village_id, grid=home.grid_id)
    return home if held else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the ledger is asked for; all that is said has to hold."""

    area: Area | None = None
    state: str = ""
    field: str = ""
    number: str = ""
    open: bool = False
    untaken: bool = False
    late: bool = False
    mine: bool = False
    """Offered to the reader, or taken and not finished yet."""
    wish: bool = False

    def of(self, *, by: User, scope: Scope, at: dt.datetime) -> ServiceOrderQuerySet:
        orders = ServiceOrder.objects.within(scope, by=by.pk).filter(self._said())
        if self.area is not None:
            at_grid = self.area.level == Area.Level.GRID
            here = Q(grid=self.area) if at_grid else Q(village__code__startswith=self.area.code)
            orders = orders.filter(here)
        switches = {
            "open": Q(state__in=OPEN),
            "untaken": Q(state__in=UNTAKEN),
            "late": late(at),
            "mine": mine(by, scope),
            "wish": Q(wish=True),
        }
        return orders.filter(*(condition for name, condition in switches.items() if getattr(self, name)))

    def _said(self) -> Q:
        same: dict[str, Any] = {"state": self.state, "field": self.field, "number": self.number}
        return Q(**{name: value for name, value in same.items() if value})


def late(at: dt.datetime) -> Q:
    """Those that somebody still has to do, and that were due."""
    return Q(state__in=OPEN, due_at__lt=at)


def mine(by: User, scope: Scope) -> Q:
    held = Q(users__contains=[by.pk]) | Q(taken_by=by.pk)
    if scope.teams:
        held |= Q(teams__overlap=sorted(scope.teams))
    return held & Q(state__in=[state for state in OPEN if state != "ordered"])


def is_late(order: ServiceOrder, *, at: dt.datetime) -> bool:
    return order.state in OPEN and order.due_at < at


def page(orders: ServiceOrderQuerySet, *, after: int | None, limit: int) -> list[ServiceOrder]:
    """The newest first, from the one after that key."""
    if after is not None:
        orders = orders.filter(pk__lt=after)
    return list(orders.select_related(*LISTED).order_by("-pk")[:limit])
