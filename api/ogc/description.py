"""What the service says about itself: the classes of the standards that it keeps, its properties, and OpenAPI 3.0."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.base.renderers import Json
from api.ogc.asking import MOST, USUAL
from api.ogc.collections import GEOMETRY, Collection
from api.ogc.parsing import LANGUAGES
from api.ogc.systems import CRS84, SYSTEMS

ABOUT = gettext_lazy("Areas, coverage, gaps and households as your posts show them to you. Reading only.")
FEATURES, QUERIES = (
    "http://www.opengis.net/spec/ogcapi-features-",
    "http://www.opengis.net/spec/cql2/1.0/conf/",
)
CONFORMS = [
    *(f"{FEATURES}1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")),
    f"{FEATURES}2/1.0/conf/crs",
    *(
        f"{FEATURES}3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"{QUERIES}{name}"
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "property-property",
        )
    ),
    *(f"{FEATURES}5/1.0/conf/{name}" for name in ("schemas", "returnables-and-receivables")),
]


class OpenApi(Json):
    media_type = "application/vnd.oai.openapi+json;version=3.0"
    format = "openapi"


class SchemaJson(Json):
    media_type = "application/schema+json"
    format = "schema"


def extent() -> dict[str, Any]:
    """Where the county and its surroundings lie, as it is configured: the same for every reader."""
    return {
        "spatial": {"bbox": [list(settings.COUNTY_BOX)], "crs": CRS84.uri},
        "temporal": {"interval": [["2000-01-01T00:00:00Z", None]]},
    }


JSON_TYPES: dict[str, dict[str, str]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


def schema(one: Collection, here: str) -> dict[str, Any]:
    """The properties of a collection, all of which may be asked about, as JSON Schema."""
    shape = {"title": _("Geometry"), "format": f"geometry-{one.shape}", "x-ogc-role": "primary-geometry"}
    properties = {name: {"title": str(of.label)} | JSON_TYPES[of.kind] for name, of in one.properties.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": here,
        "type": "object",
        "title": str(one.title),
        "properties": {**properties, GEOMETRY: shape},
        "additionalProperties": False,
    }


def of(collections: Iterable[Collection], root: str) -> dict[str, Any]:
    """OpenAPI 3.0 of what this reader may ask."""
    paths: dict[str, Any] = {
        "/": _get("landing", _("The way in")),
        "/conformance": _get("conformance", _("The classes of the standards that are kept")),
        "/collections": _get("collections", _("Collections")),
    }
    for one in collections:
        at = f"/collections/{one.name}"
        paths[at] = _get(one.name, str(one.title))
        paths[f"{at}/queryables"] = _get(f"{one.name}.queryables", _("What may be asked of them"))
        paths[f"{at}/schema"] = _get(f"{one.name}.schema", _("Their properties"))
        paths[f"{at}/items"] = _get(f"{one.name}.items", str(one.about), [*_parameters(), *_own(one)])
        paths[f"{at}/items/{{featureId}}"] = _get(
            f"{one.name}.item", _("One feature"), [FEATURE_ID, _parameter("crs", _choice(SYSTEMS))]
        )
    return {
        "openapi": "3.0.3",
        "info": {"title": "Gridmap", "description": str(ABOUT), "version": "1"},
        "servers": [{"url": root}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "security": [{"bearer": []}],
        "paths": paths,
    }


def _get(name: str, summary: str, parameters: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    told = {
        "200": _answer(summary, "application/geo+json"),
        "default": _answer(_("A problem document (RFC 9457)."), "application/problem+json"),
    }
    return {"get": {"operationId": name, "summary": summary, "parameters": [*parameters], "responses": told}}


def _answer(about: str, kind: str) -> dict[str, Any]:
    return {"description": about, "content": {kind: {"schema": {"type": "object"}}}}


def _parameter(name: str, of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": of, **more}


def _choice(names: Iterable[str]) -> dict[str, Any]:
    known = list(names)
    return {"type": "string", "enum": known, "default": known[0]}


FEATURE_ID = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}


def _parameters() -> list[dict[str, Any]]:
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    row = {"style": "form", "explode": False}
    return [
        _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        _parameter("bbox", numbers, **row),
        _parameter("bbox-crs", _choice(SYSTEMS)),
        _parameter("crs", _choice(SYSTEMS)),
        _parameter("datetime", {"type": "string"}),
        _parameter("filter", {"type": "string"}),
        _parameter("filter-lang", _choice(LANGUAGES)),
        _parameter("filter-crs", _choice(SYSTEMS)),
        _parameter("f", {"type": "string", "enum": ["json", "csv"], "default": "json"}),
        _parameter("area", {"type": "string", "pattern": "^[0-9]{2,15}$"}),
    ]


def _own(one: Collection) -> list[dict[str, Any]]:
    return [_parameter(name, JSON_TYPES[of.kind]) for name, of in one.properties.items()]
