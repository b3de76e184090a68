"""Households behind a figure or gap."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.base.paging import next_page, number_matched
from api.base.schema import documented
from api.base.unchanged import VILLAGES, revalidated
from api.base.views import GeoView
from api.geojson.households import Listing
from api.geojson.rendering import collection
from api.people.categories import check_category
from api.people.input import HouseholdsQuery
from api.people.output import HouseholdsOut
from api.web.access import visible_areas
from geodata.base import keyset, periods
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.coverage import disclosure, households, states
from geodata.coverage.figures import GAPS
from geodata.territory import codes


class Households(GeoView):
    right = Right.HOUSEHOLDS
    rests_upon = VILLAGES

    @documented(
        "households",
        _("Households behind a figure or gap"),
        {200: HouseholdsOut},
        query=HouseholdsQuery,
        problems=[404],
        geojson=HouseholdsOut,
        unchanged=True,
    )
    @revalidated
    def get(self, request: Request) -> HttpResponse:
        """Households with the state of the day, page by page in a stable order.

        Without details only households, contacts, points and grids are listed, today and at the ends of months: no
        category and no figure of visits. Households have their own points only when `area` is a village or grid; above,
        each is shown in the middle of its grid.
        """
        query = HouseholdsQuery.read(request)
        listing = self._listing(query)
        page = listing.page(after=query.get("after"), limit=query["limit"])
        if not page.matched:
            check_category(listing.question.category)
        return self.geojson(
            collection(
                page.features,
                on=listing.question.on.isoformat(),
                **number_matched(page.matched, most=households.COUNTED),
                numberReturned=len(page.features),
                next=next_page(request, after=page.end and keyset.joined(*page.end)),
            )
        )

    def _listing(self, query: dict[str, Any]) -> Listing:
        on = query.get("on") or periods.today()
        figure, category = _figure(query), query.get("category")
        right = disclosure.right_to_list(figure, category)
        require(self.scope, right)
        code = query.get("area")
        area, below = (
            visible_areas(states.places_of(code, on=on), self.scope, code, right=right, field="area")
            if code
            else (None, None)
        )
        free = disclosure.is_free(self.scope.to(right), code or "")
        disclosure.check(free=free, on=on, window=query["window"])
        scope = self.scope.to(right)
        selection = states.select(scope=scope, area=area, on=on, below=below)
        question = states.Question(selection, on=on, window=query["window"], category=category)
        if area:
            question.knowing(states.by_facts(area, on))
        near = _in_one_village(scope.codes if area is None else (area.code,))
        return Listing(question, figure, self.scope.to(Right.DETAILS), near, query.get("bbox"))


def _in_one_village(tops: Collection[str]) -> bool:
    """One village or grids of one: no area above it among these codes."""
    digits = codes.LENGTHS["village"]
    villages = {top[:digits] for top in tops}
    return len(villages) == 1 and all(len(top) >= digits for top in tops)


def _figure(query: dict[str, Any]) -> str:
    if "gap" in query and "figure" in query:
        raise BadInput(
            gettext("A gap is a figure too: ask for one of the two."),
            field="gap",
            value=query["gap"],
            remedy=gettext("Provide either “gap” or “figure”, not both."),
        )
    return GAPS[query["gap"]].name if "gap" in query else str(query.get("figure", "households"))
