"""Households behind a figure or gap."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.features.geojson import collection
from api.features.households import Listing
from api.paging import next_page
from api.permissions import require, visible_area
from api.schema import documented
from api.serializers.households import HouseholdsQuery, HouseholdsShape
from api.views.base import GeoView
from api.views.categories import check_category
from geodata import periods
from geodata.coverage import disclosure, states
from geodata.coverage.figures import GAPS
from geodata.errors import BadInput
from geodata.territory import codes
from geodata.territory.scope import Right


class Households(GeoView):
    right = Right.HOUSEHOLDS

    @documented(
        "households",
        _("Households behind a figure or gap"),
        {200: HouseholdsShape},
        query=HouseholdsQuery,
        problems=[404],
        geojson=HouseholdsShape,
    )
    def get(self, request: Request) -> HttpResponse:
        """Households with the state of the day, page by page in a stable order.

        Without details only households, contacts, points and grids are listed, today and at the ends of months: no
        category and no figure of visits. Households have their own points only when `area` is a village or grid; above,
        each is shown in the middle of its grid.
        """
        asked = HouseholdsQuery.read(request)
        listing = self._listing(asked)
        found, end = listing.page(after=asked.get("after"), limit=asked["limit"])
        matched = listing.matched()
        if not matched:
            check_category(listing.question.category)
        return self.geojson(
            collection(
                found,
                on=listing.question.on.isoformat(),
                numberMatched=matched,
                numberReturned=len(found),
                next=next_page(request, after=end and f"{end[0]}.{end[1]}"),
            )
        )

    def _listing(self, asked: dict[str, Any]) -> Listing:
        on = asked.get("on") or periods.today()
        figure, category = _figure(asked), asked.get("category")
        right = Right.DETAILS if disclosure.list_tells(figure, category) else Right.HOUSEHOLDS
        require(self.scope, right)
        code = asked.get("area")
        free = disclosure.is_free(self.scope.to(right), code or "")
        disclosure.check(free=free, on=on, window=asked["window"])
        area = visible_area(self.scope, code, right=right, on=on, field="area") if code else None
        scope = self.scope.to(right)
        selection = states.select(scope=scope, area=area, on=on)
        question = states.Question(selection, on=on, window=asked["window"], category=category)
        near = _in_one_village(scope.codes if area is None else (area.code,))
        return Listing(question, figure, self.scope.to(Right.DETAILS), near, asked.get("bbox"))


def _in_one_village(tops: Collection[str]) -> bool:
    """One village or grids of one: no area above it among these codes."""
    digits = codes.LENGTHS["village"]
    villages = {top[:digits] for top in tops}
    return len(villages) == 1 and all(len(top) >= digits for top in tops)


def _figure(asked: dict[str, Any]) -> str:
    if "gap" in asked and "figure" in asked:
        raise BadInput(
            gettext("A gap is a figure: both cannot be asked for."),
            field="gap",
            value=asked["gap"],
            remedy=gettext("Give either “gap” or “figure”."),
        )
    return GAPS[asked["gap"]] if "gap" in asked else str(asked.get("figure", "households"))
