"""Answers that need not be sent again: a private ETag, and 304 to whoever names it (docs/decisions/0046).

Areas and borders hold no details: a browser keeps them, and asks whether they are still the same. What tells of households lies in no
cache, whatever is asked: there the tag is for programs that come with a token and keep what they were given by themselves.

Whoever sees all details of whole villages gets a tag of their version (geodata/sql/marks_follow.sql), known before anything is
worked out. To everybody else a version would tell that something has happened that they may not see: their tag is that of
the answer itself, which costs its work and saves its way.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.response import SimpleTemplateResponse
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.translation import get_language
from rest_framework.request import Request

from api.web.access import who
from api.web.arrived import arrived
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.territory import codes

TERRITORY, VILLAGES = "territory", "villages"
"""What an answer rests upon: areas and borders alone, or all that stands in villages."""
NO_VILLAGE = "-"
PLACES = ("area", "within")
"""The parameters that name the area of a question."""

Get = Callable[..., HttpResponse]


def revalidated(get: Get) -> Get:
    """Decorator of `get` of a view that says what it `rests_upon`: 304 where the caller holds the answer already."""

    @wraps(get)
    def answered(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if view.rests_upon == VILLAGES and not _by_token(request):
            return get(view, request, *args, **kwargs)
        if (tag := _by_version(view, request)) is None:
            return by_content(request, get(view, request, *args, **kwargs))
        if _holds(request, tag):
            return _same(tag)
        answer = get(view, request, *args, **kwargs)
        answer["ETag"] = tag
        return answer

    return answered


def beginning_of(request: HttpRequest, rests_upon: str | None, *, by_token: bool) -> str | None:
    """How the codes of the villages begin whose version the answer may have; None: none is asked."""
    if rests_upon == TERRITORY:
        return NO_VILLAGE
    if rests_upon is None or not by_token or request.method not in ("GET", "HEAD"):
        return None
    named = [value for name in PLACES for value in request.GET.getlist(name)]
    plain = len(named) == 1 and named[0].isascii() and named[0].isdigit()
    return named[0][: codes.LENGTHS["village"]] if plain else ""


def _by_token(request: Request) -> bool:
    return isinstance(request.auth, str)


def _by_version(view: Any, request: Request) -> str | None:
    arrival = arrived(request, who(request))
    version = arrival.version if arrival else None
    if version is None:
        return None
    if view.rests_upon == VILLAGES and not sees_all(view.scope, view.right):
        return None
    asked = [
        who(request).pk,
        _told(view.scope),
        periods.today(),
        get_language(),
        request.accepted_renderer.media_type,
        request.build_absolute_uri(),
        _release(),
        version if view.rests_upon == VILLAGES else version.territory,
    ]
    return _quoted(orjson.dumps(asked, default=list))


def sees_all(scope: Scope, right: Right) -> bool:
    """Are all details seen wherever the right holds, and does it hold in whole villages?"""
    held = scope.to(right).grants
    return all(Right.DETAILS in grant.rights and not (grant.grids or grant.households) for grant in held)


def _told(scope: Scope) -> list[Any]:
    return [
        [
            sorted(grant.rights),
            grant.code,
            grant.kind,
            *map(sorted, (grant.villages, grant.grids, grant.households, grant.departments)),
        ]
        for grant in scope.grants
    ]


def by_content(request: Request, answer: HttpResponse) -> HttpResponse:
    """The answer with a tag of what it says, or 304 to whoever holds it."""
    if isinstance(answer, SimpleTemplateResponse) and not answer.is_rendered:
        answer.add_post_render_callback(lambda rendered: by_content(request, rendered))
        return answer
    tag = _quoted(answer.content)
    answer["ETag"] = tag
    if not _holds(request, tag):
        return answer
    same = _same(tag)
    for name in ("Cache-Control", "Vary"):
        if name in answer:
            same[name] = answer[name]
    return same


def _quoted(content: bytes) -> str:
    """Keyed, so that nobody works out of a tag what it is made of."""
    return f'"{salted_hmac("gridmap.etag", content, algorithm="sha256").hexdigest()[:32]}"'


def _holds(request: Request, tag: str) -> bool:
    named = [each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))]
    return tag in named


def _same(tag: str) -> HttpResponse:
    answer = HttpResponseNotModified()
    answer["ETag"] = tag
    return answer


@cache
def _release() -> str:
    """The program that made the answer: another one may make another of the same data."""
    read = hashlib.sha256()
    for room in ("api", "geodata"):
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*")):
            if path.suffix in (".py", ".sql"):
                read.update(path.read_bytes())
    return read.hexdigest()
