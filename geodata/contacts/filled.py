"""Which posts are held, by whom and since when, and which are vacant, as an office sees them."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from geodata.contacts.models import Duty, DutyQuerySet
from geodata.periods import is_open
from geodata.territory.models import Area, AreaQuerySet, inside
from geodata.territory.scope import Right, Scope


def areas_of(scope: Scope) -> AreaQuerySet:
    """The areas whose posts somebody with that scope sees: all for administrators."""
    return Area.objects.all() if scope.may(Right.ACCOUNTS) else Area.objects.within(scope.to(Right.APPOINT))


def posts_of(scope: Scope, *, under: str = "") -> DutyQuerySet:
    """Posts of every day in those areas, below the area of the code `under` if one is given."""
    posts = Duty.objects.select_related("area__parent", "user")
    if not scope.may(Right.ACCOUNTS):
        posts = posts.filter(inside(scope.to(Right.APPOINT), "area__code"))
    return posts.filter(area__code__startswith=under) if under else posts


def held(posts: DutyQuerySet, *, on: dt.date) -> DutyQuerySet:
    """Posts that hold on that day or will hold later."""
    return posts.filter(is_open() | Q(period__endswith__gt=on))


def ended(posts: DutyQuerySet, *, on: dt.date) -> DutyQuerySet:
    return posts.filter(period__endswith__lte=on)


def vacant_grids(scope: Scope, *, under: str = "", on: dt.date) -> AreaQuerySet:
    """Grids without a small grid leader on that day."""
    led = Duty.objects.on(on).filter(area=OuterRef("pk"), kind=Duty.Kind.SMALL_LEADER)
    grids = areas_of(scope).on(on).level(Area.Level.GRID).under(under)
    return grids.filter(~Exists(led)).select_related("parent").order_by("code")
