"""Who may ask what. A view names the right that it needs and takes the part of the scope in which it holds.

401 without a user. 403 when the right holds nowhere for this user, or the thing is visible without that right.
404 for everything else outside the scope, in the same words as for what does not exist.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from geodata import periods
from geodata.accounts.models import User
from geodata.errors import NotAllowed, NotFound
from geodata.people.models import Household
from geodata.second_line import scope_in_force
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope

if TYPE_CHECKING:
    # The settings name this module, and the views' module reads the settings.
    from rest_framework.views import APIView


def who(request: Request) -> User:
    """The user of a request that has passed `Needed`."""
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed(_("Sign in first."))
    return user


def scope_for(request: Request) -> Scope:
    """What the user may see today, whatever day the question is about. Worked out once per request.

    Not the scope of the page's session: a bearer token may be somebody else's.
    """
    known: Scope | None = request.__dict__.get("api_scope")
    if known is None:
        known = request.__dict__["api_scope"] = scope_in_force(who(request), on=periods.today())
    return known


class Needed(BasePermission):
    """Signed in, and with the view's `right` (if it names one) somewhere."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.user, User):
            return False
        require(scope_for(request), getattr(view, "right", None))
        return True


def require(scope: Scope, right: Right | None) -> None:
    if right is not None and not scope.may(right):
        raise NotAllowed(_("Your duties do not include this."), remedy=_("Ask the office that appoints you."))


def visible_area(
    scope: Scope, code: str, *, on: dt.date, field: str = "", right: Right | None = None
) -> Area:
    """The area of that code and day, if the right (if one is named) holds in all of it."""
    found = Area.objects.on(on).within(scope).filter(code=code).first()
    if found is None:
        raise NotFound(code, field=field, value=code)
    if right and not scope.to(right).holds_code(code):
        require(Scope(), right)
    return found


def visible_household(
    scope: Scope, token: str, *, right: Right = Right.HOUSEHOLDS, beside: Sequence[str] = ("village", "grid")
) -> Household:
    """The household of that token, with what stands `beside` it, if the right holds on it."""
    seen = Household.objects.within(scope.to(Right.HOUSEHOLDS)).filter(token=token)
    found = (seen.select_related(*beside) if beside else seen).first()
    if found is None:
        raise NotFound(token)
    if not scope.to(right).holds_household(pk=found.pk, village=found.village_id, grid=found.grid_id):
        require(Scope(), right)
    return found
