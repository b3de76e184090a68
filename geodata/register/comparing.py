"""Which households may be one? Two queries, whatever the number."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.people.placing import not_left
from geodata.register.duplicates import PossibleDuplicate, ToldApart
from geodata.register.models import RegisterChange
from geodata.territory.models import Area

VILLAGES_AT_ONCE = 50
REASONS: dict[str, Promise] = {
    "phone": _("same phone"),
    "place": _("30 m apart or less"),
    "address": _("same address"),
}
"""What is alike besides the name."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two households of a village that may be one, and why; `waits`: somebody has proposed that they be merged."""

    id: int
    household: Household
    other: Household
    reasons: tuple[str, ...]
    waits: bool = False


def duplicates(
    *, scope: Scope, area: Area | None, on: dt.date, after: int = 0, limit: int = 100
) -> list[Pair]:
    """Pairs of the area (None: all of the scope) in which both are here on that day and not told apart."""
    found = _open(scope, area, on).filter(pk__gt=after).order_by("pk")[:limit]
    pairs = list(found.select_related("household__grid", "household__village", "other__grid"))
    waiting = _waiting([pair.village_id for pair in pairs])
    return [_pair(pair, waiting) for pair in pairs]


def number_of(*, scope: Scope, area: Area | None, on: dt.date) -> int:
    return _open(scope, area, on).count()


def pair_of(household: int, other: int, *, scope: Scope, on: dt.date) -> PossibleDuplicate | None:
    """The pair of these two (keys, in any order), where it is one that is asked about."""
    first, second = sorted((household, other))
    return _open(scope, None, on).filter(household=first, other=second).first()


def told_apart(*, scope: Scope, area: Area | None, limit: int) -> list[ToldApart]:
    """The last pairs that somebody in the area has told apart, and about which nobody has asked again."""
    later = ToldApart.objects.filter(
        household=OuterRef("household"), other=OuterRef("other"), pk__gt=OuterRef("pk")
    )
    said = ToldApart.objects.filter(~Exists(later), village__in=_held(scope).villages, apart=True)
    said = said.filter(village__code__startswith=area.code[:12]) if area else said
    return list(said.select_related("household", "other", "by", "village").order_by("-pk")[:limit])


def _held(scope: Scope) -> Scope:
    """Where somebody keeps the register and may see what is compared."""
    return scope.to(Right.REGISTER).to(Right.DETAILS)


def _open(scope: Scope, area: Area | None, on: dt.date) -> QuerySet[PossibleDuplicate]:
    said = ToldApart.objects.filter(household=OuterRef("household"), other=OuterRef("other")).order_by("-pk")
    pairs = PossibleDuplicate.objects.filter(village__in=_held(scope).villages)
    if area and area.level == Area.Level.GRID:
        pairs = pairs.filter(Q(household__grid=area) | Q(other__grid=area))
    elif area:
        pairs = pairs.filter(village__code__startswith=area.code)
    told = pairs.annotate(apart=Coalesce(Subquery(said.values("apart")[:1]), Value(False)))
    return told.filter(not_left(on), not_left(on, of="other"), apart=False)


def _waiting(villages: list[int]) -> set[str]:
    """Tokens of households whose merger waits, and of those that they are to go on in."""
    merging = RegisterChange.objects.waiting().filter(kind="merged", village__in=villages)
    tokens = merging.values_list("household__token", "payload__into")
    return {token for both in tokens for token in both if token}


def _pair(found: PossibleDuplicate, waiting: set[str]) -> Pair:
    reasons = tuple(found.reasons)
    waits = {found.household.token, found.other.token} <= waiting
    return Pair(found.pk, found.household, found.other, reasons, waits)


def compare_all() -> int:
    """Compare all households anew, some villages at a time. Returns how many pairs there are."""
    villages = list(Area.objects.level(Area.Level.VILLAGE).order_by("code").values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(villages), VILLAGES_AT_ONCE):
            cursor.execute(
                "SELECT refresh_duplicates(NULL, %s)", [villages[start : start + VILLAGES_AT_ONCE]]
            )
    return PossibleDuplicate.objects.count()
