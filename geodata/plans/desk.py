"""What of plans stands on the home page: those to approve, and those whose borders have come into force."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.base.desk import News, Wait
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import IN_FORCE, State
from geodata.territory.models import Area


def waits(by: User, scope: Scope, _on: dt.date) -> Iterator[Wait]:
    if approves := scope.to(Right.APPROVE).villages:
        plans = BoundaryPlan.objects.filter(state=State.SUBMITTED, villages__contained_by=sorted(approves))
        yield Wait(
            "plans_to_approve",
            plans.exclude(drawers__contains=[by.pk]),
            _to_approve,
            "plans",
            "state=submitted",
            one=("plan", "pk"),
        )


def _to_approve(number: int) -> str:
    return ngettext(
        "%(n)s boundary plan waits for approval", "%(n)s boundary plans wait for approval", number
    ) % {"n": figure(number)}


def news(area: Area, _by: User, scope: Scope, after: dt.date, until: dt.date) -> Iterator[News]:
    """One query."""
    begun = BoundaryPlan.objects.within(scope).under(area.code)
    for plan in begun.filter(state__in=IN_FORCE, effective__gt=after, effective__lte=until):
        assert plan.effective
        yield News(
            plan.effective,
            _("New borders took effect: “%(plan)s”") % {"plan": plan.name},
            "plan",
            of=(plan.pk,),
        )
