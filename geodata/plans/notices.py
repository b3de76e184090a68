"""Which notices about plans still stand."""

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from geodata.base.scope import Scope
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import State


def waiting_plans(_scope: Scope) -> Q:
    path = Concat(Value("/plans/"), Cast("pk", CharField()), Value("/"))
    return Q(
        Exists(
            BoundaryPlan.objects.filter(state=State.SUBMITTED).alias(path=path).filter(path=OuterRef("link"))
        )
    )
