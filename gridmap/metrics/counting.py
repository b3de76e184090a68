"""The board of this installation: laid out once, before workers are copied, and filled by each request."""

import time
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from gridmap.logs import route_of
from gridmap.metrics.board import SLOW, Board

Answer = Callable[[HttpRequest], HttpResponseBase]


@cache
def board() -> Board:
    """Asked first by the supervisor; a process without one has a board for itself."""
    return Board(list(routes()), settings.WEB_WORKERS)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """The patterns of all addresses, as requests know them: Django joins them without the ^ of an inner one."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern).removeprefix("^" if before else "")
        if isinstance(each, URLPattern):
            yield pattern
        else:
            yield from routes(each, pattern)


class Counted:
    """Counts answers by route, and threads that are at work."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        with board().busy():
            response = self.get_response(request)
        board().answered(route_of(request), response.status_code, time.perf_counter() - begun)
        return response


def slow_statement() -> None:
    """By whoever has a board. A command has none and lays out none for this: nobody reads it, and it loads every page."""
    if board.cache_info().currsize:
        board().add(SLOW, 1)
