"""What one user may do to another: dear things asked at once, and how long somebody else waits meanwhile.

`python -m bench.shares` on the database of DATABASE_URL, beside the server and one worker as `make run` starts them. While
nothing else happens and then under each attack, a cadre asks for `/today/` again and again and the supervisor for
`/healthz`; told is the longest wait, and its ratio to the middle of what it takes without an attack. Jobs, imports and the
record of access that come of it stay in the database, which is one for measuring.
"""

import datetime as dt
import http.client
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import begin

ROWS, COLUMNS = 150_000, 14
"""A workbook of some 17 MB."""
QUIET = 10
"""Answers without an attack."""
LONGEST = 240
"""Seconds after which an attack is given up."""
BUSY_FOR = 3.0
"""Seconds for which the others ask at least, though the attacker may have his answer at once."""


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Attack:
    what: str
    requests: list[Asked]


def main() -> int:
    from bench.serving import server

    with server() as port, worker():
        for attack in attacks():
            quiet = {path: waits(port, one, times=QUIET) for path, one in others().items()}
            begun = time.monotonic()
            told, statuses = under(port, attack)
            print(f"\n{attack.what}: answered {statuses} after {time.monotonic() - begun:.1f} s")
            for path, longest in told.items():
                usual = statistics.median(quiet[path])
                print(
                    f"  {path:10} usual {usual:6.3f} s   longest {longest:6.2f} s   ratio {longest / usual:7.1f}"
                )
    return 0


@contextmanager
def worker() -> Iterator[None]:
    """The job worker of this checkout, on the same database."""
    quiet = subprocess.DEVNULL
    running = subprocess.Popen([sys.executable, "manage.py", "work"], stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=60)


def under(port: int, attack: Attack) -> tuple[dict[str, float], list[int]]:
    """The longest wait of the others by path, and what the attacker was answered."""
    statuses: list[int] = []
    senders = [
        threading.Thread(target=lambda one=one: statuses.append(ask(port, one))) for one in attack.requests
    ]
    for sender in senders:
        sender.start()
    time.sleep(0.3)
    over = time.monotonic() + BUSY_FOR
    longest = dict.fromkeys(others(), 0.0)

    def watch(path: str, one: Asked) -> None:
        while time.monotonic() < over or any(sender.is_alive() for sender in senders):
            longest[path] = max(longest[path], *waits(port, one, times=1))
            time.sleep(0.05)

    watchers = [threading.Thread(target=watch, args=pair) for pair in others().items()]
    for thread in watchers:
        thread.start()
    for thread in [*watchers, *senders]:
        thread.join()
    return longest, sorted(statuses)


def waits(port: int, asked: Asked, *, times: int) -> list[float]:
    def once() -> float:
        begun = time.monotonic()
        status = ask(port, asked)
        assert status == 200, status
        return time.monotonic() - begun

    return [once() for _ in range(times)]


def ask(port: int, asked: Asked) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)) as connection:
        connection.request(asked.method, asked.path, asked.body or None, asked.headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def others() -> dict[str, Asked]:
    return {
        "/today/": Asked("GET", "/today/", _session("contact")),
        "/healthz": Asked("GET", "/healthz", {}),
    }


def attacks() -> Iterator[Attack]:
    village = _area("village")
    yield Attack("two ledgers of a township", _ledgers(_area("township")))
    yield Attack("two workbooks of 17 MB", _workbooks())
    papers = [Asked("GET", f"/rosters/{village}/roster.pdf", _session("village"))] * 4
    yield Attack("four rosters of a village on paper", papers)


def _ledgers(area: str) -> list[Asked]:
    """Of so many days that they were once made at once."""
    from geodata.base import periods

    first = periods.today() - dt.timedelta(days=300)
    path = f"/visits/export.xlsx?area={area}&first={first}"
    return [Asked("GET", path, _session("township"))] * 2


def _workbooks() -> list[Asked]:
    headers = _bearer("village") | {"Content-Type": "application/octet-stream"}
    path = "/api/v1/imports/?kind=households&name=roster.xlsx"
    return [Asked("POST", path, headers, _workbook())] * 2


def _workbook() -> bytes:
    import xlsxwriter

    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet()
        for place, heading in enumerate(("户编号", "户主姓名", *(f"列{n}" for n in range(COLUMNS - 2)))):
            sheet.write_string(0, place, heading)
        for row in range(1, ROWS + 1):
            for place in range(COLUMNS):
                sheet.write_string(row, place, f"{chance.getrandbits(32):08x}")
        book.close()
        content = path.read_bytes()
    print(f"a workbook of {len(content) / 2**20:.1f} MB")
    return content


def _user(name: str) -> Any:
    from geodata.accounts.models import User

    return User.objects.get(username=name)


def _area(level: str) -> str:
    from geodata.base import periods
    from geodata.contacts.rights import scope_of

    return scope_of(_user(level), on=periods.today()).codes[0]


def _session(name: str) -> dict[str, str]:
    from django.test import Client

    client = Client()
    client.force_login(_user(name))
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


def _bearer(name: str) -> dict[str, str]:
    from django.utils import timezone

    from geodata.accounts.models import ApiToken

    return {"Authorization": f"Bearer {ApiToken.issue(user=_user(name), at=timezone.now())}"}


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
