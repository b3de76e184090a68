"""All that a process otherwise does at its first requests, done before it takes any: imports, addresses, templates, words.

In the supervisor, once: its workers are copies of it. At the end it holds no connection and no thread, which cannot be
copied.
"""

import gc
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.template import TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse
from django.utils import translation

from api.web.unavailable import breaker
from gridmap.metrics.counting import board
from gridmap.wsgi import application

PAGES = ("/login/", "/today/", "/api/v1/me/", "/readyz")
"""Asked by nobody, for what only a request brings in."""


def warm() -> None:
    reverse("home")
    # Memory that workers share is laid out before they are copied.
    board()
    for name in own_templates():
        for engine in engines.all():
            try:
                engine.get_template(name)
            except TemplateDoesNotExist:
                continue
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Today's visits")
    for path in PAGES:
        ask(path)
    # Where the database was away, the workers find out for themselves: it may be there by then.
    breaker.forget()
    for each in connections.all():
        each.close()
        if hasattr(each, "close_pool"):
            each.close_pool()
    # What was loaded stays: a collector that touched it in a worker would copy its pages there.
    gc.collect()
    gc.freeze()


def own_templates() -> Iterator[str]:
    """Names of all templates of this project."""
    for engine in engines.all():
        assert isinstance(engine, DjangoTemplates)
        for directory in map(Path, engine.engine.dirs):
            for file in sorted(directory.rglob("*.html")):
                yield str(file.relative_to(directory))


def ask(path: str) -> int:
    """The status of an answer to nobody."""
    statuses: list[int] = []

    def start_response(status: str, _headers: object, _error: object = None, /) -> Callable[[bytes], object]:
        statuses.append(int(status[:3]))
        return lambda _part: None

    answer = application(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": _host(),
            "HTTP_X_FORWARDED_PROTO": "https",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        },
        start_response,
    )
    for _part in answer:
        pass
    answer.close()
    return statuses[0]


def _host() -> str:
    """One that is allowed."""
    named = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    return named[0].lstrip(".") if named else "localhost"
