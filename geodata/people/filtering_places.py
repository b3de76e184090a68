"""What filters ask of where a household lies: whether its point is recorded, and how far it is as the crow flies, in metres on the sphere.

Of a household without a point every distance is unknown, and so is that to a kind of shapes of which the installation has none
(`manage.py import_base`). Distances to shapes are worked out only where a rule asks for them.
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from geodata.base.filters.leaf import (
    Comparison,
    Facts,
    Known,
    Leaf,
    Plain,
    Put,
    Subject,
    Wrong,
    compared_in_words,
)
from geodata.territory.models import BaseShape

RADIUS = 6_371_008.7714
"""Metres: of the sphere that PostGIS puts in place of WGS 84."""
KINDS = tuple(kind for kind in BaseShape.Kind.values if kind != BaseShape.Kind.RELIEF)


def _near(kind: str) -> Facts:
    # The nearest by degrees comes from the index and tells how far one has to look: degrees of longitude are shorter than those of latitude.
    return Facts(
        name=f"near_{kind}",
        sql=f"""
    SELECT x.household_id, m.metres
    FROM (SELECT id AS household_id, village_id, point FROM geodata_household WHERE point IS NOT NULL) x
    CROSS JOIN LATERAL (
        SELECT ST_Distance(b.geometry, x.point) / cos(radians(ST_Y(x.point))) * 1.01 AS degrees FROM geodata_baseshape b
        WHERE b.kind = '{kind}' ORDER BY b.geometry <-> x.point LIMIT 1
    ) n CROSS JOIN LATERAL (
        SELECT min(ST_Distance(b.geometry::geography, x.point::geography, false)) AS metres FROM geodata_baseshape b
        WHERE b.kind = '{kind}' AND ST_DWithin(b.geometry, x.point, n.degrees)
    ) m WHERE {{among}}""",  # noqa: S608 (text of ours)
        columns={"metres": "double precision"},
    )


NEAR_WATER, NEAR_RIVER, NEAR_ROAD, NEAR_SETTLEMENT = map(_near, KINDS)


class HasPoint(Plain):
    """Whether a point is recorded: always known."""

    name, label = "has_point", pgettext_lazy("filter", "a point is recorded")
    example = {"has_point": False}

    def reads(self, subject: Subject) -> Collection[str]:
        return ("home",)

    def holds_sql(self) -> str:
        return "home.lon IS NOT NULL"

    def holds(self, known: Known) -> bool | None:
        return known["home"].get("lon") is not None


class Distance(Leaf):
    """To the nearest shape of a kind of the base, or to a place: `{"distance": "<=500", "to": "river"}`, `"to": [111.93, 27.76]`."""

    name, label, also = "distance", pgettext_lazy("filter", "distance"), frozenset({"to"})
    example = {"distance": "<=500", "to": "river"}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        Comparison.read("distance", said["distance"])
        to = said.get("to")
        if to not in KINDS and not _is_place(to):
            remedy = _("Write one of %(kinds)s, or a place as [longitude, latitude].")
            raise Wrong("to", _("This is no place."), remedy % {"kinds": ", ".join(KINDS)})

    def reads(self, subject: Subject) -> Collection[str]:
        return ("home", *(f"near_{kind}" for kind in KINDS))

    def reads_of(self, said: Mapping[str, Any], subject: Subject) -> Collection[str]:
        return (f"near_{said['to']}",) if isinstance(said["to"], str) else ("home",)

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        to = said["to"]
        metres = f"near_{to}.metres" if isinstance(to, str) else _metres_sql(to[0], to[1], put)
        return Comparison.read("distance", said["distance"]).sql(metres, put)

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        to = said["to"]
        if isinstance(to, str):
            return Comparison.of(said["distance"]).holds(known.get(f"near_{to}", {}).get("metres"))
        lon, lat = known["home"].get("lon"), known["home"].get("lat")
        if lon is None or lat is None:
            return None
        return Comparison.of(said["distance"]).holds(metres_between(lon, lat, to[0], to[1]))

    def fact(self, said: Mapping[str, Any]) -> str:
        return "point"

    def words(self, said: Mapping[str, Any]) -> str:
        to = said["to"]
        where = str(BaseShape.Kind(to).label) if isinstance(to, str) else _("%(lat)s N, %(lon)s E") % {
            "lat": to[1], "lon": to[0]
        }  # fmt: skip
        return _("distance to %(where)s %(compared)s m") % {
            "where": where,
            "compared": compared_in_words(said["distance"]),
        }


def _is_place(told: Any) -> bool:
    return (
        isinstance(told, list)
        and len(told) == 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in told)
        and abs(told[0]) <= 180
        and abs(told[1]) <= 90
    )


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """By the haversine formula."""
    one, other = math.radians(lat), math.radians(other_lat)
    half = math.sin((one - other) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(lon - other_lon) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def _metres_sql(lon: float, lat: float, put: Put) -> str:
    x, y = f"{put(lon)}::double precision", f"{put(lat)}::double precision"
    half = (
        f"sin(radians(home.lat - {y}) / 2) ^ 2"
        f" + cos(radians(home.lat)) * cos(radians({y})) * sin(radians(home.lon - {x}) / 2) ^ 2"
    )
    # least() would make a number of what is not known.
    return f"({2 * RADIUS} * asin(sqrt(CASE WHEN {half} > 1 THEN 1 ELSE {half} END)))"
