"""Boundary plans that wait for approval: a meeting takes note of them, and planner and county move them."""

from django.utils.translation import gettext_lazy

from geodata.base.agenda import MOST, Asked, Found, Line, Outcome, Source, stays
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import State


def waiting(asked: Asked) -> Found:
    """Those that the reader may see before they are published. One query."""
    plans = BoundaryPlan.objects.within(asked.scope).under(asked.area.code).filter(state=State.SUBMITTED)
    lines = [
        Line(
            ref=str(plan.pk),
            label=f"{plan.pk} · {plan.name}",
            n=len(plan.villages),
            link=f"/plans/{plan.pk}/",
        )
        for plan in plans.order_by("pk")[:MOST]
    ]
    return Found(len(lines), None, lines, "/plans/")


AGENDA = (
    Source(
        name="plans",
        label=gettext_lazy("Boundary plans waiting for approval"),
        place=110,
        find=waiting,
        # Its moves stay with planner and county.
        verbs={Outcome.NOTE: stays},
        dispatch=False,
    ),
)
