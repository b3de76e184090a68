"""Confirming changes: what they say is written, one or five hundred in as many statements, and the tables note whose doing it is.

Changes of one household follow each other; beside each other stand those of different ones, in one wave after another.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import rls, wording
from geodata.base.errors import Conflict, DomainError
from geodata.base.scope import Scope
from geodata.people.models import Household
from geodata.register.books import Books
from geodata.register.concept import NoticeKind
from geodata.register.deciding import Decided, all_locked, locked, settle_all
from geodata.register.kinds.kind import Work
from geodata.register.kinds.registry import kind_of
from geodata.register.models import LIFE, Move, RegisterChange

TAKEN = ("23505", "23P01")
"""What PostgreSQL says where a value or a period is another's: somebody else has just written it."""


def confirm(
    *,
    change: RegisterChange,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    version: int | None = None,
) -> RegisterChange:
    """It is written. Raises what LIFE raises, Stale for another version than was seen, Conflict before its day and where
    it contradicts what is recorded by now.
    """
    with transaction.atomic():
        [decided] = Confirming(by, scope, at, today).decide([locked(change, version)])
        if decided.error:
            raise decided.error
        return decided.change


@transaction.atomic
def confirm_all(
    *, changes: Iterable[RegisterChange], by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> list[Decided]:
    """In the order of their days: what is not possible is told, and the others are written."""
    return Confirming(by, scope, at, today).decide(all_locked(changes))


@dataclass(frozen=True)
class Confirming:
    """Who confirms, and when."""

    by: User
    scope: Scope
    at: dt.datetime
    today: dt.date

    def decide(self, changes: Sequence[RegisterChange]) -> list[Decided]:
        """Of `changes`, which are locked, in their order."""
        errors = {change.pk: error for change in changes if (error := self._against(change))}
        for wave in waves([change for change in changes if change.pk not in errors]):
            errors |= self._confirmed(wave)
        return [Decided(change, errors.get(change.pk)) for change in changes]

    def _against(self, change: RegisterChange) -> DomainError | None:
        try:
            LIFE.check(change, Move.CONFIRM, by=self.by, scope=self.scope)
            self._check_day(change)
        except DomainError as error:
            return error
        return None

    def _check_day(self, change: RegisterChange) -> None:
        if change.effective_on > self.today:
            raise Conflict(
                _("It takes effect on %(day)s.") % {"day": wording.day(change.effective_on)},
                field="effective_on",
                value=change.effective_on.isoformat(),
                remedy=_("Confirm it from that day on."),
            )

    def _confirmed(self, wave: Sequence[RegisterChange]) -> dict[int, DomainError]:
        """The changes (keys) that were not possible, and why. Where one stands in the way of all, each is tried by itself."""
        try:
            with (
                transaction.atomic(),
                rls.showing_villages({change.village_id for change in wave if change.into_id}),
            ):
                return self._write(wave)
        except DomainError as error:
            if len(wave) == 1:
                return {wave[0].pk: error}
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", "") not in TAKEN:
                raise
            if len(wave) == 1:
                return {wave[0].pk: _meanwhile()}
        return {pk: error for change in wave for pk, error in self._confirmed([change]).items()}

    def _write(self, wave: Sequence[RegisterChange]) -> dict[int, DomainError]:
        books = books_of(wave, locking=True)
        errors: dict[int, DomainError] = {}
        with books.noted(alone=kind_of(wave[0].kind).alone):
            for change in wave:
                if change.household_id:
                    # As it stands, and seen by the receiving village, too.
                    change.household = books.homes[change.household_id]
                kind, work = kind_of(change.kind), Work(change, books, self.scope, self.by, self.at)
                try:
                    kind.check(work)
                except DomainError as error:
                    errors[change.pk] = error
                    continue
                kind.apply(work)
                touched = work.touched | ({change.household_id} if change.household_id else set())
                change.households = sorted(touched)
            books.write()
        done = [change for change in wave if change.pk not in errors]
        settle_all(done, Move.CONFIRM, by=self.by, at=self.at, notice=NoticeKind.CHANGE_CONFIRMED)
        return errors


def books_of(changes: Sequence[RegisterChange], *, locking: bool) -> Books:
    making = {change.deciding.pk for change in changes if kind_of(change.kind).makes}
    return Books(changes, locking=locking, making=making)


def waves(changes: Sequence[RegisterChange]) -> Iterator[list[RegisterChange]]:
    """Parts of which no two changes are of one household; whoever comes later of it stands in a later one."""
    after: dict[int, int] = {}
    beside: dict[int, list[RegisterChange]] = defaultdict(list)
    others = others_of(changes)
    for change in changes:
        homes = {home for home in (change.household_id, others.get(change.pk)) if home}
        number = max((after.get(home, 0) for home in homes), default=0)
        after |= dict.fromkeys(homes, number + 1)
        beside[number].append(change)
    for number in sorted(beside):
        together = [change for change in beside[number] if not kind_of(change.kind).alone]
        if together:
            yield together
        yield from ([change] for change in beside[number] if kind_of(change.kind).alone)


def others_of(changes: Iterable[RegisterChange]) -> dict[int, int]:
    """By change the other household that it writes too, where it names one that is there."""
    tokens = {change.pk: change.payload["into"] for change in changes if "into" in change.payload}
    if not tokens:
        return {}
    known = dict(Household.objects.filter(token__in=tokens.values()).values_list("token", "pk"))
    known |= dict(
        Household.objects.filter(aliases__token__in=tokens.values()).values_list("aliases__token", "pk")
    )
    return {pk: known[token] for pk, token in tokens.items() if token in known}


def _meanwhile() -> Conflict:
    return Conflict(
        _("What is recorded of this household has just been changed by someone else."),
        remedy=_("Load it again."),
    )
