"""Phones as they are, without a browser: an outbox, a network that loses and doubles, a clock that may be wrong.

What a phone does is what gridmap/static/gridmap/today/outbox.js does; the service is asked by its verbs, each in a transaction of its own
as the web role, with the scope of that day in force.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from geodata.base.rls import as_web_role
from geodata.base.scope import Right, Scope
from geodata.contacts.rights import scope_in_force
from geodata.people.models import Household
from geodata.visits.inbox import hand_in, states_of, withdraw
from geodata.visits.record import Report
from geodata.visits.sending import Sent, take_visit, undo_own_visit


class Fate(StrEnum):
    """What the network does to one request."""

    FINE = "fine"
    LOST = "lost"  # the service never hears of it
    UNANSWERED = "unanswered"  # it takes effect, and nobody is told
    TWICE = "twice"  # it comes twice, and the second answer is the one that arrives


class NoAnswer(Exception):
    """The phone knows nothing of what became of its request."""


@dataclass
class Entry:
    """A visit in the outbox; `client_id` for ever names it."""

    token: str
    day: dt.date
    note: str
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    tried: bool = False
    undo: bool = False
    stuck: bool = False
    kept: bool = False
    """Taken back when the account was closed already: what was recorded before stays."""

    @property
    def sent(self) -> Sent:
        return Sent(self.client_id, self.token, Report(household=0, day=self.day, note=self.note))


@dataclass
class Phone:
    """Of one person. `fates` are used up request by request; afterwards all goes well."""

    user: User
    homes: set[str] = field(default_factory=set)
    outbox: list[Entry] = field(default_factory=list)
    noted: set[uuid.UUID] = field(default_factory=set)
    """Ids that the service has confirmed."""
    fates: list[Fate] = field(default_factory=list)

    def save(self, token: str, day: dt.date, note: str) -> Entry:
        self.outbox.append(Entry(token, day, note))
        return self.outbox[-1]

    def take_back(self, entry: Entry) -> None:
        entry.undo, entry.stuck = True, False
        if not entry.tried:
            self.outbox.remove(entry)
        elif entry not in self.outbox:
            self.outbox.append(entry)

    def sync(self, at: dt.datetime, today: dt.date) -> None:
        """One run: what waits is sent in order, until an answer fails to come; then the households are fetched anew."""
        try:
            for entry in list(self.outbox):
                self._one(entry, at, today)
            self._fetch(today)
        except NoAnswer:
            return

    def count(self, today: dt.date) -> dict[str, int]:
        """What the service has of everything that this phone knows as sent, by state."""
        counted: dict[str, int] = {}
        with as_web_role():
            scope_in_force(self.user, on=today)
            for _id, state, _reason in states_of(sorted(self.noted), by=self.user):
                counted[state] = counted.get(state, 0) + 1
        return counted

    def _one(self, entry: Entry, at: dt.datetime, today: dt.date) -> None:
        entry.tried = True
        if self._is_closed():
            return self._hand_over(entry, at, today)
        try:
            self._ask(
                today,
                lambda scope: take_visit(sent=entry.sent, by=self.user, scope=scope, at=at, today=today),
            )
            if entry.undo:
                self._ask(today, lambda _scope: self._undo(entry, at))
        except (BadInput, NotAllowed, NotFound):
            return self._refused(entry, at, today)
        except Conflict:
            entry.stuck = True
            return None
        return self._done(entry)

    def _refused(self, entry: Entry, at: dt.datetime, today: dt.date) -> None:
        try:
            if entry.undo:
                self._ask(today, lambda _scope: withdraw(client_id=entry.client_id, by=self.user, at=at))
            else:
                self._ask(
                    today,
                    lambda scope: hand_in(sent=entry.sent, by=self.user, scope=scope, at=at, today=today),
                )
        except NotFound:
            if not entry.undo:
                entry.stuck = True
                return
        except DomainError:
            entry.stuck = True
            return
        self._done(entry)

    def _hand_over(self, entry: Entry, at: dt.datetime, today: dt.date) -> None:
        """Of an account that is closed: see api/visits/left.py."""
        self.homes = set()
        entry.kept = entry.undo
        if not entry.undo:
            self._ask(
                today,
                lambda _scope: hand_in(sent=entry.sent, by=self.user, scope=Scope(), at=at, today=today),
            )
        self._done(entry)

    def _undo(self, entry: Entry, at: dt.datetime) -> None:
        undo_own_visit(entry.client_id, by=self.user, at=at)

    def _done(self, entry: Entry) -> None:
        if entry.undo:
            self.noted.discard(entry.client_id)
        else:
            self.noted.add(entry.client_id)
        self.outbox.remove(entry)

    def _fetch(self, today: dt.date) -> None:
        def homes(scope: Scope) -> set[str]:
            return set(Household.objects.within(scope.to(Right.VISIT)).values_list("token", flat=True))

        self.homes = self._ask(today, homes)

    def _is_closed(self) -> bool:
        self.user.refresh_from_db(fields=["is_active"])
        return not self.user.is_active

    def _ask(self, today: dt.date, what: Callable[[Scope], Any]) -> Any:
        """One request, with whatever the network does to it."""
        fate = self.fates.pop(0) if self.fates else Fate.FINE
        if fate == Fate.LOST:
            raise NoAnswer
        if fate in (Fate.TWICE, Fate.UNANSWERED):
            with suppress(DomainError):
                self._served(today, what)
        if fate == Fate.UNANSWERED:
            raise NoAnswer
        return self._served(today, what)

    def _served(self, today: dt.date, what: Callable[[Scope], Any]) -> Any:
        refused: DomainError | None = None
        with as_web_role():
            scope = scope_in_force(self.user, on=today)
            try:
                return what(scope)
            except DomainError as error:
                # As in a request: what is refused with words is no reason to take the transaction back.
                refused = error
        raise refused
