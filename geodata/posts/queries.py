"""Which posts are held, by whom and since when, and which are vacant, as an office sees them."""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from geodata.base.periods import DateRange, is_open
from geodata.base.scope import Right, Scope
from geodata.posts.models import Post, PostQuerySet
from geodata.territory.models import Area, AreaQuerySet, inside


def areas_of(scope: Scope) -> AreaQuerySet:
    """The areas whose posts somebody with that scope sees: all for administrators."""
    return Area.objects.all() if scope.may(Right.ACCOUNTS) else Area.objects.within(scope.to(Right.APPOINT))


def tops_of(scope: Scope) -> tuple[str, ...]:
    """The codes of the topmost of them; none where they are all."""
    return () if scope.may(Right.ACCOUNTS) else scope.to(Right.APPOINT).codes


def posts_of(scope: Scope, *, under: str = "") -> PostQuerySet:
    """Posts of every day in those areas, below the area of the code `under` if one is given."""
    posts = Post.objects.select_related("area__parent", "user", "department")
    if not scope.may(Right.ACCOUNTS):
        posts = posts.filter(inside(scope.to(Right.APPOINT), "area__code"))
    return posts.filter(area__code__startswith=under) if under else posts


def held(posts: PostQuerySet, *, on: dt.date) -> PostQuerySet:
    """Posts that hold on that day or will hold later."""
    return posts.filter(is_open() | Q(period__endswith__gt=on))


def ended(posts: PostQuerySet, *, on: dt.date) -> PostQuerySet:
    return posts.filter(period__endswith__lte=on)


LEADERS: dict[str, str] = {
    Area.Level.GRID: Post.Kind.SMALL_LEADER,
    Area.Level.VILLAGE: Post.Kind.MEDIUM_LEADER,
    Area.Level.TOWNSHIP: Post.Kind.LARGE_LEADER,
}
"""The post that leads each area of a level."""


def with_leaders(areas: AreaQuerySet, *, on: dt.date) -> AreaQuerySet:
    """With each area the post that leads it (`leader`), and whether somebody holds that on the day (`is_led`)."""
    post = Case(*[When(level=level, then=Value(kind)) for level, kind in LEADERS.items()])
    held = Post.objects.on(on).filter(area=OuterRef("pk"), kind=OuterRef("leader"))
    return areas.annotate(leader=post, is_led=Exists(held))


def led(areas: Iterable[Area]) -> list[tuple[int, DateRange]]:
    """Of each of these areas (by key) the periods in which somebody holds the post that leads it. One query."""
    kinds: dict[str, list[int]] = {}
    for area in areas:
        if area.level in LEADERS:
            kinds.setdefault(LEADERS[area.level], []).append(area.pk)
    posts = [Q(kind=kind, area__in=keys) for kind, keys in kinds.items()]
    found = Post.objects.filter(reduce(or_, posts, Q(pk__in=[])))
    return list(found.order_by().values_list("area", "period"))


def without_leader(scope: Scope, *, under: str = "", on: dt.date) -> AreaQuerySet:
    """Townships, villages and grids that nobody leads on that day; `leader` is the post that is vacant."""
    areas = areas_of(scope).on(on).filter(level__in=LEADERS).under(under)
    vacant = with_leaders(areas, on=on).filter(is_led=False)  # type: ignore[misc]  # made by with_leaders
    return vacant.select_related("parent").order_by("code")


def vacant_grids(scope: Scope, *, under: str = "", on: dt.date) -> AreaQuerySet:
    """Of these the grids."""
    return without_leader(scope, under=under, on=on).level(Area.Level.GRID)
