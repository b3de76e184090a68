"""What became of orders: satisfaction always with how many were asked, and how many have not answered. By area, never by person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.services.finding import Filter
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
        unanswered=Count("pk", filter=DONE & Q(answer="", state__in=["unrated", "closed"])),
    )
    return Sums(**told)
