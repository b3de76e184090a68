"""Slow statements, told by us: PostgreSQL's own log would write the values into them."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from gridmap.metrics.counting import slow_statement

SLOW = 2.0
"""Seconds."""
log = logging.getLogger("gridmap.database")
LITERAL = re.compile(r"'(?:[^']|'')*'")


def watch() -> None:
    """From now on every connection."""
    connection_created.connect(_watched, dispatch_uid="slow_statements")


def _watched(connection: BaseDatabaseWrapper, **_more: object) -> None:
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        if (spent := time.perf_counter() - begun) >= SLOW:
            slow_statement()
            log.warning(
                "a slow statement", extra={"milliseconds": round(1000 * spent), "statement": _shape(sql)}
            )


def _shape(sql: object) -> str:
    """As it is written here, without a value."""
    return LITERAL.sub("'…'", " ".join(sql.split()))[:2000] if isinstance(sql, str) else ""
