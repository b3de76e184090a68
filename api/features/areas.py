"""Areas with the borders of a day."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import FilteredRelation, Func, Q, QuerySet

from api.features.geojson import DIGITS, feature, fragment
from api.serializers.bbox import Box
from geodata.territory.models import Area, Boundary


def with_borders(areas: QuerySet[Area], *, on: dt.date, box: Box | None = None) -> Iterator[dict[str, Any]]:
    """Features in the order of codes, without geometry where there is no boundary on that day. One query."""
    joined = areas.annotate(
        border=FilteredRelation("boundaries", condition=Q(boundaries__period__contains=on))
    )
    if box is not None:
        joined = joined.filter(border__geometry__bboverlaps=Polygon.from_bbox(box))
    columns = (
        "code",
        "name",
        "level",
        "kind",
        "parent_code",
        AsGeoJSON(rings("border__geometry"), precision=DIGITS),
    )
    for code, name, level, kind, parent, geometry in joined.order_by("code").values_list(*columns):
        properties = {"code": code, "name": name, "level": level, "kind": kind, "parent": parent}
        yield feature(code, fragment(geometry), properties)


def rings(name: str) -> Func:
    """Outer rings counter-clockwise, as RFC 7946 asks: some programs take the others for holes."""
    return Func(name, function="ST_ForcePolygonCCW", output_field=MultiPolygonField())


def borders(areas: Collection[int], *, on: dt.date) -> dict[int, str]:
    """The rendered boundary of each area that has one on that day. One query."""
    found = Boundary.objects.on(on).filter(area__in=areas)
    return dict(found.values_list("area_id", AsGeoJSON(rings("geometry"), precision=DIGITS)))
