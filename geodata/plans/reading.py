"""Plans as somebody reads them: their villages, whether their base still holds, and what the reader may do with them now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.plans.models import BoundaryPlan, Lineage, PlanGrid, PlanStep
from geodata.plans.moves import stale_among
from geodata.plans.permissions import PEOPLE, moves_for
from geodata.territory.models import Area


@dataclass(frozen=True, slots=True)
class PlanRead:
    """`stale`: the present borders have moved since it was drawn; `moves`: what the reader may do with it now."""

    plan: BoundaryPlan
    places: list[Area]
    grids: int
    stale: bool
    moves: list[str]

    @property
    def steps(self) -> QuerySet[PlanStep]:
        return self.plan.steps.select_related("by")

    @property
    def lineage(self) -> QuerySet[Lineage]:
        return self.plan.lineage.select_related("source", "target")


def listed_plans(
    *, scope: Scope, state: str = "", under: str = "", name: str = "", after: int | None = None
) -> QuerySet[BoundaryPlan]:
    """What the scope shows, the newest first: in that state, for villages of the area of that code, with that part of a
    name, after that plan.
    """
    plans = BoundaryPlan.objects.within(scope).select_related(*PEOPLE)
    if state:
        plans = plans.filter(state=state)
    if under:
        plans = plans.under(under)
    if name:
        plans = plans.filter(name__icontains=name)
    return plans if after is None else plans.filter(pk__lt=after)


def read_plans(plans: Iterable[BoundaryPlan], *, scope: Scope, by: User) -> list[PlanRead]:
    """Three queries, however many plans."""
    plans = list(plans)
    villages = Area.objects.in_bulk({pk for plan in plans for pk in plan.villages})
    counted = PlanGrid.objects.filter(plan__in=plans).values_list("plan").annotate(Count("pk")).order_by()
    grids, stale = dict(counted), stale_among(plans)
    return [
        PlanRead(
            plan,
            sorted((villages[pk] for pk in plan.villages if pk in villages), key=lambda area: area.code),
            grids.get(plan.pk, 0),
            plan.pk in stale,
            moves_for(scope, plan, by),
        )
        for plan in plans
    ]


def read_plan(plan: BoundaryPlan, *, scope: Scope, by: User) -> PlanRead:
    return read_plans([plan], scope=scope, by=by)[0]
