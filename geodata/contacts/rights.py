"""What a post allows, and the scope that follows from a user's posts and links on a day."""

import datetime as dt
from collections.abc import Callable, Iterable

from geodata.accounts.models import User
from geodata.base import rls
from geodata.base.scope import MEMBER, TEAM, Grant, Right, Scope
from geodata.contacts import arrival
from geodata.contacts.duties import Duties, duties_of
from geodata.contacts.models import Member
from geodata.posts.models import Post
from geodata.territory.models import Area

K, R = Post.Kind, Right

_READS = frozenset(
    {
        R.COUNTS,
        R.HOUSEHOLDS,
        R.DETAILS,
        R.VISIT,
        R.EXPORT,
        R.REGISTER,
        R.NEED,
        R.ENTITLE,
        R.SERVE,
        R.CAMPAIGN,
        R.MEET,
    }
)
_LINE = _READS | {R.DISPATCH}
_OFFICE = _LINE | {R.LINK, R.APPOINT, R.IMPORT, R.CONFIRM}
RIGHTS: dict[str, frozenset[Right]] = {
    K.SMALL_LEADER: _LINE,
    # Of a village; a cadre of a grid holds no village in which to decide.
    K.CADRE: _LINE | {R.CONFIRM},
    K.MEDIUM_LEADER: _LINE | {R.LINK, R.CONFIRM},
    # Reads the needs of the township: no move of theirs names it.
    K.LARGE_LEADER: _READS | {R.LINK},
    K.VILLAGE_OFFICER: _OFFICE,
    K.TOWNSHIP_OFFICER: _OFFICE,
    K.COUNTY_OFFICER: _OFFICE | {R.APPROVE, R.RULES, R.POLICY},
    # Planners see where households are and how many, not who is ill.
    K.PLANNER: frozenset({R.COUNTS, R.HOUSEHOLDS, R.PLAN, R.APPROVE}),
    K.DEPARTMENT_OFFICER: frozenset({R.COUNTS, R.UNIT, R.POLICY, R.ENTITLE, R.CAMPAIGN}),
    K.AUDITOR: frozenset({R.AUDIT}),
    K.ADMINISTRATOR: frozenset({R.ACCOUNTS}),
}
"""Rights of each post, in its area and everything below."""


def kinds_with(right: Right) -> list[str]:
    """The posts that give it."""
    return [kind for kind, rights in RIGHTS.items() if right in rights]


CONTACT_RIGHTS = frozenset(
    {R.HOUSEHOLDS, R.DETAILS, R.VISIT, R.REGISTER, R.NEED, R.ENTITLE, R.SERVE, R.CAMPAIGN}
)
"""Rights of a contact member, on the households that he or she looks after."""


TEAM_RIGHTS = frozenset({R.SERVE})
"""Rights of whoever belongs to a team, on what is offered to it: no household, no map, and nothing after its last day."""


def scope_of(user: User, *, on: dt.date) -> Scope:
    """What the user may see and do on that day. One query, whatever the posts."""
    return _scope(duties_of(user.pk, on=on)) if user.is_active else Scope()


def scope_in_force(user: User, *, on: dt.date) -> Scope:
    """The user's scope of that day, which from here to the end of the transaction is what the web role sees.

    What came with the request (arrival.py) is taken once; whoever asks again is answered by what holds by now.
    """
    return scope_and_more(user, on=on)[0]


def scope_and_more(
    user: User, *, on: dt.date, along: Callable[[User, Scope], rls.Statement] | None = None
) -> tuple[Scope, rls.Rows]:
    """The scope in force, and the rows of what is asked under it along with its beginning."""
    if (duties := arrival.taken(user, on=on)) is None:
        # Only to who acts are the own links shown.
        rls.act_as(user, on=on)
        scope = scope_of(user, on=on)
    else:
        scope = _scope(duties)
    return scope, rls.show(scope, to=user, on=on, ask=along(user, scope) if along else None)


def rights_of(user: User, *, on: dt.date) -> frozenset[Right]:
    """Every right that the user's posts and membership give on that day, wherever it holds. Two queries."""
    kinds = Post.objects.on(on).filter(user=user).values_list("kind", flat=True)
    member = Member.objects.filter(user=user, period__contains=on).exists()
    return frozenset().union(*(RIGHTS[kind] for kind in kinds), CONTACT_RIGHTS if member else frozenset())


def _scope(duties: Duties) -> Scope:
    grants = [*_area_grants(duties)]
    if duties.households:
        grants.append(Grant(rights=CONTACT_RIGHTS, households=duties.households, kind=MEMBER))
    if duties.teams:
        grants.append(Grant(rights=TEAM_RIGHTS, teams=duties.teams, kind=TEAM))
    return Scope(tuple(grants))


def _area_grants(duties: Duties) -> Iterable[Grant]:
    for post in duties.posts:
        rights = RIGHTS[post.kind]
        if post.area is None or post.code is None:
            yield Grant(rights=rights, kind=post.kind)
        elif post.level == Area.Level.GRID:
            yield Grant(rights=rights, code=post.code, grids=frozenset({post.area}), kind=post.kind)
        else:
            inside = frozenset(pk for code, pk in duties.villages.items() if code.startswith(post.code))
            works_in = frozenset({post.department} if post.department else ())
            yield Grant(rights, post.code, villages=inside, departments=works_in, kind=post.kind)
