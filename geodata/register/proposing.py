"""Proposing a change. The same id and content again is the same change, whatever became of it; an office's own is confirmed at once."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import append_all
from geodata.base import periods, wording
from geodata.base.errors import BadInput, Conflict
from geodata.base.scope import Scope
from geodata.register.confirming import books_of, confirm
from geodata.register.deciding import entry_about
from geodata.register.finding import place_of
from geodata.register.kinds.kind import Work
from geodata.register.kinds.registry import kind_of
from geodata.register.models import LIFE, Move, RegisterChange
from geodata.register.payload import read
from geodata.register.telling import tell_office

AHEAD = dt.timedelta(days=31)
"""How far ahead a change may be proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody says: of the household of that token or, of a new one, in that area (its code), from that day on."""

    client_id: uuid.UUID
    kind: str
    effective_on: dt.date
    household: str = ""
    area: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    def digest(self) -> str:
        """SHA-256 of all but the id."""
        said = [self.kind, self.household, self.area, self.effective_on.isoformat(), dict(self.payload)]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def propose(
    *, proposal: Proposal, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[RegisterChange, bool]:
    """The change and whether it is new. Whoever may confirm it has confirmed it with that, unless its day is to come.

    One's own id is known again wherever the household is by now. Raises NotFound and NotAllowed as `place_of`, BadInput
    for what cannot be taken, Conflict for what contradicts the register or an id that was used for another content.
    """
    try:
        with transaction.atomic():
            return _proposed(proposal, by=by, scope=scope, at=at, today=today)
    except IntegrityError as error:
        # Written without looking: what was sent twice at once, or somebody else's id, the law finds.
        if "client_id" not in str(error):
            raise
        raise _used(proposal.client_id) from error


def _proposed(
    proposal: Proposal, *, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[RegisterChange, bool]:
    if known := RegisterChange.objects.filter(client_id=proposal.client_id, proposed_by=by).first():
        return _same_again(known, proposal), False
    kind = kind_of(proposal.kind)
    village, grid, home = place_of(
        token=proposal.household,
        area=proposal.area,
        of_household=kind.of_household,
        scope=scope,
        on=today,
    )
    _check_day(proposal.effective_on, today=today)
    told = kind.completed(read(kind.fields, proposal.payload), home=home)
    change = RegisterChange(
        client_id=proposal.client_id,
        body_hash=proposal.digest(),
        kind=proposal.kind,
        village=village,
        grid=grid,
        household=home,
        payload=told,
        into=kind.into(told, home=home, on=today),
        effective_on=proposal.effective_on,
        proposed_by=by,
        proposed_at=at,
    )
    kind.check(Work(change, books_of([change], locking=False), scope, by, at))
    change.save(force_insert=True)
    if LIFE.may(change, Move.CONFIRM, scope=scope, by=by) and change.effective_on <= today:
        return confirm(change=change, by=by, scope=scope, at=at, today=today), True
    append_all([entry_about(change, by=by, at=at)])
    tell_office(change, at=at)
    return change, True


def _check_day(day: dt.date, *, today: dt.date) -> None:
    if not periods.FIRST_DAY <= day <= today + AHEAD:
        raise BadInput(
            _("A change takes effect within the next %(days)s days, or has since 2000.")
            % {"days": wording.figure(AHEAD.days)},
            field="effective_on",
            value=day.isoformat(),
            remedy=_("Give a day up to %(day)s.") % {"day": wording.day(today + AHEAD)},
        )


def _same_again(known: RegisterChange, proposal: Proposal) -> RegisterChange:
    if known.body_hash != proposal.digest():
        raise _used(known.client_id)
    return known


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("A change with this id was already proposed with other content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Propose it as a new change."),
    )
