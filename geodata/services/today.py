"""What is to be done about orders at one's own households: asking how it was."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from geodata.people.models import Household
from geodata.services.models import ServiceOrder
from geodata.services.words import State


def at_households(homes: Collection[Household], on: dt.date) -> Mapping[int, list[str]]:
    """A line each, the oldest first. One query."""
    orders = ServiceOrder.objects.filter(state=State.FINISHED, household__in=[home.pk for home in homes])
    lines: dict[int, list[str]] = {}
    for order in orders.order_by("pk").only("household", "number"):
        assert order.household_id is not None
        told = _("Ask how order %(number)s was.") % {"number": order.number}
        lines.setdefault(order.household_id, []).append(told)
    return lines
