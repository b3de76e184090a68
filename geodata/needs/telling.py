"""Who is told of a need: those who are to accept it, those it is assigned to, and whoever recorded it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from geodata.audit.notices import tell
from geodata.needs.beside_models import Assignment
from geodata.needs.concept import NoticeKind
from geodata.needs.links import link_of
from geodata.needs.models import Need
from geodata.posts.models import Post
from geodata.territory import codes

K = Post.Kind
KINDS = {
    1: (K.SMALL_LEADER, K.CADRE, K.MEDIUM_LEADER, K.VILLAGE_OFFICER),
    2: (K.TOWNSHIP_OFFICER,),
    3: (K.COUNTY_OFFICER,),
}
"""The posts that hold a level; tell_due.sql says the same for many."""


def holders(need: Need, *, on: dt.date) -> set[int]:
    """Those of the level that holds it, without whom it is about. One query."""
    posts = Post.objects.on(on).filter(kind__in=KINDS[need.level], area__code__in=_places(need))
    return set(posts.values_list("user_id", flat=True)) - set(need.named)


def _places(need: Need) -> list[str]:
    return {
        1: [need.village.code, *([need.grid.code] if need.grid else [])],
        2: [need.village.code[: codes.LENGTHS["township"]]],
        3: [need.village.code[:length] for length in (codes.LENGTHS["county"], codes.LENGTHS["city"])],
    }[need.level]


TELLS_HOLDERS = """INSERT INTO geodata_notice (id, user_id, kind, subject, villages, link, at)
SELECT gen_random_uuid(), p.user_id, %(notice)s, %(number)s, '{}', %(link)s, %(at)s
FROM geodata_duty p JOIN geodata_area a ON a.id = p.area_id
WHERE p.kind = ANY (%(kinds)s) AND a.code = ANY (%(places)s) AND p.period @> %(day)s::date AND NOT p.user_id = ANY (%(besides)s)
GROUP BY p.user_id"""
"""The same people are found and told in one statement; nobody where no kind of post is named."""


def told_new(need: Need, *, at: dt.datetime, by: int | None, tell: bool = True) -> dict[str, Any]:
    """What `TELLS_HOLDERS` is told of a need that waits to be accepted; without `tell` nobody hears of it."""
    return {
        "notice": str(NoticeKind.NEED_NEW), "number": need.number, "link": link_of(need), "at": at, "day": at.date(),
        "kinds": [str(kind) for kind in KINDS[need.level]] if tell else [], "places": _places(need),
        "besides": [*need.named, *([by] if by else [])],
    }  # fmt: skip


def tell_holders(need: Need, *, at: dt.datetime, by: int | None) -> None:
    """That a need waits to be accepted."""
    with connection.cursor() as cursor:
        cursor.execute(TELLS_HOLDERS, told_new(need, at=at, by=by))


def tell_assigned(assignment: Assignment, *, at: dt.datetime) -> None:
    if assignment.user_id:
        users: Iterable[int] = [assignment.user_id]
    else:
        posts = Post.objects.on(at.date()).filter(area=assignment.area_id)
        if assignment.department_id:
            posts = posts.filter(department=assignment.department_id)
        else:
            posts = posts.filter(kind__in=[K.VILLAGE_OFFICER, K.TOWNSHIP_OFFICER, K.COUNTY_OFFICER])
        users = posts.exclude(user__in=assignment.named).values_list("user_id", flat=True)
    tell(users, kind=NoticeKind.NEED_ASSIGNED, subject=assignment.number, link="/assignments/", at=at)


def tell_assigner(assignment: Assignment, *, at: dt.datetime) -> None:
    tell(
        [assignment.by_id], kind=NoticeKind.ASSIGNMENT_ANSWERED, subject=assignment.number,
        link=f"/needs/{assignment.number}/", at=at,
    )  # fmt: skip
