"""Appointing people to posts, and ending posts. Posts are dated; nothing is deleted."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.periods import between, since
from geodata.base.scope import Right, Scope
from geodata.posts.concept import Action
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area

K, L = Post.Kind, Area.Level

LEVELS: dict[str, tuple[str, ...]] = {
    K.LARGE_LEADER: (L.TOWNSHIP,),
    K.MEDIUM_LEADER: (L.VILLAGE,),
    K.SMALL_LEADER: (L.GRID,),
    K.CADRE: (L.VILLAGE, L.GRID),
    K.VILLAGE_OFFICER: (L.VILLAGE,),
    K.TOWNSHIP_OFFICER: (L.TOWNSHIP,),
    K.COUNTY_OFFICER: (L.COUNTY, L.CITY),
    K.DEPARTMENT_OFFICER: (L.COUNTY, L.TOWNSHIP),
    K.PLANNER: (L.COUNTY, L.CITY),
    K.AUDITOR: (),
    K.ADMINISTRATOR: (),
}
"""The levels of area that each post belongs to; none for a post of the installation."""

BESIDE = frozenset({K.CADRE, K.PLANNER, K.DEPARTMENT_OFFICER})
"""Posts that an office may fill at its own level; all others only below it."""


def may_appoint(scope: Scope, *, kind: str, area: Area | None) -> bool:
    """Administrators fill every post; an office fills the posts of areas below its own, and those of `BESIDE`."""
    if scope.may(Right.ACCOUNTS):
        return True
    if area is None:
        return False
    own = scope.to(Right.APPOINT)
    return own.holds_code(area.code) and (kind in BESIDE or area.code not in own.codes)


def kinds_for(scope: Scope, area: Area | None) -> list[str]:
    """The posts that may be filled in that area."""
    level = area.level if area else None
    fitting = [kind for kind, levels in LEVELS.items() if (level in levels if level else not levels)]
    return [kind for kind in fitting if may_appoint(scope, kind=kind, area=area)]


@transaction.atomic
def appoint(
    *,
    user: User,
    kind: str,
    area: Area | None,
    on: dt.date,
    scope: Scope,
    department: Department | None = None,
    by: User | None = None,
) -> Post:
    """The user holds the post from that day on; department officers hold it in a department of the area.

    Raises NotAllowed outside the scope, BadInput when post, area and department do not fit, Conflict when it is taken.
    """
    if not may_appoint(scope, kind=kind, area=area):
        raise NotAllowed(_("You do not have permission to fill this post."), field="kind", value=kind)
    if (area.level not in LEVELS[kind]) if area else LEVELS[kind]:
        raise BadInput(
            _("This post does not belong to an area of this level."),
            field="area",
            value=area.code if area else "",
            remedy=_("Choose an area at the level of the post."),
        )
    check_department(kind=kind, area=area, department=department, on=on)
    try:
        with transaction.atomic():
            post = Post.objects.create(
                user=user, kind=kind, area=area, department=department, period=since(on)
            )
    except IntegrityError as error:
        law = next((c for c in Post._meta.constraints if c.name in str(error)), None)
        if law is None:
            raise
        raise Conflict(
            str(law.violation_error_message),
            field="kind",
            value=kind,
            remedy=_("End the current post first, or choose another day."),
        ) from error
    _record(Action.POST_FILLED, post, on, by=by)
    return post


def check_department(*, kind: str, area: Area | None, department: Department | None, on: dt.date) -> None:
    """Raises BadInput where the post wants a department and has none of its area on that day, or has one and wants none."""
    if kind != K.DEPARTMENT_OFFICER:
        if department is not None:
            raise BadInput(_("Only a department officer has a department."), field="department")
        return
    # Locked: whoever ends a department counts its posts.
    there = Department.objects.on(on).filter(area=area).select_for_update(no_key=True)
    if department is None or not there.filter(pk=department.pk):
        raise BadInput(
            _("A department officer works in a department of the area."),
            field="department",
            value=department.code if department else "",
            remedy=_("Choose the department; where it is missing, open it first."),
        )


@transaction.atomic
def end_post(*, post: Post, on: dt.date, scope: Scope, by: User | None = None) -> Post:
    """`on` is the first day on which the post is no longer held. Raises Conflict when it has ended."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not may_appoint(scope, kind=post.kind, area=post.area):
        raise NotAllowed(_("You do not have permission to end this post."), field="kind", value=post.kind)
    if post.period.upper is not None and post.period.upper <= on:
        raise Conflict(_("This post has already ended."))
    first = post.period.lower
    post.period = between(first, on if first is None or first < on else first + dt.timedelta(days=1))
    post.save(update_fields=["period"])
    _record(Action.POST_ENDED, post, on, by=by)
    return post


def _record(action: str, post: Post, day: dt.date, *, by: User | None) -> None:
    """Nothing for what an installation begins with."""
    if by:
        details = {"post": post.kind, "area": post.area.code if post.area else "", "day": day.isoformat()}
        if post.department:
            details["department"] = post.department.code
        record_access(user=by, action=action, subject=post.user.username, details=details)
