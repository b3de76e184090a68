"""Appointing people to posts, and ending posts. Posts are dated; nothing is deleted."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.contacts.models import Duty
from geodata.errors import BadInput, Conflict, NotAllowed
from geodata.periods import between, since
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope

K, L = Duty.Kind, Area.Level

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
def appoint(*, user: User, kind: str, area: Area | None, on: dt.date, scope: Scope) -> Duty:
    """The user holds the post from that day on.

    Raises NotAllowed outside the scope, BadInput when post and area do not fit, Conflict when it is taken.
    """
    if not may_appoint(scope, kind=kind, area=area):
        raise NotAllowed(_("Your duties do not allow you to fill this post."), field="kind", value=kind)
    if (area.level not in LEVELS[kind]) if area else LEVELS[kind]:
        raise BadInput(
            _("This post does not belong to an area of this level."),
            field="area",
            value=area.code if area else "",
            remedy=_("Choose an area of the post's level."),
        )
    try:
        with transaction.atomic():
            return Duty.objects.create(user=user, kind=kind, area=area, period=since(on))
    except IntegrityError as error:
        law = next((c for c in Duty._meta.constraints if c.name in str(error)), None)
        if law is None:
            raise
        raise Conflict(
            str(law.violation_error_message),
            field="kind",
            value=kind,
            remedy=_("End the present post first, or choose another day."),
        ) from error


@transaction.atomic
def end_duty(*, duty: Duty, on: dt.date, scope: Scope) -> Duty:
    """`on` is the first day on which the post is no longer held. Raises Conflict when it has ended."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if not may_appoint(scope, kind=duty.kind, area=duty.area):
        raise NotAllowed(_("Your duties do not allow you to end this post."), field="kind", value=duty.kind)
    if duty.period.upper is not None and duty.period.upper <= on:
        raise Conflict(_("This post has already ended."))
    first = duty.period.lower
    duty.period = between(first, on if first is None or first < on else first + dt.timedelta(days=1))
    duty.save(update_fields=["period"])
    return duty
