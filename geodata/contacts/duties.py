"""What a post allows, and the scope that follows from a user's posts and links on a day."""

import datetime as dt
from collections.abc import Iterable

from geodata.accounts.models import User
from geodata.contacts.models import ContactLink, Duty, Member
from geodata.territory.models import Area
from geodata.territory.scope import Grant, Right, Scope

K, R = Duty.Kind, Right

_LINE = frozenset({R.COUNTS, R.HOUSEHOLDS, R.DETAILS, R.VISIT, R.EXPORT})
_OFFICE = _LINE | {R.LINK, R.APPOINT, R.IMPORT}
RIGHTS: dict[str, frozenset[Right]] = {
    K.SMALL_LEADER: _LINE,
    K.CADRE: _LINE,
    K.MEDIUM_LEADER: _LINE | {R.LINK},
    K.LARGE_LEADER: _LINE | {R.LINK},
    K.VILLAGE_OFFICER: _OFFICE,
    K.TOWNSHIP_OFFICER: _OFFICE,
    K.COUNTY_OFFICER: _OFFICE | {R.APPROVE, R.RULES},
    # Planners see where households are and how many, not who is ill.
    K.PLANNER: frozenset({R.COUNTS, R.HOUSEHOLDS, R.PLAN, R.APPROVE}),
    K.DEPARTMENT_OFFICER: frozenset({R.COUNTS}),
    K.AUDITOR: frozenset({R.AUDIT}),
    K.ADMINISTRATOR: frozenset({R.ACCOUNTS}),
}
"""Rights of each post, in its area and everything below."""

CONTACT_RIGHTS = frozenset({R.HOUSEHOLDS, R.DETAILS, R.VISIT})
"""Rights of a contact member, on the households that he or she looks after."""


def scope_of(user: User, *, on: dt.date) -> Scope:
    """What the user may see and do on that day. Three queries at most, whatever the posts."""
    if not user.is_active:
        return Scope()
    duties = list(Duty.objects.on(on).filter(user=user).select_related("area"))
    linked = ContactLink.objects.on(on).filter(member__user=user, member__period__contains=on)
    households = frozenset(linked.values_list("household_id", flat=True))
    grants = [*_area_grants(duties, on=on)]
    if households:
        grants.append(Grant(rights=CONTACT_RIGHTS, households=households))
    return Scope(tuple(grants))


def rights_of(user: User, *, on: dt.date) -> frozenset[Right]:
    """Every right that the user's posts and membership give on that day, wherever it holds. Two queries."""
    kinds = Duty.objects.on(on).filter(user=user).values_list("kind", flat=True)
    member = Member.objects.filter(user=user, period__contains=on).exists()
    return frozenset().union(*(RIGHTS[kind] for kind in kinds), CONTACT_RIGHTS if member else frozenset())


def _area_grants(duties: Iterable[Duty], *, on: dt.date) -> Iterable[Grant]:
    tops = {duty.area.code for duty in duties if duty.area and duty.area.level != Area.Level.GRID}
    villages = _villages_under(tops, on=on) if tops else {}
    for duty in duties:
        rights = RIGHTS[duty.kind]
        if duty.area is None:
            yield Grant(rights=rights)
        elif duty.area.level == Area.Level.GRID:
            yield Grant(rights=rights, code=duty.area.code, grids=frozenset({duty.area.pk}))
        else:
            inside = frozenset(pk for code, pk in villages.items() if code.startswith(duty.area.code))
            yield Grant(rights=rights, code=duty.area.code, villages=inside)


def _villages_under(tops: Iterable[str], *, on: dt.date) -> dict[str, int]:
    shortest = sorted(tops)
    found = Area.objects.none()
    for top in shortest:
        found = found | Area.objects.on(on).level(Area.Level.VILLAGE).under(top)
    return dict(found.values_list("code", "pk"))
