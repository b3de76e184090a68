"""What orders keep of persons, and for how long. That there was one, of what, where and what became of it stays."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from geodata.base.forgetting import events_of, without_words
from geodata.base.periods import midnight
from geodata.services.models import OrderStep, ServiceOrder

SAID = ~Q(text="") | ~Q(place__in=["", "–"]) | ~Q(result="")


def words(before: dt.date, apply: bool) -> int:
    """Of those that ended before that day."""
    return _forget(ServiceOrder.objects.filter(ended_at__lt=midnight(before)), apply)


def households_left(ids: Collection[int]) -> None:
    """What was said of these households."""
    orders = ServiceOrder.objects.filter(household__in=ids)
    _forget(orders, True)
    events_of(ServiceOrder).filter(household__in=ids).delete()


def _forget(orders: QuerySet[ServiceOrder], apply: bool) -> int:
    keys = list(orders.filter(SAID).values_list("pk", flat=True))
    if apply and keys:
        ServiceOrder.objects.filter(pk__in=keys).update(text="", place="–", result="")
        without_words(OrderStep.objects.filter(order__in=keys))
    return len(keys)
