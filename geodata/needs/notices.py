"""Which notices about needs still stand: of what the reader sees, for the second line has the last word."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from geodata.base.scope import Right, Scope
from geodata.needs.beside_models import UNDER_WAY, Assignment
from geodata.needs.links import ALL_NEW, LEDGER, MINE
from geodata.needs.models import Need
from geodata.needs.parts import levels_of
from geodata.needs.words import OPEN, State

MANY = Q(link__in=[ALL_NEW, MINE, LEDGER])
"""Of several needs together: the link leads to a list, and no need is named."""


def _one(needs: "QuerySet[Need]") -> Q:
    return ~MANY & Q(Exists(needs.filter(number=OuterRef("subject"))))


def waiting(scope: Scope) -> Q:
    """Needs that nobody has accepted yet. Of many together the ledger, while any is with the reader's level."""
    new = Need.objects.filter(state=State.NEW)
    return _one(new) | Q(link=ALL_NEW) & Q(Exists(new.filter(level__in=levels_of(scope))))


def due(scope: Scope) -> Q:
    """Needs that are still open with the reader's level; of many together the reader's own list, while there is any."""
    held = Need.objects.filter(state__in=OPEN, level__in=levels_of(scope))
    return _one(held) | MANY & Q(Exists(held.filter(due_at__isnull=False)))


def stands_there(scope: Scope) -> Q:
    """Needs that nobody has moved on since that was told: what was late, and what an assignment was answered."""
    still = Need.objects.filter(state__in=OPEN, state_since__lte=OuterRef("at"))
    return _one(still) | MANY & Q(Exists(still.filter(level__in=levels_of(scope))))


def assigned(scope: Scope) -> Q:
    """Assignments that are under way."""
    under_way = Assignment.objects.filter(number=OuterRef("subject"), state__in=UNDER_WAY)
    if held := scope.to(Right.UNIT).departments:
        under_way = under_way.filter(department__in=held)
    return Q(Exists(under_way))
