"""Moving a plan on: one verb, through the table of workflow.py. Publishing has a module of its own."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.notices import tell
from geodata.base import wording
from geodata.base.errors import BadInput, Conflict, Stale
from geodata.base.scope import Right, Scope
from geodata.contacts.rights import kinds_with
from geodata.plans.concept import NoticeKind
from geodata.plans.editing import (
    NO_LINES,
    Base,
    check_codes,
    create_plan,
    locked,
    newer,
    rebased,
)
from geodata.plans.effective_date import check_day
from geodata.plans.models import BoundaryPlan
from geodata.plans.permissions import check_draw
from geodata.plans.persistence import opened, store
from geodata.plans.recording import record_move
from geodata.plans.snapshot import fingerprint, fingerprints
from geodata.plans.workflow import LIFE, OPEN, Move, State
from geodata.posts.models import Post
from geodata.territory import codes
from geodata.territory.models import Area


@dataclass(frozen=True)
class MoveContext:
    """Who moves the plan, what he or she may do today, when, and with what remarks."""

    by: User
    scope: Scope
    at: dt.datetime
    today: dt.date
    remarks: str = ""


def stale_among(plans: Sequence[BoundaryPlan]) -> set[int]:
    """The open plans whose borders have moved since they were drawn on. One query."""
    drawn = [plan for plan in plans if plan.state in OPEN]
    present = fingerprints([plan.villages for plan in drawn])
    return {plan.pk for plan, now in zip(drawn, present, strict=True) if plan.fingerprint != now}


def on_its_base(plan: BoundaryPlan) -> None:
    if stale_among([plan]):
        raise Stale(
            _("The borders that this plan was drawn on have changed since."),
            field="base",
            remedy=_("Update the plan to the current borders, or make a copy."),
        )


@transaction.atomic
def submit(
    *,
    plan: BoundaryPlan,
    context: MoveContext,
    version: int | None = None,
    leaders: Mapping[str, str] | None = None,
) -> BoundaryPlan:
    """Hand a draft in for approval; `leaders` says, by key, from which present grid a new one takes its leader.

    Raises Conflict while anything is wrong with the drawing or records contradict its day, Stale when its base has moved.
    """
    plan = locked(plan, version=version)
    LIFE.check(plan, Move.SUBMIT, by=context.by, scope=context.scope)
    if not plan.reason.strip():
        raise BadInput(_("State why the grids are redrawn."), field="reason", remedy=_("Give a reason."))
    on_its_base(plan)
    if plan.effective:
        check_day(plan, day=plan.effective, today=context.today)
    _take_leaders(plan, leaders or {})
    # Opened anew and not taken from the last save: households and neighbours may have changed since.
    drawing = opened(plan, today=context.today)
    check_codes(drawing)
    wrong = [problem for drawn in drawing for problem in drawn.problems]
    if wrong:
        raise Conflict(
            _("The drawing has %(count)s problems: %(first)s")
            % {"count": wording.figure(len(wrong)), "first": wrong[0].message},
            field="drawing",
            value=len(wrong),
            remedy=_("Fix what the drawing shows in red, then submit it."),
        )
    plan.submitted_by = context.by
    moved = moved_on(plan, Move.SUBMIT, context)
    tell(
        # Whoever drew it may not approve it, and need not hear that it waits.
        approvers(plan, on=context.today) - {context.by.pk, *plan.drawers},
        kind=NoticeKind.PLAN_SUBMITTED,
        **_notice(plan, context),
    )
    return moved


def _take_leaders(plan: BoundaryPlan, leaders: Mapping[str, str]) -> None:
    grids = {grid.key: grid for grid in plan.grids.all()}
    present = dict(
        Area.objects.filter(parent__in=plan.villages, period__endswith=None).values_list("code", "pk")
    )
    for key, code in leaders.items():
        if key not in grids or (code and code not in present):
            raise BadInput(
                _("There is no such grid in the plan."),
                field="leaders",
                value=key if key not in grids else code,
                remedy=_("Provide the keys of its grids, and the codes of current ones."),
            )
        grids[key].leader_from_id = present.get(code)
        grids[key].save(update_fields=["leader_from"])


@transaction.atomic
def approve(*, plan: BoundaryPlan, context: MoveContext, version: int | None = None) -> BoundaryPlan:
    """Raises NotAllowed for whoever drew, changed or submitted it."""
    plan = locked(plan, version=version)
    LIFE.check(plan, Move.APPROVE, by=context.by, scope=context.scope)
    on_its_base(plan)
    if plan.effective:
        check_day(plan, day=plan.effective, today=context.today)
    plan.approved_by = context.by
    moved = moved_on(plan, Move.APPROVE, context)
    tell({plan.submitted_by_id or 0}, kind=NoticeKind.PLAN_APPROVED, **_notice(plan, context))
    return moved


@transaction.atomic
def reject(*, plan: BoundaryPlan, context: MoveContext, version: int | None = None) -> BoundaryPlan:
    """Raises BadInput without remarks."""
    plan = locked(plan, version=version)
    moved = moved_on(plan, Move.REJECT, context)
    tell({plan.submitted_by_id or 0}, kind=NoticeKind.PLAN_REJECTED, **_notice(plan, context))
    return moved


@transaction.atomic
def withdraw(*, plan: BoundaryPlan, context: MoveContext, version: int | None = None) -> BoundaryPlan:
    plan = locked(plan, version=version)
    return moved_on(plan, Move.WITHDRAW, context)


@transaction.atomic
def rebase(*, plan: BoundaryPlan, context: MoveContext, version: int | None = None) -> BoundaryPlan:
    """Bring the drawing onto the present borders; the plan is a draft again."""
    plan = locked(plan, version=version)
    LIFE.check(plan, Move.REBASE, by=context.by, scope=context.scope)
    store(plan, rebased(plan, today=context.today), originals=NO_LINES)
    plan.fingerprint = fingerprint(plan.villages)
    # Another drawing: an approval was of the one before.
    plan.submitted_by = plan.approved_by = None
    # Rebasing is drawing: whoever did it does not approve it either.
    plan.drawers = sorted({*plan.drawers, context.by.pk})
    return moved_on(plan, Move.REBASE, context)


@transaction.atomic
def copy(*, plan: BoundaryPlan, context: MoveContext) -> BoundaryPlan:
    """A new draft with the same grids, on the present borders."""
    check_draw(context.scope, plan)
    # The plan that is copied stays as it is: no step of its life, only an entry of the record.
    record_move(plan, "copy", by=context.by)
    return create_plan(
        name=_("Copy of %(name)s") % {"name": plan.name[:80]},
        villages=list(Area.objects.filter(pk__in=plan.villages)),
        by=context.by,
        scope=context.scope,
        at=context.at,
        today=context.today,
        reason=plan.reason,
        base=Base(plan=plan),
    )


@transaction.atomic
def revert(*, plan: BoundaryPlan, context: MoveContext) -> BoundaryPlan:
    """A new draft made from the borders before the plan took effect."""
    check_draw(context.scope, plan)
    if plan.state != State.PUBLISHED or plan.effective is None:
        raise Conflict(
            _("Only a plan whose borders are in force can be reverted."),
            field="move",
            value="revert",
            remedy=_("Start a plan from the borders of a past day."),
        )
    record_move(plan, "revert", by=context.by)
    before = plan.effective - dt.timedelta(days=1)
    # Borders hold for a day at least: on the day they began they cannot end.
    first = max(plan.effective + dt.timedelta(days=1), context.today)
    return create_plan(
        name=_("Revert %(name)s") % {"name": plan.name[:80]},
        villages=list(Area.objects.filter(pk__in=plan.villages)),
        by=context.by,
        scope=context.scope,
        at=context.at,
        today=context.today,
        reason=_("Reverts plan %(number)d.") % {"number": plan.number},
        effective=first if first > context.today else None,
        base=Base(day=before),
        reverts=plan,
    )


def approvers(plan: BoundaryPlan, *, on: dt.date) -> set[int]:
    """Ids of those whose post lets them approve it."""
    above = [*codes.ancestors(plan.county.code), plan.county.code]
    return set(
        Post.objects.on(on)
        .filter(kind__in=kinds_with(Right.APPROVE), area__code__in=above)
        .values_list("user_id", flat=True)
    )


def moved_on(plan: BoundaryPlan, move: Move, context: MoveContext) -> BoundaryPlan:
    """The next version of a locked plan, in its next state, and on record."""
    newer(plan, by=context.by, at=context.at)
    LIFE.write(plan, move, by=context.by, scope=context.scope, at=context.at, reason=context.remarks)
    record_move(plan, move.value, by=context.by)
    return plan


def _notice(plan: BoundaryPlan, context: MoveContext) -> dict[str, Any]:
    return {
        "subject": f"{plan.number} {plan.name}",
        "link": f"/plans/{plan.number}/",
        "villages": plan.villages,
        "at": context.at,
    }


VERBS: dict[Move, Callable[..., BoundaryPlan]] = {
    Move.APPROVE: approve,
    Move.REJECT: reject,
    Move.WITHDRAW: withdraw,
    Move.REBASE: rebase,
}
"""Moves that need nothing but remarks."""
