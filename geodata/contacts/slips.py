"""Slips: one-time links for the people of a village who have no password yet, all at once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from geodata.accounts.concept import Action
from geodata.accounts.links import Link, new_links
from geodata.accounts.models import User
from geodata.audit.record import append_all, entry_of
from geodata.base import wording
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.scope import Right, Scope
from geodata.contacts.account_states import of_area, with_sign_in
from geodata.contacts.models import Member
from geodata.contacts.office_accounts import accounts_of
from geodata.posts.models import Post
from geodata.territory.models import Area

LIFE = dt.timedelta(days=14)
"""Papers go from hand to hand: a village meeting may be a week away."""
MOST = 2000
"""Slips at once."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What somebody is handed: who it is for, and the link, which is kept nowhere else."""

    name: str
    username: str
    role: str
    link: Link
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """Accounts of a village by what a slip would do for them."""

    signs_in: int
    without: int
    expired: int
    waiting: int

    @property
    def due(self) -> int:
        """Without a link that is still good."""
        return self.without + self.expired


def may_issue(scope: Scope, *, village: Area) -> bool:
    return scope.may(Right.ACCOUNTS) or scope.to(Right.APPOINT).holds_code(village.code)


def counts(*, village: Area, scope: Scope, at: dt.datetime, on: dt.date) -> Counts:
    """One query."""
    rows = _accounts(village, scope, on=on).values_list("signs_in", "link__until")
    closed = [until for signs_in, until in rows if not signs_in]
    return Counts(
        signs_in=len(rows) - len(closed),
        without=sum(until is None for until in closed),
        expired=sum(until is not None and until <= at for until in closed),
        waiting=sum(until is not None and until > at for until in closed),
    )


@transaction.atomic
def issue_slips(
    *, village: Area, again: bool, by: User | None, scope: Scope, at: dt.datetime, on: dt.date
) -> list[Slip]:
    """A link for everybody of the village who has no password and no link that is good; with `again` for those with one too.

    Whoever has a password keeps it. Each link is on record. Raises NotAllowed, BadInput and Conflict.
    """
    check(village=village, again=again, scope=scope, at=at, on=on)
    wanted = list(_wanted(village, scope, again=again, at=at, on=on).values_list("pk", flat=True))
    # Locked in the order of keys, as everywhere. Whoever has set a password since we looked keeps it.
    locked = User.objects.select_for_update().filter(pk__in=wanted, is_active=True).order_by("pk")
    users = [user for user in locked if not user.password or not user.has_usable_password()]
    links = new_links(users, at=at, life=LIFE)
    roles = _roles(users, village, on=on)
    told = {"kind": "slip", "area": village.code}
    append_all(
        [
            entry_of(user=by, action=Action.LINK_ISSUED, at=at, subject=user.username, details=told)
            for user in users
        ]
    )
    slips = [
        Slip(user.name, user.username, roles[user.pk], link, at + LIFE)
        for user, link in zip(users, links, strict=True)
    ]
    return sorted(slips, key=lambda slip: (slip.role, slip.name, slip.username))


def check(*, village: Area, again: bool, scope: Scope, at: dt.datetime, on: dt.date) -> int:
    """How many slips there would be. Raises NotAllowed, BadInput where it is no village, Conflict where nobody needs one."""
    if not may_issue(scope, village=village):
        raise NotAllowed(_("Your office is not responsible for the accounts of this village."))
    if village.level != Area.Level.VILLAGE:
        raise BadInput(
            _("Slips are made village by village."),
            field="village",
            value=village.code,
            remedy=_("Choose a village."),
        )
    count = _wanted(village, scope, again=again, at=at, on=on).count()
    if not count:
        raise Conflict(
            _("Nobody here needs a slip: everybody has a password or a link that is still valid."),
            remedy=_("To replace links that are still valid, choose so."),
        )
    if count > MOST:
        raise Conflict(
            _("More than %(most)s accounts need a slip.") % {"most": wording.figure(MOST)},
            remedy=_("Contact the administrator."),
        )
    return count


def _accounts(village: Area, scope: Scope, *, on: dt.date) -> QuerySet[Any]:
    mine = accounts_of(scope, on=on).filter(of_area(village.code, on=on), is_active=True)
    return with_sign_in(mine)


def _wanted(village: Area, scope: Scope, *, again: bool, at: dt.datetime, on: dt.date) -> QuerySet[Any]:
    found = _accounts(village, scope, on=on).filter(signs_in=0)
    return found if again else found.exclude(link__until__gt=at)


def _roles(users: list[User], village: Area, *, on: dt.date) -> dict[int, str]:
    """What tells people of one name apart: the first post in the village, else the branch. Two queries."""
    mine = {user.pk for user in users}
    posts = Post.objects.on(on).filter(user__in=mine, area__code__startswith=village.code)
    members = Member.objects.filter(user__in=mine).select_related("branch")
    roles = {member.user_id: f"{_('Contact member')} · {member.branch.name}" for member in members}
    for post in posts.select_related("area").order_by("-kind", "-area__code"):
        roles[post.user_id] = f"{post.get_kind_display()} · {post.area.name if post.area else ''}"
    return {pk: capfirst(roles.get(pk, "")) for pk in mine}
