"""What became of orders: satisfaction always with how many were asked, and how many have not answered. By area, never by person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from geodata.accounts.models import User
from geodata.base.scope import Right, Scope
from geodata.services.finding import Filter
from geodata.services.models import ServiceOrder
from geodata.services.words import CONTENT
from geodata.territory.models import Area


@dataclass(frozen=True, slots=True)
class Sums:
    """Orders of some days: `content` of `answered`, and beside them those that ended without an answer."""

    ordered: int
    finished: int
    cancelled: int
    persons: int
    trips: int
    answered: int
    content: int
    unanswered: int


DONE = Q(finished_at__isnull=False)
UNANSWERED = Q(answer="", state__in=["unrated", "closed"])


def summary(*, by: User, scope: Scope, area: Area | None, first: dt.datetime, after: dt.datetime) -> Sums:
    """Of those ordered from the first moment up to the other. One query."""
    orders = Filter(area=area).of(by=by, scope=scope, at=after).filter(at__gte=first, at__lt=after)
    told = orders.aggregate(
        ordered=Count("pk"),
        finished=Count("pk", filter=DONE),
        cancelled=Count("pk", filter=Q(state="cancelled")),
        persons=Sum("persons", default=0),
        trips=Sum("trips", default=0),
        answered=Count("pk", filter=~Q(answer="")),
        content=Count("pk", filter=Q(answer__in=CONTENT)),
        unanswered=Count("pk", filter=DONE & UNANSWERED),
    )
    return Sums(**told)


@dataclass(frozen=True, slots=True)
class OfVillage:
    """What those served in a village have said: `content` of `answered`, and those who were not reached or gave no answer."""

    code: str
    name: str
    finished: int
    answered: int
    content: int
    unanswered: int


def by_village(*, by: User, scope: Scope, first: dt.datetime, after: dt.datetime) -> list[OfVillage]:
    """Of orders finished from the first moment up to the other, in the villages in which the right holds as a whole. One query."""
    done = ServiceOrder.objects.within(scope, by=by.pk).filter(
        finished_at__gte=first, finished_at__lt=after, village__in=scope.to(Right.SERVE).villages
    )
    rows = done.values_list("village__code", "village__name").annotate(
        finished=Count("pk"),
        answered=Count("pk", filter=~Q(answer="")),
        content=Count("pk", filter=Q(answer__in=CONTENT)),
        unanswered=Count("pk", filter=UNANSWERED),
    )
    return [OfVillage(*row) for row in rows.order_by("village__code")]
