"""What doors ask of industry: the rows of a kind that somebody sees, one more, and a change of one, by the names that people and programs give."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from geodata.base.access import require
from geodata.base.errors import BadInput, NotFound
from geodata.base.periods import covers
from geodata.base.scope import Right, Scope
from geodata.industry import keeping as k
from geodata.industry.keeping import Keeper
from geodata.industry.models import (
    Cooperative,
    CoopMembership,
    Enterprise,
    Guidance,
    IncomeSample,
    Opportunity,
    SalesAid,
    Specialist,
)
from geodata.industry.seen import of_areas, of_villages
from geodata.people.models import Household
from geodata.territory.models import Area

Rows = QuerySet[Any]


def cooperatives(scope: Scope, on: dt.date) -> Rows:
    """With how many households are members on that day. Of single grids and households: those to which one of these belongs."""
    require(scope, Right.REGISTER)
    held = scope.to(Right.REGISTER)
    own = CoopMembership.objects.filter(
        cooperative=OuterRef("pk"), household__in=Household.objects.within(held).values("pk")
    )
    seen = Q(village__in=held.villages) | Exists(own)
    found = Cooperative.objects.on(on).filter(seen).select_related("village")
    members = Count("memberships", filter=covers(on, "memberships__period"))
    rows: Rows = found.annotate(members=members).order_by("village__code", "name", "pk")
    return rows


def enterprises(scope: Scope, on: dt.date) -> Rows:
    """With how many villages it is paired on that day."""
    found = Enterprise.objects.on(on).filter(of_areas(scope)).select_related("area")
    villages = Count("pairs", filter=covers(on, "pairs__period"))
    rows: Rows = found.annotate(villages=villages).order_by("name", "pk")
    return rows


def specialists(scope: Scope, on: dt.date) -> Rows:
    """With how many visits each has made in the year before that day."""
    found = Specialist.objects.on(on).filter(of_areas(scope)).select_related("area")
    year = Q(visits__day__gt=on - dt.timedelta(days=365))
    rows: Rows = found.annotate(guided=Count("visits", filter=year)).order_by("unit", "name", "pk")
    return rows


def guidance(scope: Scope, _on: dt.date) -> Rows:
    found = Guidance.objects.filter(of_villages(scope)).select_related("village", "specialist")
    return found.order_by("-day", "-pk")


def sales(scope: Scope, _on: dt.date) -> Rows:
    found = SalesAid.objects.filter(of_villages(scope))
    return found.select_related("village", "enterprise", "cooperative").order_by("-day", "-pk")


def offers(scope: Scope, on: dt.date) -> Rows:
    """Those that still hold on that day."""
    found = Opportunity.objects.filter(of_areas(scope), until__gte=on).select_related("area")
    return found.order_by("until", "pk")


def incomes(scope: Scope, _on: dt.date) -> Rows:
    found = IncomeSample.objects.filter(of_villages(scope)).select_related("village")
    return found.order_by("-year", "village__code", "group")


@dataclass(frozen=True, slots=True)
class Kind:
    rows: Callable[[Scope, dt.date], Rows]
    make: Callable[..., Any]
    moves: tuple[str, ...] = ()
    """What may be done with a row of it."""


KINDS: Mapping[str, Kind] = {
    "cooperatives": Kind(cooperatives, k.found_cooperative, ("join", "leave", "end")),
    "enterprises": Kind(enterprises, k.found_enterprise, ("pair", "part", "end")),
    "specialists": Kind(specialists, k.take_specialist_in, ("end",)),
    "guidance": Kind(guidance, k.record_guidance, ("take_back",)),
    "sales": Kind(sales, k.record_sale, ("take_back",)),
    "offers": Kind(offers, k.make_offer, ("take_back",)),
    "incomes": Kind(incomes, k.tell_income),
}
NEEDED = {"join": "household", "leave": "membership", "pair": "village", "part": "pair"}
"""What each move has to be told; the others nothing."""


def listed(kind: str, *, scope: Scope, on: dt.date) -> Rows:
    """Raises NotAllowed without the right to the register."""
    return KINDS[kind].rows(scope, on)


def make(kind: str, *, said: Mapping[str, Any], keeper: Keeper) -> Any:
    """One more row of that kind. Raises NotFound for what it names and is not there, and what its verb raises."""
    told = {name: _meant(name, value, keeper) for name, value in said.items() if value not in (None, "")}
    return KINDS[kind].make(**told, keeper=keeper)


def _meant(name: str, value: Any, keeper: Keeper) -> Any:
    if name in ("village", "area"):
        areas = Area.objects.on(keeper.today).within(keeper.scope.to(Right.REGISTER))
        levels = {"level": Area.Level.VILLAGE} if name == "village" else {}
        return k.one(areas.filter(**levels), value, field=name, of={"code": value})
    if name in ("specialist", "enterprise", "cooperative"):
        return k.one(listed(f"{name}s", scope=keeper.scope, on=keeper.today), value, field=name)
    return value


def find(kind: str, number: int, *, scope: Scope, on: dt.date) -> Any:
    """Raises NotFound for one that is not there for this reader."""
    return k.one(listed(kind, scope=scope, on=on), number, field="")


def change(kind: str, row: Any, move: str, *, said: Mapping[str, Any], keeper: Keeper) -> None:
    """A move of its kind. Raises NotFound for what it names and is not there, BadInput for what is missing, and what its verb raises."""
    needed = NEEDED.get(move, "")
    if needed and not said.get(needed):
        raise BadInput(_("This has to be said."), field=needed)
    match kind, move:
        case "cooperatives", "join":
            k.join_cooperative(
                cooperative=row, household=_household(str(said["household"]), keeper), keeper=keeper
            )
        case "cooperatives", "leave":
            membership = k.one(row.memberships.all(), said["membership"], field="membership")
            k.end(membership, area=membership.village, keeper=keeper)
        case "cooperatives", "end":
            k.end_cooperative(cooperative=row, keeper=keeper)
        case "enterprises", "pair":
            village = _meant("village", said["village"], keeper)
            k.pair(enterprise=row, village=village, liaison=said.get("liaison", ""), keeper=keeper)
        case "enterprises", "part":
            pair = k.one(row.pairs.all(), said["pair"], field="pair")
            k.end(pair, area=pair.village, keeper=keeper)
        case "enterprises", "end":
            k.end_enterprise(enterprise=row, keeper=keeper)
        case "offers", "take_back":
            k.take_offer_back(offer=row, keeper=keeper)
        case _, "take_back":
            k.take_back(row, area=row.village, keeper=keeper)
        case _:
            k.end(row, area=row.area, keeper=keeper)


def _household(token: str, keeper: Keeper) -> Household:
    found = Household.objects.within(keeper.scope.to(Right.REGISTER)).called(token)
    if found is None:
        raise NotFound(token, field="household", value=token)
    return found
