"""Structured logs: one JSON object a line, with the id of the request that wrote it.

Nobody is named in them. Of an address they tell the route (`households/<str:token>/`), never the path, which may hold
tokens, nor a query string or a body; of an exception its kind and where it was raised, never its words, which may hold
what somebody typed.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from http.client import responses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # The settings name this module.
    from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="")
current: ContextVar["HttpRequest | None"] = ContextVar("current_request", default=None)
"""The request that this thread answers, or has answered last."""

# Further fields that a caller may give with extra=…
EXTRA = ("method", "status", "milliseconds", "user", "job", "request_id", "statement")
OF_THE_MACHINE = {
    "OperationalError",
    "InterfaceError",
    "ImproperlyConfigured",
    "ImportError",
    "ModuleNotFoundError",
}
"""Exceptions that speak of the server and its set-up, and not of what is in the tables: their first line is kept."""
ADDRESS = re.compile(r"(https?://[^/\s]+)/\S*")


class JsonLines(logging.Formatter):
    """time, level, logger, message, and where there is one: request_id, route, the EXTRA fields, exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if name := request_id.get():
            line |= {"request_id": name, "route": route_of(current.get())}
        line |= {field: getattr(record, field) for field in EXTRA if hasattr(record, field)}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = "\n".join(_raised(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def route_of(request: "HttpRequest | None") -> str:
    """The pattern of the address in urls.py; "" for an address that we have not got."""
    from django.urls import Resolver404, resolve

    if request is None:
        return ""
    try:
        return (request.resolver_match or resolve(request.path_info)).route
    except Resolver404:
        return ""


def _message(record: logging.LogRecord) -> str:
    """Of Django's own lines about an answer only its status: they name the path, and where the request came from."""
    if status := getattr(record, "status_code", None):
        return str(responses.get(status, status))
    text = ADDRESS.sub(r"\1/…", record.getMessage())
    request = current.get()
    return text.replace(request.path, "…") if request and len(request.path) > 1 else text


def _raised(error: BaseException) -> Iterator[str]:
    """Frames and kinds from the first cause on."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _raised(before)
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}{_said(error)}"


def _said(error: BaseException) -> str:
    if type(error).__name__ in OF_THE_MACHINE and str(error):
        return f": {str(error).splitlines()[0]}"
    diagnosis = getattr(error, "diag", None)
    names = [
        getattr(diagnosis, name, None)
        for name in ("sqlstate", "table_name", "constraint_name", "column_name")
    ]
    return ": " + " ".join(name for name in names if name) if any(names) else ""


def configuration(level: str) -> dict[str, Any]:
    """For Django's LOGGING. Replaces Django's own handlers, which mail to admins or write plain text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Each file and query would be a line of its own.
            "django.db.backends": {"level": "WARNING"},
            "django.template": {"level": "INFO"},
            # The record of access tells of sign-ins and of who was locked out; these lines would name them.
            "axes": {"level": "ERROR"},
            # Jobs tell of themselves, on their pages.
            "procrastinate": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
