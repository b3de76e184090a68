"""What the pages of pairing share: the area asked about, the tabs, and taking numbers and tokens from a form."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from api.permissions import require, visible_area
from geodata.contacts.models import Member
from geodata.errors import BadInput
from geodata.people.models import Household
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from gridmap.middleware import ScopedRequest

TABS = (
    ("workbench", _("Gaps")),
    ("members", _("Members")),
    ("proposals", _("Proposals")),
    ("roster", _("Roster")),
    ("cards", _("Cards")),
)
MOST = 2000
"""Households that one form may name."""


@dataclass(frozen=True)
class Place:
    """The area a page is about, and the part of the scope in which its right holds."""

    area: Area
    scope: Scope
    on: dt.date

    @property
    def is_village(self) -> bool:
        """Small enough for single members and points."""
        return self.area.level in (Area.Level.VILLAGE, Area.Level.GRID)

    @property
    def village(self) -> Area:
        """The village itself, or the one of the grid."""
        parent = self.area.parent
        return parent if self.area.level == Area.Level.GRID and parent else self.area


def place_of(request: ScopedRequest, *, on: dt.date, right: Right = Right.LINK, code: str = "") -> Place:
    """The area of the address, or the first of the reader's own. Raises NotAllowed and NotFound."""
    scope = request.scope.to(right)
    require(scope, right)
    asked = code or request.GET.get("area", "")
    if not asked:
        asked = scope.codes[0] if scope.codes else "-"
    area = visible_area(request.scope, asked, right=right, on=on, field="area")
    return Place(area, scope, on)


def around(place: Place, request: ScopedRequest) -> dict[str, Any]:
    """What stands above every page of pairing: the areas above, the tabs, other areas of the reader's."""
    above = Area.objects.on(place.on).on_the_way(place.scope)
    above = above.filter(code__in=codes.ancestors(place.area.code)).order_by("code")
    tops = place.scope.codes
    return {
        "area": place.area,
        "place": place,
        "on": place.on,
        "trail": [(one, place.scope.holds_code(one.code)) for one in [*above, place.area]],
        "tops": Area.objects.on(place.on).filter(code__in=tops).order_by("code") if len(tops) > 1 else [],
        "tabs": TABS if request.scope.to(Right.LINK).holds_code(place.area.code) else (),
        "below": Area.objects.on(place.on).filter(parent=place.area).order_by("code"),
    }


def number_of(text: str | None) -> int:
    """A key as a form says it; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def member_of(scope: Scope, text: str | None) -> Member:
    """The member of that number in the scope's villages, or 404."""
    members = Member.objects.filter(village__in=scope.villages).select_related("user", "branch", "village")
    return get_object_or_404(members, pk=number_of(text))


def households_in(request: HttpRequest, scope: Scope, tokens: Iterable[str]) -> list[Household]:
    """The households of these tokens that lie in the scope, in the order of the page. Raises BadInput for none."""
    wanted = list(
        dict.fromkeys(
            token for token in tokens if token.isascii() and token.isprintable() and len(token) <= 32
        )
    )[:MOST]
    found = {home.token: home for home in Household.objects.within(scope).filter(token__in=wanted)}
    if not found:
        raise BadInput(
            gettext("No household is chosen."),
            field="household",
            remedy=gettext("Tick one or more households."),
        )
    return [found[token] for token in wanted if token in found]
