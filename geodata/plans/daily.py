"""The day's cut: what stands beside history as "today's" is moved to the new day, and compared with history."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from geodata.coverage import facts
from geodata.plans.activation import take_effect
from geodata.plans.models import BoundaryPlan


@dataclass(frozen=True)
class Dawn:
    """`begun` plans whose grids hold from now on, households `renewed`, and ids of those whose facts are `wrong`."""

    begun: list[BoundaryPlan]
    renewed: int
    wrong: list[int]


@transaction.atomic
def dawn(*, on: dt.date, everything: bool = False) -> Dawn:
    """Plans whose day has come take effect; facts that the day has made old are derived anew, or all of them."""
    begun = take_effect(on=on)
    renewed = facts.refresh_all() if everything else facts.refresh_outdated(on=on)
    return Dawn(begun, renewed, facts.differences(on=on))
