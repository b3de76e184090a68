"""Which notices about visits still stand."""

from django.db.models import Exists, Q

from geodata.base.scope import Scope
from geodata.visits.held import HeldVisit


def inbox(scope: Scope) -> Q:
    return Q(Exists(HeldVisit.objects.within(scope).waiting()))
