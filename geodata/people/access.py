"""Which household somebody means by a token, and what he or she may do with it: asked the same way by every door.

NotAllowed where the right holds nowhere for this reader, or the household is visible without it; NotFound, in the same
words as for none, for everything else outside the scope.
"""

import datetime as dt
from collections.abc import Sequence

from geodata.accounts.models import User
from geodata.audit.record import append_all, entry_of, record_access
from geodata.base import rls
from geodata.base.access import refuse, require
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.people.concept import Action
from geodata.people.models import CareRecord, Household, HouseholdLineage, HouseholdQuerySet

PLACES = ("village", "grid")


def find_household(
    token: str, *, scope: Scope, right: Right = Right.HOUSEHOLDS, beside: Sequence[str] = PLACES
) -> Household:
    """The household of that token, with what stands `beside` it, if the right holds on it. One query, two by a former token."""
    require(scope, Right.HOUSEHOLDS)
    require(scope, right)
    seen = Household.objects.within(scope.to(Right.HOUSEHOLDS))
    household = looked_up(token, among=seen.select_related(*beside) if beside else seen)
    if household is None:
        raise NotFound(token)
    if not holds(scope, household, right):
        refuse(right)
    return household


def looked_up(token: str, *, among: HouseholdQuerySet) -> Household | None:
    """The household that is called so; by a former token it is on record who asked (whose scope is in force)."""
    home = among.called(token)
    if home is not None:
        record_lookup(home, token)
    return home


def record_lookup(home: Household, token: str) -> None:
    """Whoever holds the paper of a household that is no more finds the one that took it in."""
    if token == home.token:
        return
    asking, _on = rls.in_force.get() or (None, None)
    entry = entry_of(user=asking, action=Action.FORMER_TOKEN, subject=home.token, details={"former": token})
    append_all([entry], of_changes=False)


def find_households(tokens: Sequence[str], *, scope: Scope) -> dict[str, int]:
    """The keys of the households of the scope by these tokens. Raises NotFound where one is not there."""
    keys = dict(Household.objects.within(scope).filter(token__in=tokens).values_list("token", "pk"))
    for token in tokens:
        if token not in keys:
            raise NotFound(token, field="household", value=token)
    return keys


def goes_on_in(household: Household, scope: Scope) -> Household | None:
    """The household that this one was merged into, as far as it may be listed. One query for one that has left."""
    if not household.has_left:
        return None
    seen = Household.objects.within(scope.to(Right.HOUSEHOLDS))
    return seen.filter(ancestry__source=household, ancestry__kind=HouseholdLineage.Kind.MERGED).first()


def open_household(
    token: str,
    *,
    by: User,
    scope: Scope,
    at: dt.datetime,
    right: Right = Right.HOUSEHOLDS,
    beside: Sequence[str] = PLACES,
) -> Household:
    """Find it to show it: one that has, or had, records of special care leaves an entry on the record of access."""
    household = find_household(token, scope=scope, right=right, beside=beside)
    record_opening(household, by=by, at=at)
    return household


def record_opening(household: Household, *, by: User, at: dt.datetime) -> None:
    """Masked or not: a reader of its page learns of it."""
    if CareRecord.objects.filter(household=household, category__special=True).exists():
        record_access(user=by, action=Action.OPEN_HOUSEHOLD, at=at, subject=household.token)


def holds(scope: Scope, household: Household, right: Right) -> bool:
    """Does the right hold on this household?"""
    part = scope.to(right)
    return part.holds_household(pk=household.pk, village=household.village_id, grid=household.grid_id)


def can_see_details(scope: Scope, household: Household) -> bool:
    return holds(scope, household, Right.DETAILS)


def can_visit(scope: Scope, household: Household) -> bool:
    return holds(scope, household, Right.VISIT)


def can_link(scope: Scope, household: Household) -> bool:
    return holds(scope, household, Right.LINK)


def can_propose(scope: Scope, household: Household) -> bool:
    """Changes of the register."""
    return holds(scope, household, Right.REGISTER)
