"""How well is each area looked after?"""

from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.features.areas import borders
from api.features.geojson import collection, feature, fragment
from api.permissions import visible_area
from api.renderers import GeoJson, Json
from api.schema import documented
from api.serializers.coverage import CoverageFeatures, CoverageQuery, CoverageShape
from api.views.base import View, asked_for
from api.views.categories import check_category
from geodata import periods
from geodata.coverage.counts import Coverage, coverage
from geodata.coverage.figures import FIGURES
from geodata.errors import BadInput
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Right
from geodata.wording import listed

OF = {name: figure.of for name, figure in FIGURES.items() if name != "households"} | {
    "leader_posts_vacant": "leader_posts"
}
"""The denominator of each figure."""


class CoverageOfArea(View):
    right = Right.COUNTS
    renderer_classes = [Json, GeoJson]

    @documented(
        "coverage",
        _("How well is each area looked after?"),
        {200: CoverageShape},
        query=CoverageQuery,
        problems=[404],
        geojson=CoverageFeatures,
    )
    def get(self, request: Request) -> HttpResponse:
        """Counts of an area and of each area of a level below it; the rows add up to the area for every count.

        Without details in the whole area: only today and the ends of months, only fixed windows, no sensitive count below
        the village, and above it none of 1 to 4 (see `hidden`).

        Every count but `visits`, `person_times` and those of leader posts is the number of households in the
        list households/?figure=… for the same area, day, window and category.
        """
        asked = CoverageQuery.read(request)
        on = asked.get("on") or periods.today()
        area = visible_area(self.scope, asked["area"], right=Right.COUNTS, on=on, field="area")
        found = coverage(
            area=area,
            by=_level(area, asked.get("by")),
            on=on,
            scope=self.scope.to(Right.COUNTS),
            window=asked["window"],
            category=asked.get("category"),
        )
        if not found.total.counts.households:
            check_category(found.category)
        return _answer(found, geojson=self._wants_geojson(asked.get("format")))

    def _wants_geojson(self, named: str | None) -> bool:
        if named:
            return named == "geojson"
        return asked_for(self.request) == GeoJson.media_type


def _level(area: Area, by: str | None) -> str:
    """The level asked for, which is the area's own or below it; the next below if none is asked for."""
    below = codes.levels_below(area.level)
    if by is None:
        return below[0] if below else area.level
    if by not in (area.level, *below):
        raise BadInput(
            gettext("An area of level %(level)s is not made up of areas of level %(by)s.")
            % {"level": area.level, "by": by},
            field="by",
            value=by,
            remedy=gettext("Choose one of: %(names)s.") % {"names": listed((area.level, *below))},
        )
    return by


def _answer(found: Coverage, *, geojson: bool) -> HttpResponse:
    head: dict[str, Any] = {
        "area": found.total.code,
        "on": found.on.isoformat(),
        "window": found.window,
        "category": found.category,
        "of": OF,
        "total": found.total.as_dict(),
    }
    if not geojson:
        body = {**head, "results": [row.as_dict() for row in found.rows]}
        return HttpResponse(orjson.dumps(body), content_type=Json.media_type)
    shapes = borders([row.area_id for row in found.rows if row.area_id], on=found.on)
    features = (
        feature(row.code, fragment(shapes.get(row.area_id or 0)), row.as_dict()) for row in found.rows
    )
    return HttpResponse(orjson.dumps(collection(features, **head)), content_type=GeoJson.media_type)
