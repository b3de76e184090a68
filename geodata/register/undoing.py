"""Undoing a confirmed change: every row that it wrote is what it was, to the last digit, while nothing builds on it."""

import datetime as dt
from collections import Counter

from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import Conflict
from geodata.base.scope import Scope
from geodata.base.wording import day, listed
from geodata.register.concept import NoticeKind
from geodata.register.deciding import locked, settle
from geodata.register.kinds.registry import label_of
from geodata.register.models import LIFE, Move, RegisterChange
from geodata.visits.record import as_kept


@transaction.atomic
def undo(
    *,
    change: RegisterChange,
    by: User,
    scope: Scope,
    at: dt.datetime,
    reason: str = "",
    version: int | None = None,
) -> RegisterChange:
    """Raises what LIFE and `locked` raise, and Conflict that lists what builds on it."""
    change = locked(change, version)
    LIFE.check(change, Move.UNDO, by=by, scope=scope)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE why WHEN 'changed' THEN place ELSE why END, count(*) FROM change_obstacles(%s) GROUP BY 1",
            [change.pk],
        )
        obstacles = Counter(dict(cursor.fetchall()))
    if obstacles:
        raise Conflict(
            _("Something builds on this change: %(what)s.") % {"what": listed(_in_words(change, obstacles))},
            remedy=_("Take that back first, or propose what is right now."),
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT undo_import()")
    change.reason = as_kept(reason).strip()[:200]
    return settle(change, Move.UNDO, by=by, scope=scope, at=at, notice=NoticeKind.CHANGE_UNDONE)


def _in_words(change: RegisterChange, obstacles: Counter[str]) -> list[str]:
    """Later changes of the same households, and those that wait for a household that it made, where there are any; else
    how many rows of which tables.
    """
    later = RegisterChange.objects.filter(
        state=RegisterChange.State.CONFIRMED,
        households__overlap=change.households,
        decided_at__gte=change.decided_at,
    ).exclude(pk=change.pk)
    made = set(change.households) - {change.household_id}
    waiting = RegisterChange.objects.waiting().filter(household__in=made)
    said = [_told(one) for one in later.order_by("decided_at", "pk")]
    said += [_("%(change)s, which still waits") % {"change": _told(one)} for one in waiting.order_by("pk")]
    if said:
        return said
    names = {model._meta.db_table: model._meta.verbose_name_plural for model in apps.get_models()}
    return [f"{names.get(table, table)} ({number})" for table, number in sorted(obstacles.items())]


def _told(change: RegisterChange) -> str:
    return f"{label_of(change.kind)} ({day(change.effective_on)})"
