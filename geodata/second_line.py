"""The second line of defence: PostgreSQL itself shows the web role only what the scope holds.

The first line is `.within(scope)` in every queryset. Should one be forgotten, row-level security still answers
with the scope's rows and no others. `held_to(scope)` takes the role that owns nothing for one transaction and
tells the policies, by settings that end with it, which villages, grids and households are visible.

It guards against our own mistakes. It does not guard against SQL that an attacker can write himself, who could
change the settings; all SQL has its values as parameters.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from geodata.accounts.models import User
from geodata.people.models import Household
from geodata.territory.scope import Right, Scope

WEB_ROLE = "gridmap_web"


@contextmanager
def as_web_role(user: User | None) -> Iterator[None]:
    """One transaction as the web role that sees no household yet: only the user's own contact links."""
    with transaction.atomic():
        _set({"role": WEB_ROLE, "gridmap.user": str(user.pk) if user else ""} | dict.fromkeys(SETTINGS, ""))
        try:
            yield
        finally:
            if not connection.needs_rollback:
                # Outside a transaction of ours the settings would end by themselves; within one they must be ended.
                _set({"role": "none"})


SETTINGS = ("gridmap.villages", "gridmap.grids", "gridmap.households", "gridmap.audit")


def show(scope: Scope) -> None:
    """From here to the end of the transaction the web role sees that scope. Two statements at most."""
    audit = "on" if scope.may(Right.AUDIT) else ""
    _set(
        {
            "gridmap.villages": _array(scope.villages),
            "gridmap.grids": _array(scope.grids),
            "gridmap.households": _array(scope.households),
            "gridmap.audit": audit,
        }
    )
    if scope.grids:
        # Rows that lead to a household know its village but not its grid: a grid is shown by its households.
        inside = Household.objects.filter(grid__in=scope.grids).values_list("pk", flat=True)
        _set({"gridmap.households": _array(scope.households | set(inside))})


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(number) for number in sorted(ids)) + "}"


def _set(values: dict[str, str]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in values.items() for part in pair])
