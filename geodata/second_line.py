"""The second line of defence: PostgreSQL itself shows the web role only what the scope holds.

The first line is `.within(scope)` in every queryset. Should one be forgotten, row-level security still answers
with the scope's rows and no others. `as_web_role` takes the role that owns nothing for one transaction, and
`scope_in_force` tells the policies, by settings that end with it, which villages, grids and households are visible.

It guards against our own mistakes. It does not guard against SQL that an attacker can write himself, who could
change the settings; all SQL has its values as parameters.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from geodata.accounts.models import User
from geodata.contacts.duties import scope_of as scope_of
from geodata.history import NOTE
from geodata.people.models import Placement
from geodata.redrawing.models import planned_in
from geodata.territory.models import Area
from geodata.territory.scope import Grant, Right
from geodata.territory.scope import Scope as Scope

WEB_ROLE = "gridmap_web"


SETTINGS = (
    "gridmap.user", "gridmap.villages", "gridmap.grids", "gridmap.households", "gridmap.audit", "gridmap.accounts",
    "gridmap.plans",
)  # fmt: skip

request_id: ContextVar[str] = ContextVar("request_of_the_transaction", default="")
in_force: ContextVar[tuple[User, dt.date] | None] = ContextVar("in_force", default=None)
"""Whose scope it is, so that what is streamed after the transaction can be put under it again."""
OURSELVES = {"role": "none", NOTE: ""} | dict.fromkeys(SETTINGS, "")
standing: ContextVar[dict[str, str]] = ContextVar("standing", default=OURSELVES)
"""The role and settings that hold now, so that one transaction within another gives back what it found."""


NO_TEMPORARY = f"""
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, {WEB_ROLE}', current_database());
END $$
"""
"""The web role makes no temporary objects, which could stand in the way of what the owner's functions look for.

It is a right on the database and in no dump: said after every migration and every restore. Only the database's owner
can take it away; a start-up check tells where it still holds.
"""


def no_temporary_objects(**_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NO_TEMPORARY)


@contextmanager
def as_web_role(*, request: str = "") -> Iterator[None]:
    """One transaction as the web role, which sees no household until a scope is in force.

    Former rows (geodata/history.py) note the id of the request and, once there is a scope, its user.
    """
    before, inside = standing.get(), connection.in_atomic_block
    with transaction.atomic():
        in_force.set(None)
        request_id.set(request)
        put({"role": WEB_ROLE} | dict.fromkeys(SETTINGS, "") | _noted())
        try:
            yield
        finally:
            if inside and not connection.needs_rollback:
                # In a transaction of ours they end by themselves; inside another they must be ended.
                put(before)
            standing.set(before)


def scope_in_force(user: User, *, on: dt.date) -> Scope:
    """The user's scope of that day, which from here to the end of the transaction is what the web role sees."""
    put({"gridmap.user": str(user.pk)} | _noted(user))
    in_force.set((user, on))
    scope = scope_of(user, on=on)
    show(scope)
    return scope


def show(scope: Scope) -> None:
    """From here to the end of the transaction the web role sees that scope."""
    put(
        {
            "gridmap.villages": _array(scope.villages),
            "gridmap.grids": _array(scope.grids),
            "gridmap.households": _array(scope.households),
            "gridmap.audit": "on" if scope.may(Right.AUDIT) else "",
            "gridmap.accounts": "on" if scope.may(Right.ACCOUNTS) else "",
            "gridmap.plans": _array(planned_in(scope)),
        }
    )
    if scope.grids:
        # Rows that lead to a household know its village but not its grid: a grid is shown by the households that
        # are or were in it, so that its figures of past days stay what they were.
        inside = Placement.objects.filter(grid__in=scope.grids).values_list("household_id", flat=True)
        put({"gridmap.households": _array(scope.households | set(inside))})


def show_also(*households: int) -> None:
    """From here to the end of the transaction the web role sees these households too, and no others beside its scope.

    For verbs that have judged by themselves that they may: see geodata/visits/sending.py.
    """
    shown = standing.get()["gridmap.households"].strip("{}")
    known = {int(number) for number in shown.split(",") if number}
    put({"gridmap.households": _array(known | set(households))})


@contextmanager
def reaching(token: str) -> Iterator[int | None]:
    """Inside, the web role sees the household of that token (its id is given), whatever its scope.

    For verbs alone that ask whether somebody had a right to it on another day, and forget it if not.
    """
    before = standing.get()["gridmap.households"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT household_id_of(%s)", [token])
        (found,) = cursor.fetchone()
    if found is not None:
        show_also(found)
    try:
        yield found
    finally:
        if not connection.needs_rollback:
            put({"gridmap.households": before})


@contextmanager
def known_as(user: User) -> Iterator[None]:
    """Inside, the web role sees what is the user's own: for somebody who has proved to be that user by other means."""
    before = standing.get()["gridmap.user"]
    put({"gridmap.user": str(user.pk)})
    try:
        yield
    finally:
        if not connection.needs_rollback:
            put({"gridmap.user": before})


def show_everything() -> None:
    """From here to the end of the transaction the web role sees all villages: for what nobody asks for, see jobs/days.py."""
    villages = frozenset(Area.objects.level(Area.Level.VILLAGE).values_list("pk", flat=True))
    show(Scope((Grant(frozenset(Right), villages=villages),)))


def _noted(user: User | None = None) -> dict[str, str]:
    """What the triggers of django-pghistory copy into former rows."""
    return {NOTE: json.dumps({"request": request_id.get()} | ({"user": user.pk} if user else {}))}


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(number) for number in sorted(ids)) + "}"


def put(values: dict[str, str]) -> None:
    """Role and settings, from here to the end of the transaction."""
    standing.set(standing.get() | values)
    calls = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in values.items() for part in pair])
