"""What is to be done about entitlements at one's own households: telling of what has been confirmed."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Count
from django.utils.translation import ngettext

from geodata.base.wording import figure
from geodata.entitlements.models import Entitlement
from geodata.entitlements.words import State
from geodata.people.models import Household


def at_households(homes: Collection[Household], on: dt.date) -> Mapping[int, list[str]]:
    """A line each, with a number and no policy's name: it is read over a shoulder. One query."""
    del on
    untold = Entitlement.objects.open().filter(
        state=State.CONFIRMED, household__in=[home.pk for home in homes]
    )
    counts = untold.order_by().values("household").annotate(n=Count("policy", distinct=True))
    return {row["household"]: [_line(row["n"])] for row in counts}


def _line(policies: int) -> str:
    said = ngettext("Tell of %(n)s policy.", "Tell of %(n)s policies.", policies)
    return said % {"n": figure(policies)}
