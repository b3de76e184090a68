"""How a web process connects to its database: a pool, and limits on what one request may hold."""

from typing import Any

WAIT = 1.5
"""Seconds that a request waits for a connection: with the database away it is answered after these."""
CONNECT = 2
"""Seconds for a host that does not answer at all; the next one of several is asked then."""
UNHEARD = 5_000
"""Milliseconds after which a connection whose other end has vanished counts as lost."""


def serving_options(
    options: dict[str, Any], *, pool: int, statement: int, lock: int, idle: int
) -> dict[str, Any]:
    """Options of a web process, in seconds: a statement, a wait for a lock, a pause within a transaction. 0: no limit.

    What the address itself says stands.
    """
    limits = {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": idle,
    }
    settings = [f"-c {name}={seconds}s" for name, seconds in limits.items()]
    return {
        "connect_timeout": CONNECT,
        "tcp_user_timeout": UNHEARD,
        **options,
        # The last one counts.
        "options": " ".join([*settings, str(options.get("options", ""))]).strip(),
        "pool": {
            "min_size": 1,
            "max_size": pool,
            "timeout": WAIT,
            # Given up soon and begun anew by the next request, not by ever rarer attempts.
            "reconnect_timeout": 1,
        },
    }
