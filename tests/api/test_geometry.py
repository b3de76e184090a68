"""What somebody sends as a geometry: believed only when it is one, in the right place."""

import json
import math

import pytest
from rest_framework.exceptions import ValidationError

from api.geojson.geometry import DEPTHS, MOST_VERTICES, StrictGeometryField

E, N = 112.5, 27.9
RING = [[E, N], [E + 0.01, N], [E + 0.01, N + 0.01], [E, N]]
BOW_TIE = [[E, N], [E + 0.01, N + 0.01], [E + 0.01, N], [E, N + 0.01], [E, N]]
INF, NAN = math.inf, math.nan

field = StrictGeometryField(kinds=list(DEPTHS))


def point(*position: object, **more: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(position), **more}


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def crs(name: object) -> dict[str, object]:
    return point(E, N, crs={"type": "name", "properties": {"name": name}})


def nested(depth: int) -> object:
    inside: object = [E, N]
    for _ in range(depth):
        inside = [inside]
    return inside


def collection(inner: object) -> dict[str, object]:
    return {"type": "GeometryCollection", "geometries": [inner]}


BAD = {
    "not_geojson": [
        0, 1.5, True, [], [E, N], "", "POINT(112.5 27.9)", json.dumps(point(E, N)), "SRID=4326;POINT(112.5 27.9)", {},
        {"type": "Point"}, {"coordinates": [E, N]}, {"type": None, "coordinates": [E, N]}, {"type": ["Point"]},
        {"type": {"Point": 1}, "coordinates": [E, N]}, point(E, N, bbox=[E, N, E, N]), point(E, N, properties={}),
    ],
    "other_kind": [
        {"type": "point", "coordinates": [E, N]}, {"type": "MultiLineString", "coordinates": [RING]},
        {"type": "MultiPoint", "coordinates": RING}, {"type": "Feature", "geometry": point(E, N)},
        {"type": "CircularString", "coordinates": RING}, {"type": "__class__", "coordinates": [E, N]},
        collection(point(E, N)), collection(collection(collection(point(E, N)))),
        {"type": "FeatureCollection", "features": []}, {"type": "POINT\x00", "coordinates": [E, N]},
    ],
    "foreign_crs": [
        crs("EPSG:3857"), crs("EPSG:4326"), crs("urn:ogc:def:crs:EPSG::4490"), crs(None), crs({"a": 1}), crs("/etc/passwd"),
        crs("+proj=longlat +datum=WGS84"), point(E, N, crs=None), point(E, N, crs=4326), point(E, N, crs="EPSG:4326"),
        point(E, N, crs={"type": "link", "properties": {"href": "file:///etc/passwd"}}),
    ],
    "not_a_position": [
        point(E), point(E, N, 100), point(E, N, 0, 0), point("112.5", "27.9"), point(None, None), point(True, False),
        point(NAN, N), point(E, NAN), point(INF, N), point(E, -INF), point(1e308, N), point(10**400, N), point(E, "x" * 9999),
        polygon([[E, N], [E, N, 1], [E, N], [E, N]]), polygon([[E, N], ["a", "b"], [E, N], [E, N]]),
    ],
    "wrong_depth": [
        point(), {"type": "Point", "coordinates": None}, {"type": "Point", "coordinates": "112.5,27.9"},
        {"type": "Point", "coordinates": {"x": E, "y": N}}, {"type": "Point", "coordinates": [[E, N]]},
        {"type": "Polygon", "coordinates": [E, N]}, {"type": "Polygon", "coordinates": RING}, polygon(), polygon([]),
        {"type": "Polygon", "coordinates": nested(40)}, {"type": "MultiPolygon", "coordinates": [RING]},
        {"type": "MultiPolygon", "coordinates": []}, {"type": "MultiPolygon", "coordinates": [[[[[E, N]]]]]},
        {"type": "Polygon", "coordinates": [RING, "x"]}, polygon(RING, {}), {"type": "Polygon", "coordinates": [[{}]]},
    ],
    "swapped_axes": [point(N, E), polygon([[N, E], [N, E + 0.01], [N + 0.01, E], [N, E]])],
    "outside": [point(0, 0), point(-E, N), point(E, -N), point(2.35, 48.85), point(180, 90), point(999, 999)],
    "open_ring": [
        polygon(RING[:3]), polygon([*RING[:-1], [E + 0.02, N]]), polygon([[E, N]]), polygon([[E, N], [E, N]]),
        polygon(RING, RING[:2]),
    ],
    "invalid_shape": [
        polygon(BOW_TIE), polygon([[E, N]] * 4), polygon(RING, [[E + 1, N], [E + 1.1, N], [E + 1.1, N + 0.1], [E + 1, N]]),
        {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
    ],
    "too_many": [polygon([[E, N]] * (MOST_VERTICES + 1))],
}  # fmt: skip
CASES = [(code, value) for code, values in BAD.items() for value in values]


def test_there_are_many_bad_ones():
    assert len(CASES) >= 80


@pytest.mark.parametrize(("code", "value"), CASES)
def test_a_bad_geometry_is_refused_with_a_remedy(code, value):
    with pytest.raises(ValidationError) as refused:
        field.to_internal_value(value)
    assert [error.code for error in refused.value.detail] == [code]
    assert field.remedies[code]


def test_a_point_is_lon_lat_in_wgs_84():
    shape = field.to_internal_value(point(E, N))
    assert (shape.x, shape.y, shape.srid) == (E, N, 4326)


@pytest.mark.parametrize(
    ("value", "area"),
    [
        (polygon(RING), 5e-5),
        ({"type": "MultiPolygon", "coordinates": [[RING]]}, 5e-5),
        (point(E, N, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}), 0),
    ],
)
def test_a_good_geometry_is_built(value, area):
    assert field.to_internal_value(value).area == pytest.approx(area)


def test_a_hole_is_kept():
    hole = [[E + 0.005, N + 0.001], [E + 0.008, N + 0.001], [E + 0.008, N + 0.002], [E + 0.005, N + 0.001]]
    assert field.to_internal_value(polygon(RING, hole)).num_interior_rings == 1


def test_only_the_kinds_of_the_field_are_taken():
    with pytest.raises(ValidationError, match="Point"):
        StrictGeometryField(kinds=["Point"]).to_internal_value(polygon(RING))


def test_the_box_is_a_setting(settings):
    settings.COUNTY_BOX = (100, 20, 110, 30)
    with pytest.raises(ValidationError):
        field.to_internal_value(point(E, N))
