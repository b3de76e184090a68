"""That two households which look alike are not the same: said once, and they are not asked about again until somebody takes it back."""

import datetime as dt

from django.db import transaction

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.people.access import find_household, holds
from geodata.people.models import Household
from geodata.register.comparing import pair_of
from geodata.register.concept import Action
from geodata.register.duplicates import ToldApart


@transaction.atomic
def tell_apart(*, token: str, other: str, by: User, scope: Scope, at: dt.datetime) -> ToldApart:
    """Whoever decides in the village says it. Raises what `find_household` raises, NotFound for what is no pair any more."""
    homes = _both(token, other, scope)
    pair = pair_of(*(home.pk for home in homes), scope=scope, on=at.date())
    if pair is None:
        raise NotFound(other, field="other", value=other)
    return _say(homes, apart=True, by=by, at=at)


@transaction.atomic
def ask_again(*, token: str, other: str, by: User, scope: Scope, at: dt.datetime) -> ToldApart:
    """They are asked about again. Raises what `find_household` raises, NotFound where nobody had told them apart."""
    homes = _both(token, other, scope)
    first, second = homes
    said = ToldApart.objects.filter(household=first, other=second).order_by("-pk").first()
    if said is None or not said.apart:
        raise NotFound(other, field="other", value=other)
    return _say(homes, apart=False, by=by, at=at)


def _both(token: str, other: str, scope: Scope) -> tuple[Household, Household]:
    """In the order in which pairs are kept."""
    homes = [find_household(each, scope=scope, right=Right.REGISTER) for each in (token, other)]
    if not all(holds(scope, home, Right.CONFIRM) for home in homes):
        refuse(Right.CONFIRM)
    first, second = sorted(homes, key=lambda home: home.pk)
    return first, second


def _say(homes: tuple[Household, Household], *, apart: bool, by: User, at: dt.datetime) -> ToldApart:
    first, second = homes
    said = ToldApart.objects.create(
        household=first, other=second, village=first.village, apart=apart, by=by, at=at
    )
    details = {"other": second.token, "apart": apart}
    record_access(user=by, action=Action.TOLD_APART, at=at, subject=first.token, details=details)
    return said
