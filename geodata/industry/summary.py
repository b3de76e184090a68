"""What became of industry: by village, by topic and by product; always with what it is of, and never by household or person."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, Exists, F, OuterRef, QuerySet, Sum

from geodata.base.periods import covers
from geodata.base.scope import Right, Scope
from geodata.industry.models import CoopMembership, EnterpriseVillage, Guidance, IncomeSample, SalesAid
from geodata.industry.words import Group
from geodata.people.models import Household, Livelihood
from geodata.territory.models import Area

FARMS = ("crop", "livestock")


@dataclass(frozen=True, slots=True)
class OfVillage:
    """`members` of `farming`: households in a co-operative of those with crop or livestock, as they are recorded today."""

    area: Area
    farming: int
    members: int
    enterprises: int
    guided: int
    persons: int
    kg: Decimal
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean incomes of a year with how many households each is of; one that nobody has told is None."""

    year: int
    members: int
    member_mean: Decimal | None
    others: int
    other_mean: Decimal | None

    @property
    def yuan(self) -> Decimal | None:
        if self.member_mean is None or self.other_mean is None:
            return None
        return self.member_mean - self.other_mean


def villages_of(scope: Scope, area: Area | None, *, on: dt.date) -> QuerySet[Area]:
    """Those in which the right to the register holds as a whole."""
    held = Area.objects.on(on).filter(level=Area.Level.VILLAGE, pk__in=scope.to(Right.REGISTER).villages)
    return held.filter(code__startswith=area.code) if area else held


def without_enterprise(scope: Scope, area: Area | None, *, on: dt.date) -> QuerySet[Area]:
    """Villages beside which no enterprise stands on that day: the gap `village_without_enterprise`."""
    pairs = EnterpriseVillage.objects.filter(covers(on), village=OuterRef("pk"))
    return villages_of(scope, area, on=on).filter(~Exists(pairs)).order_by("code")


def by_village(
    scope: Scope, area: Area | None, *, first: dt.date, last: dt.date, on: dt.date
) -> list[OfVillage]:
    """Figures of these days; members and enterprises as of `on`. Five queries, however many villages there are."""
    villages = list(villages_of(scope, area, on=on).order_by("code"))
    keys = [each.pk for each in villages]
    farming, members = _farming(keys, on=on)
    pairs = _counted(EnterpriseVillage.objects.filter(covers(on), village__in=keys))
    guided = {
        key: (visits, persons)
        for key, visits, persons in Guidance.objects.filter(village__in=keys, day__range=(first, last))
        .values_list("village")
        .annotate(Count("pk"), Sum("persons"))
    }
    sold = {
        key: (kg, yuan)
        for key, kg, yuan in SalesAid.objects.filter(village__in=keys, day__range=(first, last))
        .values_list("village")
        .annotate(Sum("kg"), Sum("yuan"))
    }
    none = Decimal(0)
    return [
        OfVillage(
            each, farming.get(each.pk, 0), members.get(each.pk, 0), pairs.get(each.pk, 0),
            *guided.get(each.pk, (0, 0)), *sold.get(each.pk, (none, none)),
        )
        for each in villages
    ]  # fmt: skip


def _counted(rows: QuerySet[EnterpriseVillage]) -> dict[int, int]:
    return dict(rows.values_list("village").annotate(Count("pk")))


def _farming(villages: list[int], *, on: dt.date) -> tuple[dict[int, int], dict[int, int]]:
    """By village: households with crop or livestock, and those of them in a co-operative. A scale of 0 says that there is none."""
    lives = Livelihood.objects.filter(kind__in=FARMS, household=OuterRef("pk")).exclude(scale=0)
    belongs = CoopMembership.objects.filter(covers(on), household=OuterRef("pk"))
    homes = Household.objects.here().filter(Exists(lives), village__in=villages)
    rows = homes.values_list("village").annotate(n=Count("pk"), m=Count("pk", filter=Exists(belongs)))
    told = list(rows)
    return {key: n for key, n, _m in told}, {key: m for key, _n, m in told}


def by_topic(
    scope: Scope, area: Area | None, *, first: dt.date, last: dt.date, on: dt.date
) -> list[tuple[str, int, int]]:
    """Topic, visits of guidance, persons who came; the most frequent first."""
    visits = Guidance.objects.filter(
        village__in=villages_of(scope, area, on=on).values("pk"), day__range=(first, last)
    )
    rows = visits.values_list("topic").annotate(n=Count("pk"), persons=Sum("persons"))
    return list(rows.order_by("-n", "topic"))


def by_product(
    scope: Scope, area: Area | None, *, first: dt.date, last: dt.date, on: dt.date
) -> list[tuple[str, Decimal, Decimal]]:
    """Product, kilograms, yuan; the heaviest first."""
    sales = SalesAid.objects.filter(
        village__in=villages_of(scope, area, on=on).values("pk"), day__range=(first, last)
    )
    return list(
        sales.values_list("product").annotate(kg=Sum("kg"), of=Sum("yuan")).order_by("-kg", "product")
    )


def differences(scope: Scope, area: Area | None, *, on: dt.date) -> list[Difference]:
    """By year, the latest first: means over all households that were asked in these villages. One query."""
    samples = IncomeSample.objects.filter(village__in=villages_of(scope, area, on=on).values("pk"))
    total = Sum(
        F("mean") * F("households"), output_field=DecimalField(max_digits=18, decimal_places=0), default=0
    )
    rows = samples.values_list("year", "group").annotate(n=Sum("households"), total=total)
    found = {(year, group): (n, Decimal(all_) / n) for year, group, n, all_ in rows}
    none: tuple[int, Decimal | None] = (0, None)
    return [
        Difference(year, *found.get((year, Group.MEMBER), none), *found.get((year, Group.NON_MEMBER), none))
        for year in sorted({year for year, _group in found}, reverse=True)
    ]
