"""Who may ask what. A view names the right that it needs and takes the part of the scope in which it holds.

401 without a user. 403 when the right holds nowhere for this user, or the thing is visible without that right.
404 for everything else outside the scope, in the same words as for what does not exist.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import NotAllowed, NotFound
from geodata.base.scope import Right, Scope
from geodata.contacts.rights import scope_in_force
from geodata.territory.models import Area, AreaQuerySet, Placed

if TYPE_CHECKING:
    # The settings name this module, and the views' module reads the settings.
    from rest_framework.views import APIView


Found = TypeVar("Found", bound=Placed)


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
        # Asked for every request: with the scope its user is in force.
        scope = scope_for(request)
        if (right := getattr(view, "right", None)) is not None:
            require(scope, right)
        return True


def visible_area(
    scope: Scope, code: str, *, on: dt.date, field: str = "", right: Right | None = None
) -> Area:
    """The area of that code and day, if the right (if one is named) holds in all of it."""
    area = Area.objects.on(on).within(scope).filter(code=code).first()
    return _checked(area, scope, code, field, right)


def found_among(
    areas: Iterable[Found], scope: Scope, code: str, *, field: str = "", right: Right | None = None
) -> Found:
    """The same of areas that were read already: all that lie in that one, if it lies in the scope."""
    return _checked(next((one for one in areas if one.code == code), None), scope, code, field, right)


def visible_areas(
    areas: AreaQuerySet, scope: Scope, code: str, *, field: str = "", right: Right | None = None
) -> tuple[Area, list[Area]]:
    """The same of these areas, and with it all of them that lie in it, itself among them. One query."""
    found = list(areas.within(scope).under(code))
    area = next((one for one in found if one.code == code), None)
    return _checked(area, scope, code, field, right), found


def _checked(area: Found | None, scope: Scope, code: str, field: str, right: Right | None) -> Found:
    if area is None:
        raise NotFound(code, field=field, value=code)
    if right and not scope.to(right).holds_code(code):
        refuse(right)
    return area
