"""Moving a plan on: one verb, through the table of workflow.py. Publishing has a module of its own."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.models import Notice
from geodata.audit.notices import tell
from geodata.contacts.duties import RIGHTS
from geodata.contacts.models import Duty
from geodata.errors import BadInput, Conflict, NotAllowed, Stale
from geodata.redrawing.contradictions import check_day
from geodata.redrawing.drafting import (
    NO_LINES,
    Base,
    changed,
    check_codes,
    create_plan,
    locked,
    rebased,
    step,
)
from geodata.redrawing.grounds import fingerprint
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.storing import day_of, opened, store
from geodata.redrawing.workflow import ALLOWED, OPEN, Move, State, after
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope

NEEDS = {
    Move.SUBMIT: Right.PLAN,
    Move.APPROVE: Right.APPROVE,
    Move.REJECT: Right.APPROVE,
    Move.WITHDRAW: Right.PLAN,
    Move.PUBLISH: Right.APPROVE,
    Move.REBASE: Right.PLAN,
}
"""The right that a move asks for, in all villages of the plan."""


@dataclass(frozen=True)
class Told:
    """Who moves the plan, when, and with what remarks."""

    by: User
    at: dt.datetime
    today: dt.date
    remarks: str = ""


def may(scope: Scope, plan: BoundaryPlan, move: Move) -> bool:
    return scope.to(NEEDS[move]).villages.issuperset(plan.villages)


def moves_for(scope: Scope, plan: BoundaryPlan, user: User) -> list[str]:
    """What the user may do with the plan now."""
    found = [move.value for move in ALLOWED[State(plan.state)] if move in NEEDS and may(scope, plan, move)]
    if is_drawer(plan, user) and "approve" in found:
        found.remove("approve")
    if scope.to(Right.PLAN).villages.issuperset(plan.villages):
        found += ["copy", *(["revert"] if plan.state == State.PUBLISHED else [])]
    return found


def is_drawer(plan: BoundaryPlan, user: User) -> bool:
    """Has the user drawn, changed or handed in what is to be approved?"""
    return user.pk in plan.drawers or user.pk in (plan.drawn_by_id, plan.submitted_by_id)


def is_stale(plan: BoundaryPlan, *, today: dt.date) -> bool:
    """Have the borders moved that an open plan was drawn on? One query."""
    return plan.state in OPEN and fingerprint(plan.villages, on=day_of(plan, today=today)) != plan.fingerprint


def on_its_base(plan: BoundaryPlan, *, today: dt.date) -> None:
    if is_stale(plan, today=today):
        raise Stale(
            _("The borders that this plan was drawn on have moved since."),
            field="base",
            remedy=_("Rebase the plan onto the present borders, or make a copy."),
        )


@transaction.atomic
def submit(
    *, plan: BoundaryPlan, told: Told, version: int | None = None, leaders: Mapping[str, str] | None = None
) -> BoundaryPlan:
    """Hand a draft in for approval; `leaders` says, by key, from which present grid a new one takes its leader.

    Raises Conflict while anything is wrong with the drawing or records contradict its day, Stale when its base has moved.
    """
    plan = locked(plan, version=version)
    state = after(plan.state, Move.SUBMIT)
    if not plan.reason.strip():
        raise BadInput(_("Say why the grids are redrawn."), field="reason", remedy=_("Write a reason."))
    on_its_base(plan, today=told.today)
    if plan.effective:
        check_day(plan, day=plan.effective, today=told.today)
    _take_leaders(plan, leaders or {})
    drawing = opened(plan, today=told.today)
    check_codes(drawing)
    wrong = [problem for drawn in drawing for problem in drawn.problems]
    if wrong:
        raise Conflict(
            _("The drawing has %(count)d problems: %(first)s")
            % {"count": len(wrong), "first": wrong[0].message},
            field="drawing",
            value=len(wrong),
            remedy=_("Mend what the drawing shows in red, then submit it."),
        )
    plan.submitted_by = told.by
    moved = _moved(plan, Move.SUBMIT, state, told)
    tell(
        approvers(plan, on=told.today) - {told.by.pk, *plan.drawers},
        kind=Notice.Kind.PLAN_SUBMITTED,
        **_notice(plan, told),
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
                remedy=_("Give the keys of its grids, and the codes of present ones."),
            )
        grids[key].leader_from_id = present.get(code)
        grids[key].save(update_fields=["leader_from"])


@transaction.atomic
def approve(*, plan: BoundaryPlan, told: Told, version: int | None = None) -> BoundaryPlan:
    """Raises NotAllowed for whoever drew, changed or submitted it."""
    plan = locked(plan, version=version)
    state = after(plan.state, Move.APPROVE)
    if is_drawer(plan, told.by):
        raise NotAllowed(
            _("Somebody else has to approve the plan."),
            field="move",
            value="approve",
            remedy=_("Ask another planner or the county office."),
        )
    on_its_base(plan, today=told.today)
    if plan.effective:
        check_day(plan, day=plan.effective, today=told.today)
    plan.approved_by = told.by
    moved = _moved(plan, Move.APPROVE, state, told)
    tell({plan.submitted_by_id or 0}, kind=Notice.Kind.PLAN_APPROVED, **_notice(plan, told))
    return moved


@transaction.atomic
def reject(*, plan: BoundaryPlan, told: Told, version: int | None = None) -> BoundaryPlan:
    """Raises BadInput without remarks."""
    plan = locked(plan, version=version)
    state = after(plan.state, Move.REJECT)
    if not told.remarks.strip():
        raise BadInput(
            _("Say why the plan is rejected."), field="remarks", remedy=_("Write what has to be different.")
        )
    moved = _moved(plan, Move.REJECT, state, told)
    tell({plan.submitted_by_id or 0}, kind=Notice.Kind.PLAN_REJECTED, **_notice(plan, told))
    return moved


@transaction.atomic
def withdraw(*, plan: BoundaryPlan, told: Told, version: int | None = None) -> BoundaryPlan:
    plan = locked(plan, version=version)
    return _moved(plan, Move.WITHDRAW, after(plan.state, Move.WITHDRAW), told)


@transaction.atomic
def rebase(*, plan: BoundaryPlan, told: Told, version: int | None = None) -> BoundaryPlan:
    """Bring the drawing onto the present borders; the plan is a draft again."""
    plan = locked(plan, version=version)
    state = after(plan.state, Move.REBASE)
    store(plan, rebased(plan, today=told.today), given=NO_LINES)
    plan.fingerprint = fingerprint(plan.villages, on=day_of(plan, today=told.today))
    plan.submitted_by = plan.approved_by = None
    plan.drawers = sorted({*plan.drawers, told.by.pk})
    return _moved(plan, Move.REBASE, state, told)


def copy(*, plan: BoundaryPlan, told: Told) -> BoundaryPlan:
    """A new draft with the same grids, on the present borders."""
    return create_plan(
        name=_("Copy of %(name)s") % {"name": plan.name[:80]},
        villages=list(Area.objects.filter(pk__in=plan.villages)),
        by=told.by,
        at=told.at,
        today=told.today,
        reason=plan.reason,
        base=Base(plan=plan),
    )


def revert(*, plan: BoundaryPlan, told: Told) -> BoundaryPlan:
    """A new draft made from the borders before the plan took effect."""
    if plan.state != State.PUBLISHED or plan.effective is None:
        raise Conflict(
            _("Only a plan whose borders hold can be reverted."),
            field="move",
            value="revert",
            remedy=_("Begin a plan with the borders of a past day."),
        )
    before = plan.effective - dt.timedelta(days=1)
    first = max(plan.effective + dt.timedelta(days=1), told.today)
    return create_plan(
        name=_("Back to before %(name)s") % {"name": plan.name[:80]},
        villages=list(Area.objects.filter(pk__in=plan.villages)),
        by=told.by,
        at=told.at,
        today=told.today,
        reason=_("Takes plan %(number)d back.") % {"number": plan.number},
        effective=first if first > told.today else None,
        base=Base(day=before),
        reverts=plan,
    )


def approvers(plan: BoundaryPlan, *, on: dt.date) -> set[int]:
    """Ids of those whose post lets them approve it."""
    kinds = [kind for kind, rights in RIGHTS.items() if Right.APPROVE in rights]
    above = [*codes.ancestors(plan.county.code), plan.county.code]
    return set(
        Duty.objects.on(on).filter(kind__in=kinds, area__code__in=above).values_list("user_id", flat=True)
    )


def _moved(plan: BoundaryPlan, move: Move, state: State, told: Told) -> BoundaryPlan:
    plan.state = state
    changed(plan, by=told.by, at=told.at)
    step(plan, move, by=told.by, at=told.at, remarks=told.remarks)
    return plan


def _notice(plan: BoundaryPlan, told: Told) -> dict[str, Any]:
    return {
        "subject": f"{plan.number} {plan.name}",
        "link": f"/plans/{plan.number}/",
        "villages": plan.villages,
        "at": told.at,
    }


VERBS: dict[Move, Callable[..., BoundaryPlan]] = {
    Move.APPROVE: approve,
    Move.REJECT: reject,
    Move.WITHDRAW: withdraw,
    Move.REBASE: rebase,
}
"""Moves that need nothing but remarks."""
