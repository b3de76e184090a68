"""The addresses of OGC API Features: landing page, conformance, description, collections, and their items."""

from typing import Any

import orjson
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from api.base.renderers import GeoJson, Json
from api.base.views import View
from api.ogc import description
from api.ogc.asking import AnyQuery, ItemQuery, ItemsAsked, days_of
from api.ogc.collections import COLLECTIONS, Collection
from api.ogc.description import OpenApi, SchemaJson
from api.ogc.pages import NOTHING, one_of, page_of
from api.ogc.sheets import as_csv, check_whole
from api.ogc.systems import CRS84, SYSTEMS, System, system_of
from api.ogc.told import Asked, of_one_household
from api.web.access import who
from api.web.throttling import wait_to_export
from geodata.audit.concept import Action
from geodata.audit.record import record_access
from geodata.base.access import refuse, require
from geodata.base.scope import Right
from geodata.exports.files import TYPES, marked
from geodata.people.access import can_see_details, open_household

LINK = "http://www.opengis.net/def/rel/ogc/1.0/"


def link(request: Request, rel: str, name: str, kind: str, title: Any = "", **place: str) -> dict[str, str]:
    address = request.build_absolute_uri(reverse(name, kwargs=place))
    told = {"rel": rel, "type": kind, "href": address}
    return told | ({"title": str(title)} if title else {})


@extend_schema(exclude=True)
class OgcView(View):
    """It only reads: no method of it changes anything."""

    http_method_names = ["get", "head", "options"]

    def collection(self, name: str) -> Collection:
        """404 where there is none, 403 without its right."""
        found = COLLECTIONS.get(name)
        if found is None:
            raise Http404
        if found.right is not None and not found.is_for(self.scope):
            refuse(found.right)
        return found

    def json(self, body: Any, kind: str = Json.media_type) -> HttpResponse:
        return HttpResponse(orjson.dumps(body, default=str), content_type=kind)


class Landing(OgcView):
    def get(self, request: Request) -> HttpResponse:
        AnyQuery.read(request)
        links = [
            link(request, "self", "ogc", Json.media_type),
            link(
                request, "service-desc", "ogc_api", OpenApi.media_type, _("The description of this service")
            ),
            link(request, "conformance", "ogc_conformance", Json.media_type),
            link(request, "data", "ogc_collections", Json.media_type, _("Collections")),
            link(request, f"{LINK}data", "ogc_collections", Json.media_type, _("Collections")),
        ]
        return self.json({"title": "Gridmap", "description": str(description.ABOUT), "links": links})


class Conformance(OgcView):
    def get(self, request: Request) -> HttpResponse:
        AnyQuery.read(request)
        return self.json({"conformsTo": description.CONFORMS})


class Api(OgcView):
    renderer_classes = [OpenApi, Json]

    def get(self, request: Request) -> HttpResponse:
        AnyQuery.read(request)
        root = request.build_absolute_uri(reverse("ogc")).rstrip("/")
        mine = [one for one in COLLECTIONS.values() if one.is_for(self.scope)]
        return self.json(description.of(mine, root), OpenApi.media_type)


class Collections(OgcView):
    def get(self, request: Request) -> HttpResponse:
        AnyQuery.read(request)
        mine = [one for one in COLLECTIONS.values() if one.is_for(self.scope)]
        body = {
            "links": [link(request, "self", "ogc_collections", Json.media_type)],
            "crs": list(SYSTEMS),
            "collections": [_described(request, one) for one in mine],
        }
        return self.json(body)


class OneCollection(OgcView):
    def get(self, request: Request, collection: str) -> HttpResponse:
        AnyQuery.read(request)
        return self.json(_described(request, self.collection(collection)))


def _described(request: Request, one: Collection) -> dict[str, Any]:
    place = {"collection": one.name}
    return {
        "id": one.name,
        "title": str(one.title),
        "description": str(one.about),
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": CRS84.uri,
        "extent": description.extent(),
        "links": [
            link(request, "self", "ogc_collection", Json.media_type, **place),
            link(request, "items", "ogc_items", GeoJson.media_type, one.title, **place),
            link(request, f"{LINK}queryables", "ogc_queryables", SchemaJson.media_type, **place),
            link(request, f"{LINK}schema", "ogc_schema", SchemaJson.media_type, **place),
        ],
    }


class Queryables(OgcView):
    renderer_classes = [SchemaJson, Json]

    def get(self, request: Request, collection: str) -> HttpResponse:
        AnyQuery.read(request)
        one = self.collection(collection)
        here = link(request, "self", "ogc_queryables", "", collection=one.name)["href"]
        return self.json(description.schema(one, here), SchemaJson.media_type)


class Schema(OgcView):
    renderer_classes = [SchemaJson, Json]

    def get(self, request: Request, collection: str) -> HttpResponse:
        AnyQuery.read(request)
        one = self.collection(collection)
        here = link(request, "self", "ogc_schema", "", collection=one.name)["href"]
        return self.json(description.schema(one, here), SchemaJson.media_type)


class Items(OgcView):
    renderer_classes = [GeoJson, Json]

    def get(self, request: Request, collection: str) -> HttpResponse | StreamingHttpResponse:
        one = self.collection(collection)
        asked = ItemsAsked.read(request, one)
        system, _checked = asked.system, (asked.limit, asked.conditions)
        if asked.values.get("f") == "csv":
            return self._sheet(request, asked)
        told = one.answer(asked.about(self.scope))
        page = page_of(told, asked) if told else NOTHING
        links = [_here(request, "self"), _of_collection(request, one)]
        if page.end is not None:
            links.insert(1, _here(request, "next", after=page.end))
        head: dict[str, Any] = {"type": "FeatureCollection", "links": links}
        if page.matched is not None:
            head["numberMatched"] = page.matched
        head["numberReturned"] = page.count
        body = orjson.dumps(head)[:-1] + b',"features":[' + page.features.encode() + b"]}"
        return _placed(HttpResponse(body, content_type=GeoJson.media_type), system, links)

    def _sheet(self, request: Request, asked: ItemsAsked) -> StreamingHttpResponse:
        """The whole collection as a file: with the right to take lists away, where it holds, and on record."""
        require(self.scope, Right.EXPORT)
        check_whole(asked)
        if seconds := wait_to_export(who(request)):
            raise Throttled(wait=seconds)
        about, name = asked.about(self.scope.to(Right.EXPORT)), asked.collection.name
        lines = as_csv(
            asked.collection.answer(about), asked, mark=marked(who(request).name, timezone.localtime())
        )
        # Not what was asked: a filter may hold a name.
        details = {"list": name, "format": "csv", "filtered": bool(asked.conditions[0])}
        record_access(user=who(request), action=Action.EXPORT, subject=about.area, details=details)
        head = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingHttpResponse(lines, content_type=TYPES["csv"], headers=head)


class Item(OgcView):
    renderer_classes = [GeoJson, Json]

    def get(self, request: Request, collection: str, feature: str) -> HttpResponse:
        one = self.collection(collection)
        values = ItemQuery.read(request)
        system = system_of(values.get("crs", CRS84.uri), field="crs")
        asked = Asked(self.scope, "", *days_of(values.get("datetime", "")))
        if one.name == "households":
            # Opening one is on record, as its page is.
            home = open_household(feature, by=who(request), scope=self.scope, at=timezone.now())
            told = of_one_household(asked, home.pk, free=can_see_details(self.scope, home))
            feature = home.token
        else:
            told = one.answer(asked)
        row = one_of(told, feature, one.properties, system) if told else None
        if row is None:
            raise Http404
        links = [_here(request, "self"), _of_collection(request, one)]
        body = row.encode()[:-1] + b',"links":' + orjson.dumps(links) + b"}"
        return _placed(HttpResponse(body, content_type=GeoJson.media_type), system, links)


def _here(request: Request, rel: str, **more: str) -> dict[str, str]:
    """The address that was asked for, with another place in it."""
    parameters = request.query_params.copy()
    for name, value in more.items():
        parameters[name] = value
    query = f"?{parameters.urlencode()}" if parameters else ""
    return {
        "rel": rel,
        "type": GeoJson.media_type,
        "href": request.build_absolute_uri(f"{request.path}{query}"),
    }


def _of_collection(request: Request, one: Collection) -> dict[str, str]:
    return link(request, "collection", "ogc_collection", Json.media_type, one.title, collection=one.name)


def _placed(answer: HttpResponse, system: System, links: list[dict[str, str]]) -> HttpResponse:
    answer["Content-Crs"] = f"<{system.uri}>"
    following = [each["href"] for each in links if each["rel"] == "next"]
    if following:
        answer["Link"] = f'<{following[0]}>; rel="next"'
    return answer
