"""What a request costs beside its own question: how often it waits for the database, and the work of server and database.

`GRIDMAP_API_RATE=100000/minute python -m bench.frame` on the database of DATABASE_URL. Work is processor time of this process and of its database
connection, so other work on the machine counts little; `/me/`, which asks one thing of its own, is the peer of the others.
"""

import logging
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.databases import begin

TIMES = 150
TICK = os.sysconf("SC_CLK_TCK")


def main() -> int:
    from django.core import signals
    from django.db import close_old_connections, connection
    from django.test import Client
    from django.utils import timezone

    from geodata.accounts.models import ApiToken, User
    from geodata.base import periods
    from geodata.contacts.rights import scope_of

    logging.disable(logging.INFO)
    officer = User.objects.get(username="county")
    code = scope_of(officer, on=periods.today()).codes[0]
    token = ApiToken.issue(user=officer, at=timezone.now())
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
    # As with a pool the connection outlives the request.
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    print(f"{'address':44} {'waits':>6} {'ms of work':>11} {'of /me/':>8}")
    first = None
    for path in (
        "me/",
        f"coverage/?area={code}",
        f"coverage/?area={code}&by=grid",
        f"households/?area={code}",
        f"areas/?within={code}&level=grid",
    ):
        times = TIMES if first is None else 30

        def ask(path: str = path) -> None:
            answer: Any = client.get(f"/api/v1/{path}")
            assert answer.status_code == 200, answer.content[:300]

        for _ in range(3):
            ask()
        spent = work(ask, connection.connection.info.backend_pid, times)
        first = first or spent
        tell(path, waits(ask, connection), spent, first)
        tag = client.get(f"/api/v1/{path}").get("ETag")
        if tag is None:
            continue

        def ask_again(path: str = path, tag: str = tag) -> None:
            assert client.get(f"/api/v1/{path}", headers={"if-none-match": tag}).status_code == 304

        again = work(ask_again, connection.connection.info.backend_pid, TIMES)
        tell("    held already: 304", waits(ask_again, connection), again, first)
    return 0


def tell(what: str, waited: int, spent: float, first: float) -> None:
    print(f"{what:44} {waited:>6} {1000 * spent:>11.1f} {spent / first:>8.2f}")


def waits(ask: Any, connection: Any) -> int:
    """Answers of the database in one request."""
    wire = connection.connection.pgconn
    with tempfile.TemporaryFile() as file:
        wire.trace(file.fileno())
        ask()
        wire.untrace()
        file.seek(0)
        return sum(b"\tReadyForQuery\t" in line for line in file)


def work(ask: Any, backend: int, times: int) -> float:
    """Seconds of processor time of one request, here and in the database."""
    before = time.process_time() + _of(backend)
    for _ in range(times):
        ask()
    return (time.process_time() + _of(backend) - before) / times


def _of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
