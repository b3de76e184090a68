"""Structured logs: one JSON object a line, with the id of the request that wrote it. Never a query string or a body."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
request_path: ContextVar[str] = ContextVar("request_path", default="")

# Further fields that a caller may give with extra=…
EXTRA = ("method", "status", "milliseconds", "user", "job", "request_id")


class JsonLines(logging.Formatter):
    """time, level, logger, message, and where there is one: request_id, path, the EXTRA fields, exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id.get():
            line |= {"request_id": name, "path": request_path.get()}
        line |= {field: getattr(record, field) for field in EXTRA if hasattr(record, field)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


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
            # The record of access tells of sign-ins; here only what is unusual.
            "axes": {"level": "WARNING"},
            # Jobs tell of themselves, on their pages.
            "procrastinate": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
