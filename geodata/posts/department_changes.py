"""Opening, renaming and ending departments. Departments are dated; nothing is deleted."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts, wording
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.periods import between, since
from geodata.base.scope import Right, Scope
from geodata.posts.concept import Action
from geodata.posts.departments import Department, DepartmentQuerySet
from geodata.posts.models import Post
from geodata.posts.queries import held
from geodata.territory import codes
from geodata.territory.models import Area, inside

LEVELS = (Area.Level.COUNTY, Area.Level.TOWNSHIP)
"""Where there are departments."""


def departments_of(scope: Scope) -> DepartmentQuerySet:
    """Those that somebody with that scope sees: all for administrators, else those in whose areas they fill posts."""
    departments = Department.objects.select_related("area")
    if scope.may(Right.ACCOUNTS):
        return departments
    return departments.filter(inside(scope.to(Right.APPOINT), "area__code"))


def may_change(scope: Scope, area: Area) -> bool:
    """Administrators, and whoever fills posts in the whole county: departments of townships are the county's to name."""
    county = area.code[: codes.LENGTHS[Area.Level.COUNTY]]
    return scope.may(Right.ACCOUNTS) or scope.to(Right.APPOINT).holds_code(county)


@transaction.atomic
def open_department(
    *,
    code: str,
    name: str,
    area: Area,
    on: dt.date,
    scope: Scope,
    name_en: str = "",
    by: User | None = None,
) -> Department:
    """It is there from that day on. Raises NotAllowed, BadInput for an area or a code that cannot be, Conflict when there is one."""
    _check(scope, area)
    if area.level not in LEVELS:
        raise BadInput(
            _("Only a county or a township has departments."),
            field="area",
            value=area.code,
            remedy=_("Choose a county or a township."),
        )
    row = Department(
        code=code.strip(), name=texts.name(name), name_en=texts.line(name_en), area=area, period=since(on)
    )
    _write(row)
    _record(Action.DEPARTMENT_OPENED, row, by, day=on.isoformat())
    return row


@transaction.atomic
def rename_department(
    *, department: Department, name: str, name_en: str, scope: Scope, by: User | None = None
) -> Department:
    """It is called so from now on; former names stay in its history."""
    row = Department.objects.select_for_update().get(pk=department.pk)
    _check(scope, row.area)
    row.name, row.name_en = texts.name(name), texts.line(name_en)
    _write(row)
    _record(Action.DEPARTMENT_RENAMED, row, by)
    return row


@transaction.atomic
def end_department(
    *, department: Department, on: dt.date, scope: Scope, by: User | None = None
) -> Department:
    """`on` is the first day without it. Raises Conflict when it has ended, or while somebody holds a post in it then."""
    row = Department.objects.select_for_update().get(pk=department.pk)
    _check(scope, row.area)
    if row.period.upper is not None and row.period.upper <= on:
        raise Conflict(_("This department has already ended."))
    if officers := held(Post.objects.filter(department=row), on=on).count():
        raise Conflict(
            _("%(count)s officers still hold posts in this department.")
            % {"count": wording.figure(officers)},
            field="day",
            value=on.isoformat(),
            remedy=_("End their posts first, or choose a later day."),
        )
    first = row.period.lower
    row.period = between(first, on if first is None or first < on else first + dt.timedelta(days=1))
    row.save(update_fields=["period"])
    _record(Action.DEPARTMENT_ENDED, row, by, day=on.isoformat())
    return row


def _check(scope: Scope, area: Area) -> None:
    if not may_change(scope, area):
        raise NotAllowed(
            _("You do not have permission to change departments."), field="area", value=area.code
        )


def _write(row: Department) -> None:
    if not row.name:
        raise BadInput(_("A department needs a name."), field="name")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _refused(row, error) from error


def _refused(row: Department, error: IntegrityError) -> BadInput | Conflict:
    """What the law that was broken says to people."""
    for law, refusal, remedy in (
        (
            "department_code_is_a_word",
            BadInput,
            _("Use small letters a–z, digits and “_”, such as civil_affairs."),
        ),
        (
            "one_department_per_code_area_and_day",
            Conflict,
            _("Choose another code, or end the other one first."),
        ),
    ):
        if law in str(error):
            words = next(c for c in Department._meta.constraints if c.name == law).violation_error_message
            return refusal(str(words), field="code", value=row.code, remedy=remedy)
    raise error


def _record(action: str, row: Department, by: User | None, **more: str) -> None:
    """Nothing for what an installation begins with."""
    if by:
        details = {"area": row.area.code, "name": row.name} | more
        record_access(user=by, action=action, subject=row.code, details=details)
