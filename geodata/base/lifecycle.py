"""The life of a thing as a table: from each state which move leads where, who may make it and what it asks for.

    LIFE = Lifecycle(start="draft", table={"draft": {"submit": Next("submitted", right=Right.PLAN)}, "submitted": {}}, …)

Pages, programs and verbs read the one table: `moves_from` tells what somebody may do now, `check` refuses, `advance` does
it and appends the step. The laws of the database are made of the same table: `states` and `steps` are CHECKs, and
geodata/sql/stands_where_its_steps_led.sql holds state and steps together, whoever writes.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, DomainError
from geodata.base.rls import Somebody
from geodata.base.rows import update_rows
from geodata.base.scope import Right, Scope

Thing = TypeVar("Thing", bound=models.Model)
RightOf = Right | Callable[[Any], Right]


@dataclass(frozen=True)
class Next:
    """Where a move leads, and who may make it: whoever has the `right` in all villages of the thing, or (`own`) whose
    it is. Without either it is nobody's: it comes about by itself, by another move or by a job.
    """

    state: str
    right: RightOf | None = None
    own: bool = False
    reason_required: bool = False
    unless: Callable[[Any, Somebody], DomainError | None] | None = None
    """What stands against it though the right is there, such as that one has made it oneself."""

    def right_for(self, thing: Any) -> Right | None:
        return self.right if self.right is None or isinstance(self.right, Right) else self.right(thing)


def _nobody(_thing: Any) -> int | None:
    return None


def _reasonless(_move: str) -> BadInput:
    return BadInput(_("Give the reason."), field="reason", remedy=_("Give a short reason."))


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """The table and what it needs to know of the things: their villages, whose they are, the words of its refusals."""

    start: str
    table: Mapping[str, Mapping[str, Next]]
    begun: str = ""
    """The move of the first step, where beginning is a step too."""
    begins: str = ""
    """Where that step leads, unless to `start`: a thing without steps stands at `start`, and some have a way before it."""
    villages: Callable[[Any], Iterable[int]] = attrgetter("villages")
    owner: Callable[[Any], int | None] = _nobody
    impossible: Callable[[str, str], Conflict]
    """(state, move) → what is said where the table knows no such move from there."""
    reasonless: Callable[[str], BadInput] = _reasonless
    steps_of: str = "steps"
    """The name by which a thing knows its steps."""

    def allowed(self, state: str, move: str) -> Next | None:
        return self.table[state].get(move)

    def after(self, state: str, move: str) -> str:
        """The state that the move leads to. Raises Conflict when it is not allowed from here."""
        if (found := self.allowed(state, move)) is None:
            raise self.impossible(state, move)
        return found.state

    def moves_from(self, thing: Any, *, scope: Scope, by: Somebody) -> list[str]:
        """What that person may do with it now, but for what a form has to bring along."""
        return [
            move
            for move, found in self.table[thing.state].items()
            if self._may(found, thing, scope, by) and not (found.unless and found.unless(thing, by))
        ]

    def may(self, thing: Any, move: str, *, scope: Scope, by: Somebody | None) -> bool:
        """May that person make the move at all, from whatever state it can be made?"""
        return any(self._may(each, thing, scope, by) for each in self._named(move))

    def check(
        self, thing: Any, move: str, *, by: Somebody | None, scope: Scope | None = None, reason: str = ""
    ) -> Next:
        """Raises NotAllowed, Conflict where the table knows no such move from its state, BadInput without a reason.

        Without a scope only the table is asked: a job, or a verb that has judged by other means, makes the move.
        """
        if scope is not None and not self.may(thing, move, scope=scope, by=by):
            refuse(
                next((right for each in self._named(move) if (right := each.right_for(thing))), Right.COUNTS)
            )
        found = self.allowed(thing.state, move)
        if found is None:
            raise self.impossible(thing.state, move)
        if scope is not None and not self._may(found, thing, scope, by):
            refuse(found.right_for(thing) or Right.COUNTS)
        if by is not None and found.unless and (against := found.unless(thing, by)):
            raise against
        if found.reason_required and not reason.strip():
            raise self.reasonless(move)
        return found

    def locked(self, thing: Thing) -> Thing:
        """Its row as it is now, locked alone: what belongs to it is read afterwards."""
        return QuerySet(type(thing)).select_for_update().get(pk=thing.pk)

    def begin(self, thing: models.Model, *, by: Somebody | None, at: dt.datetime) -> None:
        """The first step of what has just been made."""
        self._append(thing, self.begun, before="", by=by, at=at)

    @transaction.atomic
    def advance(
        self,
        thing: Thing,
        move: str,
        *,
        by: Somebody | None,
        at: dt.datetime,
        scope: Scope | None = None,
        reason: str = "",
        **values: Any,
    ) -> Thing:
        """Lock it, move it on with these values, and append the step. Raises what `check` raises."""
        found = self.locked(thing)
        for name, value in values.items():
            setattr(found, name, value)
        return self.write(found, move, by=by, at=at, scope=scope, reason=reason)

    def write(
        self,
        thing: Thing,
        move: str,
        *,
        by: Somebody | None,
        at: dt.datetime,
        scope: Scope | None = None,
        reason: str = "",
    ) -> Thing:
        """The same for what is `locked` already: it is saved with whatever else the verb has changed of it."""
        told: Any = thing
        found, before = self.check(thing, move, by=by, scope=scope, reason=reason), told.state
        told.state = found.state
        told.save()
        self._append(thing, move, before=before, by=by, at=at, reason=reason)
        return thing

    @transaction.atomic
    def write_all(
        self,
        things: Sequence[Any],
        move: str,
        *,
        by: Somebody | None,
        at: dt.datetime,
        scope: Scope | None = None,
        reason: str = "",
        changed: Iterable[str] = (),
    ) -> None:
        """The same for many of one kind that are `locked` already, saved with the fields that the verb has `changed`.
        Two statements. Raises what `check` raises for any of them, before one is written.
        """
        found = [(thing, self.check(thing, move, by=by, scope=scope, reason=reason)) for thing in things]
        if not found:
            return
        steps = getattr(found[0][0], self.steps_of).model
        rows = []
        for thing, to in found:
            told = {
                "by": by,
                "at": at,
                "move": move,
                "before": thing.state,
                "after": to.state,
                "reason": reason,
            }
            rows.append(steps(**{steps.subject: thing}, **told))
            thing.state = to.state
        update_rows(things, {"state", *changed})
        QuerySet(steps).bulk_create(rows)

    def states(self, name: str) -> models.CheckConstraint:
        """The law that a thing is in one of these states."""
        return models.CheckConstraint(name=name, condition=Q(state__in=[str(state) for state in self.table]))

    def steps(self, name: str) -> models.CheckConstraint:
        """The law that a step is one of the table."""
        pairs = [
            Q(before=str(before), move=str(move), after=str(found.state))
            for before, moves in self.table.items()
            for move, found in moves.items()
        ]
        if self.begun:
            pairs = [Q(before="", move=str(self.begun), after=str(self.begins or self.start)), *pairs]
        return models.CheckConstraint(name=name, condition=reduce(or_, pairs))

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """By column of a step: what its codes are called, as states and moves have labels."""
        moves = [self.begun, *(move for known in self.table.values() for move in known)]
        states = _labels([self.start, *self.table])
        return {"move": _labels(moves), "before": states, "after": states}

    def _named(self, move: str) -> list[Next]:
        return [moves[move] for moves in self.table.values() if move in moves]

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        if found.own and by is not None and by.pk == self.owner(thing):
            return True
        right, villages = found.right_for(thing), frozenset(self.villages(thing))
        return right is not None and bool(villages) and villages <= scope.to(right).villages

    def _append(
        self,
        thing: Any,
        move: str,
        *,
        before: str,
        by: Somebody | None,
        at: dt.datetime,
        reason: str = "",
    ) -> None:
        steps = getattr(thing, self.steps_of)
        steps.create(by=by, at=at, move=move, before=before, after=thing.state, reason=reason)


def _labels(codes: Iterable[object]) -> dict[str, str]:
    return {str(code): str(code.label) for code in codes if isinstance(code, models.TextChoices)}


class Step(models.Model):
    """What moved a thing on: appended, never changed. A concrete one adds the thing itself, `life` and `subject`."""

    life: ClassVar[Lifecycle]
    subject: ClassVar[str]
    """The name of the field that leads to the thing."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("by"),
    )
    """None: nobody, it came about by itself."""
    at = models.DateTimeField(gettext_lazy("at"))
    move = models.CharField(gettext_lazy("move"), max_length=20)
    before = models.CharField(gettext_lazy("state before"), max_length=20, blank=True)
    after = models.CharField(gettext_lazy("state"), max_length=20)
    reason = models.TextField(gettext_lazy("reason"), max_length=2000, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{getattr(self, f'{self.subject}_id')} {self.move}"
