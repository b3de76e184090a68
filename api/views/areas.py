"""Areas and their borders on a day."""

import hashlib
from typing import Any, cast

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.features.areas import with_borders
from api.features.geojson import collection
from api.permissions import visible_area
from api.schema import CODE, documented
from api.serializers.areas import AreasQuery, AreasShape, OnDay, OneAreaShape
from api.views.base import GeoView
from geodata import periods
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.sizes import Size, size_of


class Unchanged(GeoView):
    """Borders change seldom: a browser keeps the answer, and asks whether it is still the same."""

    cache_control = "private, no-cache"

    def geojson(self, body: dict[str, Any]) -> HttpResponse:
        answer = super().geojson(body)
        answer["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
        same = get_conditional_response(self.request, etag=answer["ETag"], response=answer)
        return cast(HttpResponse, same)


class Areas(Unchanged):
    @documented(
        "areas",
        _("Areas with the borders of a day"),
        {200: AreasShape},
        query=AreasQuery,
        problems=[404],
        geojson=AreasShape,
    )
    def get(self, request: Request) -> HttpResponse:
        """Areas that you may see, in the order of their codes. Where a day has no boundary the geometry is null."""
        asked = AreasQuery.read(request)
        on = asked.get("on") or periods.today()
        areas = Area.objects.on(on).within(self.scope)
        if within := asked.get("within"):
            areas = areas.under(visible_area(self.scope, within, on=on, field="within").code)
        if level := asked.get("level"):
            areas = areas.level(level)
        return self.geojson(collection(with_borders(areas, on=on, box=asked.get("bbox")), on=on.isoformat()))


class OneArea(Unchanged):
    @documented(
        "area",
        _("One area"),
        {200: OneAreaShape},
        query=OnDay,
        path=[CODE],
        problems=[404],
        geojson=OneAreaShape,
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """One area with its border, its size and the names of the areas above it."""
        on = OnDay.read(request).get("on") or periods.today()
        area = visible_area(self.scope, code, on=on)
        found = next(with_borders(Area.objects.filter(pk=area.pk), on=on))
        above = Area.objects.on(on).filter(code__in=codes.ancestors(code)).order_by("code")
        found["properties"] |= {
            "ancestors": list(above.values("code", "name", "level")),
            "size": _size(size_of(area, on=on)),
        }
        return self.geojson({**found, "on": on.isoformat()})


def _size(size: Size | None) -> dict[str, float] | None:
    if size is None:
        return None
    return {"m2": round(size.square_metres), "ha": round(size.hectares, 2), "mu": round(size.mu, 2)}
