"""Areas with the borders of a day."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import FilteredRelation, Q, QuerySet

from api.geojson.bbox import Box
from api.geojson.rendering import feature, fragment
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
        "border__as_text",
    )
    for code, name, level, kind, parent, geometry in joined.order_by("code").values_list(*columns):
        properties = {"code": code, "name": name, "level": level, "kind": kind, "parent": parent}
        yield feature(code, fragment(geometry), properties)


def borders(areas: Collection[int], *, on: dt.date) -> dict[int, str]:
    """The rendered boundary of each area that has one on that day. One query."""
    boundaries = Boundary.objects.on(on).filter(area__in=areas)
    return dict(boundaries.values_list("area_id", "as_text"))
