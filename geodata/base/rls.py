"""The second line of defence: PostgreSQL itself shows the web role only what the scope holds.

The first line is `.within(scope)` in every queryset. Should one be forgotten, row-level security still answers
with the scope's rows and no others. `as_web_role` takes the role that owns nothing for one transaction, and
`scope_in_force` tells the policies, by settings that end with it, which villages, grids and households are visible.

It guards against our own mistakes. It does not guard against SQL that an attacker can write himself, who could
change the settings; all SQL has its values as parameters.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import QuerySet

from geodata.base.history import NOTE, request_id
from geodata.base.manifest import concepts
from geodata.base.round_trips import at_once
from geodata.base.scope import Right, Scope

WEB_ROLE = "gridmap_web"


SETTINGS = (
    "gridmap.user", "gridmap.villages", "gridmap.grids", "gridmap.households", "gridmap.audit", "gridmap.accounts",
    "gridmap.plans", "gridmap.codes",
)  # fmt: skip
"""Of the scope itself; concepts may name more."""


def settings_of_all() -> dict[str, str]:
    """Every setting of the policies, as it is while nobody's scope is in force."""
    named = {setting for each in concepts() for setting in each.shown}
    return dict.fromkeys([*SETTINGS, *sorted(named.difference(SETTINGS))], "")


class Somebody(Protocol):
    """An account, of which only its key is known here."""

    @property
    def pk(self) -> int: ...


in_force: ContextVar[tuple[Any, dt.date] | None] = ContextVar("in_force", default=None)
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


Statement = tuple[str, Sequence[Any]]
Rows = list[tuple[Any, ...]]


@contextmanager
def as_web_role(*, request: str = "", ask: Statement | None = None) -> Iterator[Rows]:
    """One transaction as the web role, which sees no household until a scope is in force.

    Former rows (geodata/base/history.py) note the id of the request and, once there is a scope, its user. What is to be
    asked first goes along with the beginning: its rows are what `as` gives.
    """
    before, inside = standing.get(), connection.in_atomic_block
    with transaction.atomic():
        # Nothing of a former request may be left over: a worker's thread answers many users.
        in_force.set(None)
        request_id.set(request)
        try:
            yield _with_settings({"role": WEB_ROLE} | settings_of_all() | _noted(), ask)
            if inside and not connection.needs_rollback:
                # In a transaction of ours they end by themselves; inside another they must be ended.
                put(settings_of_all() | before)
        finally:
            # Also after an error, of the beginning too, when the database takes its own settings back by itself.
            standing.set(before)


def _with_settings(values: dict[str, str], ask: Statement | None) -> Rows:
    """One round trip for role and settings, the transaction's beginning if it is still to come, and what is asked under them:
    it is in every request.
    """
    with connection.cursor() as cursor:
        with at_once():
            put(values)
            if ask:
                cursor.execute(*ask)
        # Read only now: to read within would be a round trip of its own.
        rows: Rows = cursor.fetchall() if ask else []
        return rows


def act_as(user: Somebody, *, on: dt.date) -> None:
    """From here to the end of the transaction the web role acts for that user; `show` says what it sees."""
    put(_acting(user))
    in_force.set((user, on))


def _acting(user: Somebody) -> dict[str, str]:
    return {"gridmap.user": str(user.pk)} | _noted(user)


def show(
    scope: Scope, *, to: Somebody | None = None, on: dt.date | None = None, ask: Statement | None = None
) -> Rows:
    """From here to the end of the transaction the web role sees that scope, and (with `to`) acts for its user of that day.

    What is to be asked under it goes along and is waited for together with it: its rows are what this gives.
    """
    values = {
        "gridmap.codes": "{" + ",".join(scope.codes) + "}",
        "gridmap.villages": _array(scope.villages),
        "gridmap.grids": _array(scope.grids),
        "gridmap.households": _array(scope.households),
        "gridmap.audit": "on" if scope.may(Right.AUDIT) else "",
        "gridmap.accounts": "on" if scope.may(Right.ACCOUNTS) else "",
        "gridmap.plans": _array(scope.planned),
    }
    beside = [(setting, ids(scope)) for each in concepts() for setting, ids in each.shown.items()]
    # What follows from the scope alone goes along: a statement of its own would cost every request a round trip.
    for setting, ids in beside:
        if not isinstance(ids, QuerySet):
            values[setting] = _array(_numbers(values.get(setting, "")).union(ids))
    rows = _with_settings(values | (_acting(to) if to else {}), ask)
    if to and on:
        in_force.set((to, on))
    # Only now, under what the scope itself shows, can a concept look for more.
    looked_up = [(setting, set(ids)) for setting, ids in beside if isinstance(ids, QuerySet)]
    if more := {setting: _array(_shown(setting) | ids) for setting, ids in looked_up if ids}:
        put(more)
    return rows


def _shown(setting: str) -> set[int]:
    return _numbers(standing.get().get(setting, ""))


def _numbers(array: str) -> set[int]:
    return {int(number) for number in array.strip("{}").split(",") if number}


def show_also(*households: int) -> None:
    """From here to the end of the transaction the web role sees these households too, and no others beside its scope.

    For verbs that have judged by themselves that they may: see geodata/visits/sending.py.
    """
    put({"gridmap.households": _array(_shown("gridmap.households") | set(households))})


@contextmanager
def showing_villages(villages: Iterable[int]) -> Iterator[None]:
    """Inside, the web role sees these villages too: for verbs that have judged by themselves that what is written there is
    right, such as for a household that moves to the village of whoever confirms it.
    """
    before, more = standing.get()["gridmap.villages"], set(villages)
    if not more:
        yield
        return
    put({"gridmap.villages": _array(_shown("gridmap.villages") | more)})
    try:
        yield
    except BaseException:
        # The savepoint, or the transaction, takes the setting back by itself.
        standing.set(standing.get() | {"gridmap.villages": before})
        raise
    put({"gridmap.villages": before})


@contextmanager
def reaching(token: str) -> Iterator[int | None]:
    """Inside, the web role sees the household of that token (its id is given), whatever its scope.

    For verbs alone that ask whether somebody had a right to it on another day, and forget it if not.
    """
    before = standing.get()["gridmap.households"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT household_id_of(%s)", [token])
        (household,) = cursor.fetchone()
    if household is not None:
        show_also(household)
    try:
        yield household
    finally:
        # In a transaction that has failed nothing can be said any more, and nothing has to be: it ends.
        if not connection.needs_rollback:
            put({"gridmap.households": before})


@contextmanager
def known_as(user: Somebody) -> Iterator[None]:
    """Inside, the web role sees what is the user's own: for somebody who has proved to be that user by other means."""
    before = standing.get()["gridmap.user"]
    put({"gridmap.user": str(user.pk)})
    try:
        yield
    finally:
        if not connection.needs_rollback:
            put({"gridmap.user": before})


def _noted(user: Somebody | None = None) -> dict[str, str]:
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
