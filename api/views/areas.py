"""Areas and their borders on a day."""

from django.http import HttpResponse
from rest_framework.request import Request

from api.features.areas import with_borders
from api.features.geojson import collection
from api.permissions import visible_area
from api.serializers.areas import AreasQuery
from api.views.base import GeoView
from geodata import periods
from geodata.territory.models import Area


class Areas(GeoView):
    def get(self, request: Request) -> HttpResponse:
        """Areas that you may see, with the borders of the day."""
        asked = AreasQuery.read(request)
        on = asked.get("on") or periods.today()
        areas = Area.objects.on(on).within(self.scope)
        if within := asked.get("within"):
            areas = areas.under(visible_area(self.scope, within, on=on, field="within").code)
        if level := asked.get("level"):
            areas = areas.level(level)
        return self.geojson(collection(with_borders(areas, on=on, box=asked.get("bbox")), on=on.isoformat()))
