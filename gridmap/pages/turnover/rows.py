"""The lines of the form: every post of the village, held or vacant, and every contact member."""

import datetime as dt
from dataclasses import dataclass

from django.forms import BoundField

from geodata.base.scope import Right, Scope
from geodata.contacts.members import members_of
from geodata.contacts.models import Member
from geodata.posts.appointing import may_appoint
from geodata.posts.models import Post
from geodata.posts.queries import held, posts_of, vacant_grids
from geodata.territory.models import Area

K = Post.Kind
OF_A_VILLAGE = (K.MEDIUM_LEADER, K.VILLAGE_OFFICER)
"""Posts that a village usually has: a line for each that nobody holds."""


@dataclass
class PostRow:
    """`key` names its fields; `post` is None where nobody holds it."""

    key: str
    kind: str
    area: Area
    post: Post | None
    fields: dict[str, BoundField] | None = None

    @property
    def label(self) -> str:
        return str(Post.Kind(self.kind).label)


@dataclass
class MemberRow:
    key: str
    member: Member
    load: int
    field: BoundField | None = None


def post_rows(village: Area, scope: Scope, *, on: dt.date) -> list[PostRow]:
    """Those that the office may fill, the village's own first, then grid by grid."""
    posts = held(posts_of(scope, under=village.code), on=on).filter(period__startswith__lte=on)
    rows = [PostRow(f"p{post.pk}", post.kind, post.area, post) for post in posts if post.area]
    kinds = {row.kind for row in rows if row.area.pk == village.pk}
    rows += [PostRow(f"v-{kind}", kind, village, None) for kind in OF_A_VILLAGE if kind not in kinds]
    for grid in vacant_grids(scope, under=village.code, on=on):
        rows.append(PostRow(f"g-{grid.code}", K.SMALL_LEADER, grid, None))
    mine = [row for row in rows if may_appoint(scope, kind=row.kind, area=row.area)]
    order = list(Post.Kind.values)
    return sorted(mine, key=lambda row: (len(row.area.code), row.area.code, order.index(row.kind), row.key))


def member_rows(village: Area, scope: Scope, *, on: dt.date) -> list[MemberRow]:
    """Contact members who have not left, where the office says who looks after whom."""
    inside = scope.to(Right.LINK)
    if village.pk not in inside.villages:
        return []
    members = members_of(inside, under=village.code, on=on).filter(period__upper_inf=True)
    return [MemberRow(f"m{member.pk}", member, member.load) for member in members]  # type: ignore[attr-defined]
