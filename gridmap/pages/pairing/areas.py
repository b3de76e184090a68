"""What the pages of pairing share: the area asked about, the tabs, and taking numbers and tokens from a form."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from api.web.access import visible_area
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.contacts.members import find_member
from geodata.contacts.models import Member
from geodata.people.models import Household
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters

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
    wanted = code or request.GET.get("area", "")
    if not wanted:
        wanted = scope.codes[0] if scope.codes else "-"
    area = visible_area(request.scope, wanted, right=right, on=on, field="area")
    return Place(area, scope, on)


class PlaceFilters(Filters):
    """The area; which part of its list is shown is chosen by the links with their numbers."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    cause = forms.CharField(required=False, widget=forms.HiddenInput)


def picked(place: Place, request: ScopedRequest) -> PlaceFilters:
    """The choice of another area."""
    filters = PlaceFilters(request.GET)
    let_choose(filters, place)
    return filters


def let_choose(filters: Filters, place: Place, *, down_to: str = "grid") -> None:
    """Offer the areas of the reader's around this one. One query."""
    code = place.area.code if down_to == "grid" else place.village.code
    filters.pick(code, place.scope, on=place.on, down_to=down_to)


def around(place: Place, request: ScopedRequest) -> dict[str, Any]:
    """What stands above every page of pairing: the areas above, the tabs, other areas of the reader's."""
    above = Area.objects.on(place.on).on_the_way(place.scope)
    above = above.filter(code__in=codes.ancestors(place.area.code)).order_by("code")
    return {
        "area": place.area,
        "place": place,
        "on": place.on,
        "trail": [(one, place.scope.holds_code(one.code)) for one in [*above, place.area]],
        "tabs": TABS if request.scope.to(Right.LINK).holds_code(place.area.code) else (),
        "below": Area.objects.on(place.on).filter(parent=place.area).order_by("code"),
    }


def number_of(text: str | None) -> int:
    """A key as a form says it; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def member_of(scope: Scope, text: str | None) -> Member:
    """The member of that number, as a form says it. Raises NotAllowed and NotFound."""
    return find_member(number_of(text), scope=scope)


def households_in(request: HttpRequest, scope: Scope, tokens: Iterable[str]) -> list[Household]:
    """The households of these tokens that lie in the scope, in the order of the page. Raises BadInput for none."""
    wanted = list(
        dict.fromkeys(
            token for token in tokens if token.isascii() and token.isprintable() and len(token) <= 32
        )
    )[:MOST]
    homes = {home.token: home for home in Household.objects.within(scope).filter(token__in=wanted)}
    if not homes:
        raise BadInput(
            gettext("No household is selected."),
            field="household",
            remedy=gettext("Select one or more households."),
        )
    return [homes[token] for token in wanted if token in homes]
