"""Which notices about roll-calls still stand."""

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from geodata.base.scope import Scope
from geodata.campaigns.models import Campaign
from geodata.campaigns.words import State


def open_campaigns(_scope: Scope) -> Q:
    path = Concat(Value("/campaigns/"), Cast("key", CharField()), Value("/"))
    return Q(Exists(Campaign.objects.filter(state=State.OPEN).alias(path=path).filter(path=OuterRef("link"))))
