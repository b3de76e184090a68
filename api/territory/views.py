"""Areas and their borders on a day."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.base.schema import CODE, documented
from api.base.unchanged import TERRITORY, revalidated
from api.base.views import GeoView
from api.geojson.areas import with_borders
from api.geojson.rendering import collection
from api.territory.input import AreasQuery, OnDay
from api.territory.output import AreasOut, OneAreaOut
from api.web.access import visible_area
from geodata.base import periods
from geodata.territory import codes
from geodata.territory.area_size import Size, size_of
from geodata.territory.models import Area


class Unchanged(GeoView):
    """Borders change seldom: a browser keeps the answer, and asks whether it is still the same."""

    cache_control = "private, no-cache"
    rests_upon = TERRITORY


class Areas(Unchanged):
    @documented(
        "areas",
        _("Areas with the borders of a day"),
        {200: AreasOut},
        query=AreasQuery,
        problems=[404],
        geojson=AreasOut,
        unchanged=True,
    )
    @revalidated
    def get(self, request: Request) -> HttpResponse:
        """Areas that you may see, in the order of their codes. Where a day has no boundary the geometry is null."""
        query = AreasQuery.read(request)
        on = query.get("on") or periods.today()
        areas = Area.objects.on(on).within(self.scope)
        if within := query.get("within"):
            areas = areas.under(visible_area(self.scope, within, on=on, field="within").code)
        if level := query.get("level"):
            areas = areas.level(level)
        return self.geojson(collection(with_borders(areas, on=on, box=query.get("bbox")), on=on.isoformat()))


class OneArea(Unchanged):
    @documented(
        "area",
        _("One area"),
        {200: OneAreaOut},
        query=OnDay,
        path=[CODE],
        problems=[404],
        geojson=OneAreaOut,
        unchanged=True,
    )
    @revalidated
    def get(self, request: Request, code: str) -> HttpResponse:
        """One area with its border, its size and the names of the areas above it."""
        on = OnDay.read(request).get("on") or periods.today()
        area = visible_area(self.scope, code, on=on)
        feature = next(with_borders(Area.objects.filter(pk=area.pk), on=on))
        above = Area.objects.on(on).filter(code__in=codes.ancestors(code)).order_by("code")
        feature["properties"] |= {
            "ancestors": list(above.values("code", "name", "level")),
            "size": _size(size_of(area, on=on)),
        }
        return self.geojson({**feature, "on": on.isoformat()})


def _size(size: Size | None) -> dict[str, float] | None:
    if size is None:
        return None
    return {"m2": round(size.square_metres), "ha": round(size.hectares, 2), "mu": round(size.mu, 2)}
