"""Consultations, disputes, supervision and more time: what is done about a need beside its way."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.needs.assigning import at_hand, may_answer
from geodata.needs.beside_models import UNDER_WAY, Assignment, Consultation, Dispute, Supervision
from geodata.needs.concept import Action
from geodata.needs.lifecycle import LIFE
from geodata.needs.models import Need
from geodata.needs.moving import locked, step
from geodata.needs.parts import held_in, parts_of
from geodata.needs.sealing import seal_text
from geodata.needs.words import OPEN, Kind, Move, Part
from geodata.visits.record import as_kept

MOST_TIME = dt.timedelta(days=183)


@transaction.atomic
def consult(*, need: Need, by: User, scope: Scope, at: dt.datetime, version: int | None = None) -> Need:
    """Several are to sit together about it."""
    return step(locked(need, version=version), Move.CONSULT, by=by, at=at, scope=scope)


@transaction.atomic
def conclude(
    *,
    need: Need,
    day: dt.date,
    participants: str,
    result: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> Need:
    """What came of it, and who was there: work begins. Where it settled the matter, `settle` follows."""
    need = locked(need, version=version)
    LIFE.check(need, Move.CONCLUDE, by=by, scope=scope)
    if not participants.strip() or not result.strip() or day > at.date():
        raise BadInput(
            _("Say who sat together, when, and what came of it."),
            field="result",
            remedy=_("A few words are enough."),
        )
    Consultation.objects.create(
        need=need,
        day=day,
        participants=as_kept(participants)[:300],
        result=as_kept(result)[:1000],
        by=by,
        at=at,
    )
    return step(need, Move.CONCLUDE, by=by, at=at, scope=scope)


@transaction.atomic
def mediate(
    *,
    need: Need,
    by: User,
    scope: Scope,
    at: dt.datetime,
    mediator: User | None = None,
    mediator_name: str = "",
    outcome: str = "",
    agreement: str = "",
    revisit_on: dt.date | None = None,
    version: int | None = None,
) -> Dispute:
    """Who mediates, and what it came to. Whoever agreed is looked at again on a day."""
    need = _of_holder(need, by=by, scope=scope, version=version)
    dispute = Dispute.objects.select_for_update(of=("self",)).filter(need=need).first()
    if dispute is None:
        raise Conflict(_("This need is no dispute."), field="kind", value=need.kind)
    if outcome and outcome not in Dispute.Outcome.values:
        raise BadInput(_("Say what the mediation came to."), field="outcome", value=outcome)
    if outcome == Dispute.Outcome.AGREED and (revisit_on is None or revisit_on <= at.date()):
        raise BadInput(_("Say on which day it is looked at again."), field="revisit_on")
    dispute.mediator, dispute.mediator_name = (
        mediator,
        "" if mediator else as_kept(mediator_name).strip()[:60],
    )
    dispute.outcome, dispute.decided_at = outcome, at if outcome else None
    dispute.agreement = seal_text(need, "agreement", as_kept(agreement).strip()[:2000])
    dispute.revisit_on = revisit_on if outcome == Dispute.Outcome.AGREED else None
    dispute.save()
    _on_record(need, by=by, at=at, did="mediate")
    return dispute


@transaction.atomic
def revisit(*, need: Need, on: dt.date, by: User, scope: Scope, at: dt.datetime) -> Dispute:
    """An agreement was looked at again, by whoever looks after the household or holds the place."""
    need = locked(need)
    if not parts_of(need, scope=scope, by=by) & {Part.OWN, Part.LINE, Part.HOLDER}:
        refuse(Right.NEED)
    dispute = Dispute.objects.select_for_update(of=("self",)).filter(need=need).first()
    if dispute is None or dispute.revisit_on is None:
        raise Conflict(_("This need is no dispute that was agreed on."), field="kind", value=need.kind)
    if on > at.date():
        raise BadInput(_("This day is in the future."), field="on", value=on.isoformat())
    dispute.revisited_on = on
    dispute.save(update_fields=["revisited_on"])
    _on_record(need, by=by, at=at, did="revisit")
    return dispute


@transaction.atomic
def supervise(
    *,
    need: Need,
    by: User,
    scope: Scope,
    at: dt.datetime,
    assignment: Assignment | None = None,
    answer_by: dt.datetime | None = None,
    note: str = "",
) -> Supervision:
    """It is urged, or has to be answered by a time: by the township up to its own level, by the county at every level."""
    need = locked(need)
    require_supervising(need, by=by, scope=scope)
    if need.state not in OPEN:
        raise Conflict(_("This need is not open any more."), field="state", value=need.state)
    if answer_by is not None and answer_by <= at:
        raise BadInput(_("There is no time left until then."), field="answer_by", value=answer_by.isoformat())
    if assignment is not None and (assignment.need_id != need.pk or assignment.state not in UNDER_WAY):
        raise Conflict(_("This assignment is not under way."), field="assignment")
    kind = Supervision.Kind.ANSWER_BY if answer_by else Supervision.Kind.URGE
    made = Supervision.objects.create(
        need=need, assignment=assignment, level=need.level, by=by, at=at, kind=kind, note=as_kept(note).strip()[:200],
        answer_by=answer_by,
    )  # fmt: skip
    _on_record(need, by=by, at=at, did="supervise")
    return made


def may_supervise(need: Need, *, by: User, scope: Scope) -> bool:
    """The township up to its own level, the county at every level; of a sensitive one, who may know of it."""
    held = frozenset(held_in(need, scope.to(Right.DISPATCH))) if by.pk not in need.named else frozenset()
    return Part.COUNTY in held or (Part.TOWNSHIP in held and need.level <= 2 and need.least_level <= 2)


def require_supervising(need: Need, *, by: User, scope: Scope) -> None:
    """Asked before anything that is named is looked up, too: whether an assignment is there tells of the need."""
    if not may_supervise(need, by=by, scope=scope):
        refuse(Right.DISPATCH)


def find_supervision(number: int | str, *, by: User, scope: Scope) -> Supervision:
    """Raises NotFound where neither its need is seen nor the assignment given to the reader that it is about."""
    found = Supervision.objects.select_related("assignment__area").filter(pk=number).first()
    mine = found and found.assignment and may_answer(found.assignment, by=by, scope=scope)
    if found is None or not (mine or Need.objects.within(scope, by=by.pk).filter(pk=found.need_id).exists()):
        raise NotFound(str(number))
    return found


@transaction.atomic
def answer_supervision(
    *, supervision: Supervision, answer: str, by: User, scope: Scope, at: dt.datetime
) -> Supervision:
    """By the level that holds the need, or by whom the assignment was given to."""
    found = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    of = found.assignment
    with at_hand(found.need_id):
        need = Need.objects.get(pk=found.need_id)
    holds = Part.HOLDER in parts_of(need, scope=scope, by=by)
    if not (holds or (of is not None and may_answer(of, by=by, scope=scope))):
        refuse(Right.NEED)
    if found.answered_at is not None:
        raise Conflict(_("This was answered already."), field="answer", remedy=_("Load it again."))
    words = as_kept(answer).strip()[:500]
    if not words:
        raise BadInput(_("Write the answer."), field="answer", remedy=_("A few words are enough."))
    found.answer, found.answered_at, found.answered_by = words, at, by
    found.save()
    _on_record(need, by=by, at=at, did="answer")
    return found


@transaction.atomic
def ask_more_time(
    *,
    need: Need | None = None,
    assignment: Assignment | None = None,
    until: dt.datetime,
    reason: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> Need:
    """Before it is due, once at each level: by the level that holds it, or by whom it is assigned to."""
    if assignment is not None:
        if not may_answer(assignment, by=by, scope=scope) or assignment.state not in UNDER_WAY:
            refuse(Right.UNIT)
        with at_hand(assignment.need_id):
            return _asked(locked(assignment.need), until, reason, by=by, scope=None, at=at)
    assert need is not None
    return _asked(locked(need, version=version), until, reason, by=by, scope=scope, at=at)


def _asked(
    need: Need, until: dt.datetime, reason: str, *, by: User, scope: Scope | None, at: dt.datetime
) -> Need:
    LIFE.check(need, Move.EXTEND_ASK, by=by, scope=scope, reason=reason)
    if need.due_at is None or at >= need.due_at:
        raise Conflict(
            _("It is due already: more time is asked for before that."),
            field="until",
            remedy=_("Settle or escalate it."),
        )
    if not need.due_at < until <= at + MOST_TIME:
        raise BadInput(_("This is no later day."), field="until", value=until.isoformat())
    told = {"until": until.isoformat()}
    return step(
        need, Move.EXTEND_ASK, by=by, at=at, scope=scope, reason=reason, payload=told, extension=until
    )


@transaction.atomic
def grant_more_time(
    *, need: Need, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """By whoever assigned it, or else the level above; nobody grants what he or she has asked for."""
    need = _asked_for(need, Move.EXTEND_GRANT, by=by, scope=scope, version=version)
    until = need.extension
    assert until is not None
    remind = None
    if need.rule is not None and need.due_at is not None and need.remind_at is not None:
        remind = until - (need.due_at - need.remind_at)
    if need.handed_out:
        Assignment.objects.filter(need=need, state__in=UNDER_WAY).update(due_at=until)
    return step(
        need, Move.EXTEND_GRANT, by=by, at=at, scope=scope, payload={"until": until.isoformat()}, due_at=until,
        remind_at=remind, extension=None, counted_from=None,
    )  # fmt: skip


@transaction.atomic
def refuse_more_time(
    *, need: Need, reason: str, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Need:
    """It stays due when it is."""
    need = _asked_for(need, Move.EXTEND_REFUSE, by=by, scope=scope, version=version)
    return step(need, Move.EXTEND_REFUSE, by=by, at=at, scope=scope, reason=reason, extension=None)


def _asked_for(need: Need, move: str, *, by: User, scope: Scope, version: int | None) -> Need:
    need = locked(need, version=version)
    LIFE.check(need, move, by=by, scope=scope, reason="–")
    if need.extension is None:
        raise Conflict(_("No more time was asked for."), field="move", value=move)
    asked = need.steps.filter(move=Move.EXTEND_ASK).order_by("-pk").first()
    if asked is not None and asked.by_id == by.pk:
        raise Conflict(
            _("Whoever asks for more time does not grant it."),
            field="move",
            remedy=_("Let somebody else decide."),
        )
    return need


def _of_holder(need: Need, *, by: User, scope: Scope, version: int | None) -> Need:
    need = locked(need, version=version)
    if Part.HOLDER not in parts_of(need, scope=scope, by=by):
        refuse(Right.NEED)
    if need.kind == Kind.DISPUTE and need.state not in OPEN:
        raise Conflict(_("This need is not open any more."), field="state", value=need.state)
    return need


def _on_record(need: Need, *, by: User, at: dt.datetime, did: str) -> None:
    record_access(user=by, action=Action.NEED_MOVED, at=at, subject=need.number, details={"move": did})
