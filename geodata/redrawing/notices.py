"""Which of the notices still stand: one that asks for something ends with its cause, whoever has dealt with it."""

from collections.abc import Callable, Iterable
from operator import attrgetter

from geodata.audit.models import Notice
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.workflow import State
from geodata.territory.scope import Scope
from geodata.visits.held import HeldVisit

Kind = Notice.Kind


def standing(notices: Iterable[Notice], scope: Scope) -> list[Notice]:
    """Without those whose cause is over. Each kind that asks for something costs one query, when there is one of it.

    They are left out here and not closed where the cause ends: nobody but the person told may read or change a notice.
    """
    told = list(notices)
    ended: set[Notice] = set()
    for kind, still in ASKING.items():
        if some := [notice for notice in told if notice.kind == kind]:
            links = still(some, scope)
            ended |= {notice for notice in some if notice.link not in links}
    return [notice for notice in told if notice not in ended]


def _waiting_plans(notices: list[Notice], _scope: Scope) -> set[str]:
    numbers = [part for notice in notices if (part := notice.link.strip("/").rpartition("/")[2]).isdigit()]
    plans = BoundaryPlan.objects.filter(pk__in=numbers, state=State.SUBMITTED)
    return {f"/plans/{number}/" for number in plans.values_list("pk", flat=True)}


def _inbox(notices: list[Notice], scope: Scope) -> set[str]:
    waits = HeldVisit.objects.within(scope).waiting().exists()
    return set(map(attrgetter("link"), notices)) if waits else set()


ASKING: dict[str, Callable[[list[Notice], Scope], set[str]]] = {
    Kind.PLAN_SUBMITTED: _waiting_plans,
    Kind.VISIT_HELD: _inbox,
}
"""The kinds that ask for something, and the addresses at which it is still to be done."""
