"""Moving a need on: what all moves have in common, and those that need nothing else."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.scope import Right, Scope
from geodata.needs.beside_models import UNDER_WAY, Assignment, AssignmentState
from geodata.needs.concept import Action
from geodata.needs.deadlines import schedule
from geodata.needs.lifecycle import LIFE, Turn
from geodata.needs.models import Need, NeedStep
from geodata.needs.sealing import opened_words, seal_result, sealed_words
from geodata.needs.units import give_to_office
from geodata.needs.words import CONTENT, ENDED, OPEN, Answer, Declined, How, Move, SettledIn, State
from geodata.visits.record import as_kept

REOPENED_WITHIN = dt.timedelta(days=30)
"""After that what was closed or declined is a new need."""
BESIDE = (
    "village__parent__parent", "household", "grid", "category", "by", "unit_area", "unit_department", "handler", "rule",
    "visit", "merged_into", "dispute",
)  # fmt: skip
LONGEST_REASON = 500
BEFORE_WORK: Mapping[str, Move] = {
    State.ACCEPTED: Move.BEGIN, State.ASSIGNED: Move.BEGIN, State.CONSULTING: Move.CONCLUDE,
}  # fmt: skip
"""What leads from there to work in progress."""


def locked(need: Need, *, version: int | None = None) -> Need:
    """As it is now, locked alone. Raises Stale for another version than was seen."""
    LIFE.locked(need)
    fresh = Need.objects.select_related(*BESIDE).get(pk=need.pk)
    if version is not None and fresh.version != version:
        raise Stale(
            _("This need was changed by someone else meanwhile."),
            field="version",
            value=fresh.version,
            remedy=_("Load it again."),
        )
    return fresh


def step(
    need: Need,
    move: str,
    *,
    by: User | None,
    at: dt.datetime,
    scope: Scope | None,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
    **values: Any,
) -> Need:
    """Move a locked one on with these values and append the step. Raises what LIFE.check raises, Conflict for a law of steps.

    Without a scope the verb has judged by itself whose move it is.
    """
    before = need.state
    made = moved(need, move, by=by, at=at, scope=scope, reason=reason, payload=payload, **values)
    _written(made)
    if before in OPEN and (made.level != need.level or need.state not in OPEN):
        withdraw_assignments(need, by=by, at=at)
    if by is not None:
        record_access(
            user=by, action=Action.NEED_MOVED, at=at, subject=need.number, details={"move": str(move)}
        )
    return need


def moved(
    need: Need,
    move: str,
    *,
    by: User | None,
    at: dt.datetime,
    scope: Scope | None,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
    reckon: Callable[..., None] = schedule,
    **values: Any,
) -> NeedStep:
    """Need and step as they are after the move; neither is saved. Raises what LIFE.check raises."""
    reason = as_kept(reason).strip()[:LONGEST_REASON]
    details = dict(payload or {})
    turn = LIFE.check(need, move, by=by, scope=scope, reason=reason)
    assert isinstance(turn, Turn)
    before, level = need.state, need.level
    for name, value in values.items():
        setattr(need, name, value)
    need.state, need.level = State(turn.state), level + turn.shift
    need.ended_at = at if turn.state in ENDED else None
    if (before, level) != (need.state, need.level):
        need.state_since = at
    if turn.shift:
        give_to_office(need)
        reckon(need, at=at)
    need.version += 1
    if need.sensitive:
        # What is said of it on the way is as secret as what it says.
        details, reason = sealed_words(need, details | {"reason": reason}), ""
    return NeedStep(
        need=need, move=move, before=before, after=need.state, level=level, level_after=need.level, by=by, at=at,
        reason=reason, payload=details, due_at=need.due_at,
    )  # fmt: skip


def _written(made: NeedStep) -> None:
    try:
        with transaction.atomic():
            made.need.save()
            made.save(force_insert=True)
    except IntegrityError as error:
        laws = [*NeedStep._meta.constraints, *Need._meta.constraints]
        law = next((law for law in laws if law.name in str(error)), None)
        if law is None:
            raise
        raise Conflict(str(law.violation_error_message), field="move", value=made.move) from error


def withdraw_assignments(need: Need, *, by: User | None, at: dt.datetime) -> None:
    """What is still under way elsewhere is over with that."""
    under_way = Assignment.objects.filter(need=need, state__in=UNDER_WAY)
    under_way.update(state=AssignmentState.WITHDRAWN, decided_at=at, decided_by=by)


@transaction.atomic
def accept(*, need: Need, by: User, scope: Scope, at: dt.datetime, version: int | None = None) -> Need:
    """The level that holds it takes it in hand."""
    return step(locked(need, version=version), Move.ACCEPT, by=by, at=at, scope=scope)


@transaction.atomic
def decline(
    *, need: Need, why: str, reason: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """For one of the reasons of `Declined`, with words. A dispute in the village is declined by the township alone."""
    need = locked(need, version=version)
    if why not in Declined.values:
        raise BadInput(_("Say why nothing is done about it."), field="why", value=why)
    return step(
        need, Move.DECLINE, by=by, at=at, scope=scope, reason=reason, payload={"why": why}, declined_for=why
    )


@transaction.atomic
def merge(
    *, need: Need, into: Need, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """It says the same as another, which goes on. Raises NotFound where the other is not in the same village and seen."""
    need = locked(need, version=version)
    other = (
        Need.objects.within(scope, by=by.pk)
        .filter(pk=into.pk, village=need.village_id)
        .exclude(pk=need.pk)
        .first()
    )
    if other is None or other.sensitive != need.sensitive or set(other.named) != set(need.named):
        raise NotFound(into.number, field="into", value=into.number)
    if other.state == State.MERGED:
        raise Conflict(
            _("That need was merged into another itself."),
            field="into",
            value=other.number,
            remedy=_("Choose that one."),
        )
    return step(
        need, Move.MERGE, by=by, at=at, scope=scope, payload={"into": other.number}, merged_into=other
    )


@transaction.atomic
def begin(*, need: Need, by: User, scope: Scope, at: dt.datetime, version: int | None = None) -> Need:
    """Work on it begins. What is assigned in the village, that person begins: the assignment is accepted with it."""
    need = step(locked(need, version=version), Move.BEGIN, by=by, at=at, scope=scope)
    given = Assignment.objects.filter(need=need, user=by, state=AssignmentState.GIVEN)
    given.update(state=AssignmentState.ACCEPTED, decided_at=at, decided_by=by, version=F("version") + 1)
    return need


@transaction.atomic
def settle(
    *, need: Need, result: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """Done as soon as it was accepted, or with the consultation."""
    need = locked(need, version=version)
    how = How.CONSULTED if need.state == State.CONSULTING else How.SPOT
    return _done(need, Move.SETTLE, result, how=how, by=by, scope=scope, at=at)


@transaction.atomic
def finish(
    *, need: Need, result: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """The work is done, with its result. Those concerned are asked by somebody else."""
    need = locked(need, version=version)
    how = How.ASSIGNED if need.handed_out else How.CONSULTED if need.consultations.exists() else How.SPOT
    return _done(need, Move.FINISH, result, how=how, by=by, scope=scope, at=at)


def _done(need: Need, move: str, result: str, *, how: str, by: User, scope: Scope, at: dt.datetime) -> Need:
    result = as_kept(result).strip()[:1000]
    LIFE.check(need, move, by=by, scope=scope, reason="–")
    if not result:
        raise BadInput(_("Say what was done."), field="result", remedy=_("A few words are enough."))
    need.result, need.sealed_result = ("", seal_result(need, result)) if need.sensitive else (result, b"")
    return step(
        need, move, by=by, at=at, scope=scope, how=how, settled_at=at, settled_level=need.level, settled_in=settled_in(need, scope), finished_by=by,
    )  # fmt: skip


@transaction.atomic
def finish_for_all(*, need: Need, result: str, by: User, scope: Scope, at: dt.datetime) -> Need:
    """What is done for several needs together is done for this one, from whatever open state and level: the caller has judged by whom."""
    need = locked(need)
    if need.state in BEFORE_WORK:
        need = step(need, BEFORE_WORK[need.state], by=by, at=at, scope=None)
    need.result = as_kept(result).strip()[:1000]
    return step(
        need, Move.FINISH, by=by, at=at, scope=None, how=How.ASSIGNED, settled_at=at, settled_level=need.level,
        settled_in=settled_in(need, scope), finished_by=by,
    )  # fmt: skip


def settled_in(need: Need, scope: Scope) -> str:
    """At level 1 in the grid, where somebody does it whose duties go no further."""
    if need.level > 1:
        return SettledIn.TOWNSHIP if need.level == 2 else SettledIn.COUNTY
    wider = need.village_id in scope.to(Right.NEED).villages
    return SettledIn.VILLAGE if wider else SettledIn.GRID


@transaction.atomic
def escalate(
    *, need: Need, reason: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """One level up, never further; the level below keeps sight of it. What was assigned is withdrawn."""
    return step(locked(need, version=version), Move.ESCALATE, by=by, at=at, scope=scope, reason=reason)


@transaction.atomic
def return_down(
    *, need: Need, reason: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """One level down, once from each. Raises Conflict where a sensitive one would come below its least level."""
    need = locked(need, version=version)
    LIFE.check(need, Move.RETURN, by=by, scope=scope, reason=reason)
    if need.level - 1 < need.least_level:
        raise Conflict(
            _("A sensitive need stays with the township or the county."), field="move", value=Move.RETURN
        )
    return step(need, Move.RETURN, by=by, at=at, scope=scope, reason=reason)


@transaction.atomic
def withdraw(
    *, need: Need, reason: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """Those concerned want nothing any more. Whoever recorded it does so while it is new, afterwards the level that holds it."""
    return step(locked(need, version=version), Move.WITHDRAW, by=by, at=at, scope=scope, reason=reason)


@transaction.atomic
def close(
    *, need: Need, by: User, scope: Scope, at: dt.datetime, reason: str = "", version: int | None = None
) -> Need:
    """After the follow-up. Who is not content is not closed at once: it is reopened first; the second time with a reason."""
    need = locked(need, version=version)
    LIFE.check(need, Move.CLOSE, by=by, scope=scope, reason=reason)
    if need.answer not in CONTENT:
        if not need.reopened:
            raise Conflict(
                _("Those concerned are not satisfied."),
                field="move",
                value=Move.CLOSE,
                remedy=_("Reopen it."),
            )
        if not reason.strip():
            raise LIFE.reasonless(Move.CLOSE)
    return step(need, Move.CLOSE, by=by, at=at, scope=scope, reason=reason)


@transaction.atomic
def reopen(
    *, need: Need, reason: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """With the level that settled or declined it, anew. Raises Conflict when it ended more than 30 days ago."""
    need = locked(need, version=version)
    LIFE.check(need, Move.REOPEN, by=by, scope=scope, reason=reason)
    if need.ended_at is not None and at - need.ended_at > REOPENED_WITHIN:
        raise Conflict(_("It ended more than 30 days ago."), field="move", remedy=_("Record a new need."))
    return _reopened(need, reason, by=by, scope=scope, at=at)


def _reopened(need: Need, reason: str, *, by: User, scope: Scope | None, at: dt.datetime) -> Need:
    payload = {"answer": need.answer, "how": need.how}
    give_to_office(need)
    schedule(need, at=at)
    return step(
        need, Move.REOPEN, by=by, at=at, scope=scope, reason=reason, payload=payload, reopened=need.reopened + 1,
        settled_level=None, settled_in="", settled_at=None, how="", answer="", declined_for="",
    )  # fmt: skip


def answered_the_same(need: Need, *, answer: str, reason: str, by: User) -> bool:
    """Has that person followed it up with just this since it was done? A phone whose answer got lost says it again, on an old version."""
    last = (
        need.steps.filter(move__in=[Move.FOLLOW_UP, Move.FINISH, Move.SETTLE, Move.SETTLE_AT_ONCE])
        .order_by("-pk")
        .first()
    )
    if last is None or last.move != Move.FOLLOW_UP or last.by_id != by.pk:
        return False
    said = opened_words(need, last.payload)
    kept = last.reason or said.get("reason", "")
    return said.get("answer") == answer and kept == as_kept(reason).strip()[:LONGEST_REASON]


@transaction.atomic
def follow_up(
    *,
    need: Need,
    answer: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    reason: str = "",
    version: int | None = None,
) -> Need:
    """What those concerned say of it, asked at the next visit or by phone by somebody else than who finished it.

    Who is not satisfied says why, and the first time it is reopened with that; afterwards its level decides.
    """
    need = locked(need, version=version)
    LIFE.check(need, Move.FOLLOW_UP, by=by, scope=scope)
    if answer not in (*CONTENT, Answer.NOT):
        raise BadInput(_("Say what those concerned answer."), field="answer", value=answer)
    if answer == Answer.NOT and not reason.strip():
        raise LIFE.reasonless(Move.REOPEN)
    need = step(
        need, Move.FOLLOW_UP, by=by, at=at, scope=scope, reason=reason, payload={"answer": answer},
        answer=answer, answered_by=by,
    )  # fmt: skip
    if answer == Answer.NOT and not need.reopened:
        return _reopened(need, reason, by=by, scope=None, at=at)
    return need
