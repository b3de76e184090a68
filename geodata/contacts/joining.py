"""Joining a branch to an area from a day on, and ending that. Nothing is deleted; a grid that gets another branch leaves the former."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts, wording
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.periods import between, since
from geodata.base.scope import Right, Scope
from geodata.contacts.branches import OF_GRIDS
from geodata.contacts.concept import Action
from geodata.contacts.models import Branch, BranchArea
from geodata.territory.models import Area

AHEAD = dt.timedelta(days=366)


def may_join(scope: Scope, area: Area) -> bool:
    """Whoever assigns contacts in the whole area; in a grid, in its village."""
    code = area.code[:12] if area.level == Area.Level.GRID else area.code
    return scope.to(Right.LINK).holds_code(code)


@transaction.atomic
def join_area(
    *, branch: Branch, area: Area, on: dt.date, today: dt.date, scope: Scope, by: User | None = None
) -> BranchArea:
    """The branch is joined to the area from that day on; the grid branch that a grid had before is joined until then.

    Raises NotAllowed, BadInput for a day far ahead, Conflict where it is joined already or something later is set.
    """
    _check(scope, area, on, today)
    locked = BranchArea.objects.select_for_update().filter(area=area).lasting(on)
    if branch.kind == Branch.Kind.GRID and area.level == Area.Level.GRID:
        for former in locked.filter(kind=Branch.Kind.GRID).exclude(branch=branch):
            _end(former, on)
    try:
        with transaction.atomic():
            row = BranchArea.objects.create(
                branch=branch, area=area, kind=branch.kind, level=area.level, period=since(on)
            )
    except IntegrityError as error:
        raise _refused(area, error) from error
    _record(row, by, "joined", on)
    return row


@transaction.atomic
def end_joining(
    *, row: BranchArea, on: dt.date, today: dt.date, scope: Scope, by: User | None = None
) -> BranchArea:
    """`on` is the first day on which it is no longer joined. Raises Conflict when that has ended."""
    row = BranchArea.objects.select_for_update().get(pk=row.pk)
    _check(scope, row.area, on, today)
    if row.period.upper is not None and row.period.upper <= on:
        raise Conflict(_("This has already ended."))
    _end(row, on)
    _record(row, by, "ended", on)
    return row


def _check(scope: Scope, area: Area, on: dt.date, today: dt.date) -> None:
    if not may_join(scope, area):
        raise NotAllowed(
            _("You do not have permission to change the areas of branches."), field="area", value=area.code
        )
    if on > today + AHEAD:
        raise BadInput(
            _("Choose a day until %(last)s.") % {"last": wording.day(today + AHEAD)},
            field="on",
            value=on.isoformat(),
        )


def _refused(area: Area, error: IntegrityError) -> Conflict:
    """What the law that was broken says to people."""
    law = next((one for one in BranchArea._meta.constraints if one.name in str(error)), None)
    if law is None:
        raise error
    remedy = _("End that first, or choose a later day.")
    return Conflict(str(law.violation_error_message), field="area", value=area.code, remedy=remedy)


def _end(row: BranchArea, on: dt.date) -> None:
    first = row.period.lower
    row.period = between(first, on if first is None or first < on else first + dt.timedelta(days=1))
    row.save(update_fields=["period"])


def _record(row: BranchArea, by: User | None, what: str, on: dt.date) -> None:
    if by:
        details = {"branch": row.branch.name, "what": what, "day": on.isoformat()}
        record_access(user=by, action=Action.BRANCH_CHANGED, subject=row.area.code, details=details)


@transaction.atomic
def found_branch(
    *, name: str, kind: str, area: Area, on: dt.date, today: dt.date, scope: Scope, by: User | None = None
) -> BranchArea:
    """A new branch or party group below the village's organisation, joined to the area from that day on."""
    named = texts.name(name)
    if not named:
        raise BadInput(_("A branch needs a name."), field="name")
    if kind not in OF_GRIDS:
        raise BadInput(_("Found a grid branch or a party group."), field="kind", value=kind)
    above = Branch.objects.filter(areas__area=area.parent_id, kind=Branch.Kind.VILLAGE).first()
    branch = Branch.objects.create(name=named[:100], kind=kind, parent=above)
    return join_area(branch=branch, area=area, on=on, today=today, scope=scope, by=by)
