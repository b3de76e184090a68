"""Needs are joined to a project, and taken out of it."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.needs.models import Need
from geodata.needs.words import ENDED as ENDED_NEEDS
from geodata.needs.words import OPEN as OPEN_NEEDS
from geodata.needs.words import State as NeedState
from geodata.projects.concept import Action
from geodata.projects.models import LivelihoodProject, ProjectNeed
from geodata.projects.moving import locked
from geodata.projects.parts import parts_at
from geodata.projects.words import OPEN, Part, State

MOST_NEEDS = 100
JOINABLE = frozenset(OPEN_NEEDS) - {NeedState.NEW}


def may_join(project: LivelihoodProject, scope: Scope) -> bool:
    """By the office, or by the village in which it lies: a department sees no needs."""
    parts = parts_at(scope, code=project.area.code, department=project.department_id)
    return bool(parts & {Part.OFFICE, Part.VILLAGE})


@transaction.atomic
def join_needs(
    *, project: LivelihoodProject, numbers: Collection[str], by: User, scope: Scope, at: dt.datetime
) -> int:
    """How many were not joined yet. Raises NotAllowed, NotFound, Conflict for one that is new, over, or elsewhere, BadInput."""
    project = locked(project)
    if not may_join(project, scope):
        refuse(Right.DISPATCH)
    if project.state not in OPEN:
        raise Conflict(_("Needs are joined before the work is accepted."), field="needs")
    if not 0 < len(numbers) <= MOST_NEEDS:
        raise BadInput(_("Name 1 to 100 needs."), field="needs", value=len(numbers))
    needs = _found(project, numbers, scope=scope)
    here = set(ProjectNeed.objects.joined().filter(project=project).values_list("need", flat=True))
    rows = [
        ProjectNeed(project=project, need=_checked(need), joined_at=at, joined_by=by)
        for need in needs
        if need.pk not in here
    ]
    ProjectNeed.objects.bulk_create(rows)
    _record(project, by=by, at=at, joined=[one.need.number for one in rows])
    return len(rows)


def _found(project: LivelihoodProject, numbers: Collection[str], *, scope: Scope) -> list[Need]:
    inside = Need.objects.counted(scope).filter(number__in=numbers, village__in=project.villages)
    needs = list(inside.select_for_update(of=("self",)).order_by("pk"))
    if missing := set(numbers) - {need.number for need in needs}:
        raise NotFound(min(missing), field="needs", value=min(missing))
    return needs


def _checked(need: Need) -> Need:
    if need.state not in JOINABLE:
        raise Conflict(
            _("Need %(number)s is “%(state)s”: only what was accepted and is not done is joined.")
            % {"number": need.number, "state": NeedState(need.state).label},
            field="needs",
            value=need.number,
        )
    if ProjectNeed.objects.joined().filter(need=need).exists():
        raise Conflict(_("This need belongs to a project already."), field="needs", value=need.number)
    return need


@transaction.atomic
def take_out(
    *, project: LivelihoodProject, number: str, by: User, scope: Scope, at: dt.datetime
) -> LivelihoodProject:
    """Raises NotAllowed, NotFound, Conflict: of an accepted project only what is over without an answer is taken out."""
    project = locked(project)
    if not may_join(project, scope):
        refuse(Right.DISPATCH)
    one = ProjectNeed.objects.within(scope).filter(project=project, need__number=number).first()
    if one is None:
        raise NotFound(number, field="need", value=number)
    over = project.state == State.ACCEPTED and one.need.state in ENDED_NEEDS
    if project.state not in OPEN and not over:
        raise Conflict(_("The work was accepted with this need."), field="need", value=number)
    one.left_at, one.left_by = at, by
    one.save(update_fields=["left_at", "left_by"])
    _record(project, by=by, at=at, taken_out=number)
    return project


def _record(project: LivelihoodProject, *, by: User, at: dt.datetime, **details: object) -> None:
    record_access(user=by, action=Action.PROJECT_NEEDS, at=at, subject=str(project.key), details=details)
