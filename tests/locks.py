"""A lock is taken of one table alone.

PostgreSQL, when a locked row has changed while it waited, looks at the row again with the *old* rows that were joined
to it: where the join no longer fits, the row is gone from the answer, and whoever waited finds nothing.
"""

import re
from collections.abc import Callable
from typing import Any

INNER = re.compile(r"\([^()]*\)")
JOINED_LOCK = re.compile(r"\bJOIN\b.*\bFOR (NO KEY )?UPDATE\b", re.DOTALL)


def is_joined(sql: str) -> bool:
    """Does the statement lock rows that it found through a join? What stands in a subquery is no join of the row."""
    while (flat := INNER.sub(" ", sql)) != sql:
        sql = flat
    return JOINED_LOCK.search(sql) is not None


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Around every statement of every test."""
    assert not is_joined(str(sql)), f"A lock through a join: lock the row alone, then load it. {sql}"
    return execute(sql, params, many, context)
