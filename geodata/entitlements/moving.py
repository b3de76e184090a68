"""Moving an entitlement on: what somebody says at the door or in an office, by the one table."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.periods import DateRange, between
from geodata.base.scope import Right, Scope
from geodata.entitlements.concept import Action
from geodata.entitlements.finding import find_entitlement
from geodata.entitlements.following import last_day
from geodata.entitlements.lifecycle import LIFE, parts_of
from geodata.entitlements.models import Entitlement
from geodata.entitlements.texts import as_kept
from geodata.entitlements.words import ENDED, Move, Origin, State, Via
from geodata.people.models import Household, Resident
from geodata.policies.answering import asked_by
from geodata.policies.models import PolicyVersion
from geodata.policies.words import Subject

LONGEST_REASON = 500
AT_ONCE = 500
"""As many as a page has to tick."""
TOGETHER = frozenset({Move.CONFIRM, Move.INFORM, Move.SUBMIT})
"""What is said of many at once: moves that ask for nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a move brings along: by whom it is applied for, what is granted for how long, and when it was paid."""

    reason: str = ""
    via: str = ""
    amount: Decimal | None = None
    until: dt.date | None = None
    """The first day after it."""
    paid_on: dt.date | None = None


NOTHING = Told()


@transaction.atomic
def move_entitlement(
    *,
    key: int,
    move: str,
    told: Told = NOTHING,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    version: int | None = None,
) -> Entitlement:
    """Raises NotFound outside the scope, NotAllowed, Conflict where the table has no such move or another one is open, BadInput, Stale."""
    found = LIFE.locked(find_entitlement(key, scope=scope))
    if version is not None and found.version != version:
        raise Stale(
            _("This entitlement was changed by someone else meanwhile."),
            field="version",
            value=found.version,
            remedy=_("Load it again."),
        )
    LIFE.check(found, move, by=by, scope=scope, reason=told.reason)
    for name, value in _values(found, move, told, today).items():
        setattr(found, name, value)
    return _moved(found, move, by=by, scope=scope, at=at, reason=told.reason)


def _moved(
    thing: Entitlement, move: str, *, by: User, scope: Scope, at: dt.datetime, reason: str
) -> Entitlement:
    after = LIFE.after(thing.state, move)
    thing.state_since, thing.ended_at = at, at if after in ENDED else None
    thing.lapsed = False
    thing.version += 1
    try:
        with transaction.atomic():
            LIFE.write(thing, move, by=by, scope=scope, at=at, reason=as_kept(reason)[:LONGEST_REASON])
    except IntegrityError as error:
        if "one_open_entitlement" not in str(error):
            raise
        raise Conflict(
            _("This entitlement is open already."), field="move", value=move, remedy=_("Go on with that one.")
        ) from error
    _record([thing], move, by=by, at=at)
    return thing


def _record(things: Collection[Entitlement], move: str, *, by: User, at: dt.datetime) -> None:
    for thing in things:
        record_access(
            user=by, action=Action.ENTITLEMENT_MOVED, at=at, subject=thing.household.token,
            details={"policy": thing.policy.code, "move": str(move)},
        )  # fmt: skip


def _values(thing: Entitlement, move: str, told: Told, today: dt.date) -> dict[str, Any]:
    """The columns that the move changes beside the state."""
    match move:
        case Move.APPLY:
            if told.via not in Via.values:
                raise BadInput(
                    _("Say who applies."),
                    field="via",
                    value=told.via,
                    remedy=_("Choose one that is offered."),
                )
            return {"via": told.via}
        case Move.GRANT | Move.LIST:
            return {"amount": _amount(thing, told), "period": _period(told, today)}
        case Move.PAY:
            return {"paid_on": _paid(told, today)} | (
                {"amount": told.amount} if told.amount is not None else {}
            )
        case Move.RENEW:
            period = between(thing.period.upper if thing.period else today, told.until)
            return {"period": _lasting(period)} | ({"amount": told.amount} if told.amount is not None else {})
        case Move.REOPEN:
            return {"via": "", "paid_on": None, "period": None, "amount": None}
    return {}


def _amount(thing: Entitlement, told: Told) -> Decimal | None:
    if told.amount is not None and not 0 <= told.amount < 10**8:
        raise BadInput(
            _("This is no amount."),
            field="amount",
            value=str(told.amount),
            remedy=_("Enter an amount in yuan."),
        )
    return thing.policy_version.amount if told.amount is None else told.amount


def _period(told: Told, today: dt.date) -> DateRange:
    return _lasting(between(today, told.until))


def _lasting(period: DateRange) -> DateRange:
    """Raises BadInput where its end lies before its beginning."""
    if period.lower and period.upper and period.upper <= period.lower:
        raise BadInput(
            _("It would end before it begins."),
            field="until",
            value=period.upper.isoformat(),
            remedy=_("Choose a later day, or none."),
        )
    return period


def _paid(told: Told, today: dt.date) -> dt.date:
    day = told.paid_on or today
    if day > today:
        raise BadInput(
            _("This day is in the future."),
            field="paid_on",
            value=day.isoformat(),
            remedy=_("Choose today or an earlier day."),
        )
    return day


@transaction.atomic
def move_together(
    *, keys: Collection[int], move: str, by: User, scope: Scope, at: dt.datetime
) -> list[Entitlement]:
    """The same move for many that ask for nothing else; all or none. Raises as `move_entitlement` does, BadInput for another move."""
    require(scope, Right.ENTITLE)
    if move not in TOGETHER or not 0 < len(set(keys)) <= AT_ONCE:
        raise BadInput(
            _("This cannot be said of many at once."), field="move", value=move, remedy=_("Say it of each.")
        )
    seen = Entitlement.objects.within(scope).filter(pk__in=keys).values_list("pk", flat=True)
    if missing := set(keys) - set(seen):
        raise NotFound(str(min(missing)), field="entitlement", value=min(missing))
    list(Entitlement.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    things = _with_names(keys)
    for thing in things:
        thing.state_since = at
        thing.version += 1
    LIFE.write_all(things, move, by=by, at=at, scope=scope, changed=("state_since", "version"))
    _record(things, move, by=by, at=at)
    return things


def _with_names(keys: Collection[int]) -> list[Entitlement]:
    return list(Entitlement.objects.filter(pk__in=keys).select_related("household", "policy").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: at which household (its token), which policy (its code), for which resident or none."""

    household: str
    policy: str
    resident: int | None = None


@transaction.atomic
def ask_for(
    *, wanted: Wanted, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[Entitlement, bool]:
    """What no rule has found: a possible entitlement, and whether it is new; what is open already is given as it is.

    Raises NotAllowed, NotFound for a household outside the scope, a policy that is not in force, a resident of somewhere else.
    """
    require(scope, Right.ENTITLE)
    thing = _unsaved(wanted, scope, on=today)
    if not LIFE.beginnings[Move.ASK].who & parts_of(thing, scope):
        refuse(Right.ENTITLE)
    return begin(thing, Move.ASK, State.POSSIBLE, Origin.ASKED, by=by, at=at)


def _unsaved(wanted: Wanted, scope: Scope, *, on: dt.date) -> Entitlement:
    home = asked_by(scope).called(wanted.household)
    if home is None:
        raise NotFound(wanted.household, field="household", value=wanted.household)
    held = PolicyVersion.objects.in_force(on).select_related("policy")
    version = held.filter(policy__code=wanted.policy).first()
    if version is None:
        raise NotFound(wanted.policy, field="policy", value=wanted.policy)
    return about(home, version, _resident(wanted, home, version), on=on)


def about(home: Household, version: PolicyVersion, resident: Resident | None, *, on: dt.date) -> Entitlement:
    """A possible one, not saved."""
    return Entitlement(
        household=home, village_id=home.village_id, resident=resident, policy=version.policy, policy_version=version,
        department_id=version.policy.department_id, apply_by=last_day(version.closes, on), synthetic=home.synthetic,
    )  # fmt: skip


def _resident(wanted: Wanted, home: Household, version: PolicyVersion) -> Resident | None:
    if wanted.resident is None:
        return None
    found = Resident.objects.filter(pk=wanted.resident, household=home).first()
    if found is None or version.policy.subject != Subject.RESIDENT:
        raise NotFound(str(wanted.resident), field="resident", value=wanted.resident)
    return found


def begin(
    thing: Entitlement, move: Move, state: State, origin: Origin, *, by: User, at: dt.datetime
) -> tuple[Entitlement, bool]:
    """Write it with its first step, unless one is open."""
    same = {"household": thing.household_id, "resident": thing.resident_id, "policy": thing.policy_id}
    known = Entitlement.objects.filter(**same, ended_at=None).first()
    if known is not None:
        return known, False
    thing.state, thing.origin, thing.at, thing.state_since = state, origin, at, at
    thing.save()
    thing.steps.create(by=by, at=at, move=move, before="", after=state)
    _record([thing], move, by=by, at=at)
    return thing, True
