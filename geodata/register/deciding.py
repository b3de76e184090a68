"""What becomes of a proposed change: confirmed (confirming.py), refused, taken back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.audit.record import append_all, entry_of
from geodata.base.errors import DomainError, Stale
from geodata.base.scope import Scope
from geodata.register.concept import Action, NoticeKind
from geodata.register.models import LIFE, Move, RegisterChange
from geodata.register.telling import tell_proposers
from geodata.visits.record import as_kept

BESIDE = ("village", "grid", "into", "household", "proposed_by")
DECIDED = ("decided_by", "decided_at", "reason", "version", "households")
"""The fields that a decision changes."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of one of many: the change, and why it was not done."""

    change: RegisterChange
    error: DomainError | None = None


def refuse_all(
    *, changes: Iterable[RegisterChange], by: User, scope: Scope, at: dt.datetime, reason: str
) -> list[Decided]:
    """All for one reason, each by itself: what is not possible is told, and the others are refused."""
    decided = []
    for change in in_order(changes):
        try:
            decided.append(Decided(refuse(change=change, by=by, scope=scope, at=at, reason=reason)))
        except DomainError as error:
            decided.append(Decided(change, error))
    return decided


@transaction.atomic
def refuse(
    *,
    change: RegisterChange,
    by: User,
    scope: Scope,
    reason: str,
    at: dt.datetime,
    version: int | None = None,
) -> RegisterChange:
    """It stays on record with the reason, and whoever proposed it is told."""
    change = locked(change, version)
    change.reason = as_kept(reason).strip()[:200]
    return settle(change, Move.REFUSE, by=by, scope=scope, at=at, notice=NoticeKind.CHANGE_REFUSED)


@transaction.atomic
def withdraw(
    *, change: RegisterChange, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> RegisterChange:
    """Whoever proposed it takes it back while it waits."""
    return settle(locked(change, version), Move.WITHDRAW, by=by, scope=scope, at=at)


def in_order(changes: Iterable[RegisterChange]) -> list[RegisterChange]:
    """As they happened."""
    return sorted(changes, key=lambda each: (each.effective_on, each.pk))


def all_locked(changes: Iterable[RegisterChange]) -> list[RegisterChange]:
    """As they are now, in the order in which they happened."""
    keys = lock([change.pk for change in changes])
    return in_order(RegisterChange.objects.select_related(*BESIDE).filter(pk__in=keys))


def lock(keys: Sequence[int]) -> list[int]:
    """Those that are there, locked alone, in the order of keys: what stands beside them is read afterwards."""
    rows = RegisterChange.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def locked(change: RegisterChange, version: int | None) -> RegisterChange:
    """Raises Stale for another version than was seen."""
    [fresh] = all_locked([change])
    if version is not None and fresh.version != version:
        raise Stale(
            _("This change was decided by someone else meanwhile."),
            field="version",
            value=fresh.version,
            remedy=_("Load it again."),
        )
    return fresh


def settle(
    change: RegisterChange, move: Move, *, by: User, scope: Scope, at: dt.datetime, notice: str = ""
) -> RegisterChange:
    LIFE.check(change, move, by=by, scope=scope, reason=change.reason)
    settle_all([change], move, by=by, at=at, notice=notice, reason=change.reason)
    return change


def settle_all(
    changes: Sequence[RegisterChange],
    move: Move,
    *,
    by: User,
    at: dt.datetime,
    notice: str = "",
    reason: str = "",
) -> None:
    """That it was decided, on record and told. The move has been asked for. Four statements, whatever the number."""
    for change in changes:
        change.decided_by, change.decided_at = by, at
        change.version += 1
    LIFE.write_all(changes, move, by=by, at=at, reason=reason, changed=DECIDED)
    append_all([entry_about(change, by=by, at=at) for change in changes])
    if notice:
        others = [change for change in changes if change.proposed_by_id != by.pk]
        tell_proposers(others, notice, at=at)


def entry_about(change: RegisterChange, *, by: User, at: dt.datetime) -> AccessEntry:
    """An access entry of what the change is now."""
    subject = change.household.token if change.household else ""
    details = {"kind": change.kind, "state": change.state}
    return entry_of(user=by, action=Action.REGISTER_CHANGED, at=at, subject=subject, details=details)
