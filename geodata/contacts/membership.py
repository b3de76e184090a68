"""Somebody becomes a contact member of a village: somebody with an account, or somebody new, who gets one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.contacts.concept import Action
from geodata.contacts.members import check_values
from geodata.contacts.models import Branch, Member
from geodata.contacts.office_accounts import create_account, find_accounts
from geodata.territory.models import Area

YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Joining:
    """Who joins: the whole login name of somebody with an account or, without one, name and phone of somebody new.

    `branch`: its key, one of those of `branches_for`.
    """

    village: Area
    branch: int
    since: dt.date
    name: str = ""
    phone: str = ""
    username: str = ""
    kind: str = Member.Kind.PARTY_MEMBER
    ability: str = Member.Ability.ABLE
    capacity: int = 20


def branches_for(village: Area) -> QuerySet[Branch]:
    """The branches of the village and its grids, and those that its members belong to."""
    own = Q(areas__area__code__startswith=village.code) | Q(members__village=village)
    return Branch.objects.filter(own).distinct().order_by("kind", "name", "pk")


@transaction.atomic
def join_member(*, joining: Joining, by: User, scope: Scope, on: dt.date) -> Member:
    """For whoever opens accounts in the village. Raises NotAllowed, NotFound outside of it, BadInput for what cannot be, Conflict
    for somebody who is or was a member already.
    """
    require(scope, Right.APPOINT)
    village = joining.village
    if village.pk not in scope.to(Right.APPOINT).villages:
        raise NotFound(village.code, field="village", value=village.code)
    check_values(ability=joining.ability, capacity=joining.capacity, kind=joining.kind)
    if not periods.FIRST_DAY <= joining.since <= on + YEAR:
        raise _bad("since", joining.since.isoformat(), _("Enter a day since 2000, a year ahead at most."))
    if not branches_for(village).filter(pk=joining.branch).exists():
        raise _bad("branch", joining.branch, _("Choose a branch of the village."))
    user = _account(joining, scope=scope, on=on)
    if Member.objects.filter(user=user).exists():
        raise Conflict(
            _("%(name)s is a contact member already.") % {"name": user.name},
            field="username",
            value=user.username,
            remedy=_("Open the member to change what is recorded."),
        )
    member = Member.objects.create(
        user=user,
        branch_id=joining.branch,
        village=village,
        kind=joining.kind,
        ability=joining.ability,
        capacity=joining.capacity,
        period=periods.since(joining.since),
    )
    record_access(user=by, action=Action.MEMBER_JOINED, subject=village.code, details={"number": member.pk})
    return member


def _account(joining: Joining, *, scope: Scope, on: dt.date) -> User:
    if not joining.username:
        return create_account(name=joining.name, phone=joining.phone, scope=scope)
    user = find_accounts(scope, joining.username, on=on).filter(username__iexact=joining.username).first()
    if user is None:
        raise _bad(
            "username", joining.username, _("Nobody has this login name. Leave it empty for someone new.")
        )
    return user


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)
