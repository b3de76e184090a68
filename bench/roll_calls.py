"""A roll-call by HTTP: its live page at 22,000 households, and 300 cadres telling 5 results a second in all for a minute.

`python -m bench roll_calls`; the roll-call is a drill of everybody, so that its results make no visits and open no needs, and all of it is
taken away again. The senders are a process of their own: each keeps its connection, as a phone does, and tells one result in its second.
"""

import datetime as dt
import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from bench.campaigns import EVERYBODY, TOLD, county_office
from bench.databases import begin, url_of
from bench.timing import Line, show
from gridmap.local.cluster import SUPERUSER

CADRES, A_SECOND, SECONDS = 300, 5, 60
LIVE, TIMES = 300.0, 15
FIRST = 2.0
"""Seconds until the first of them sends: all have a connection by then."""


def main() -> int:
    from bench.serving import server

    with roll_call() as (campaign, office):
        crowd = list(telling(campaign))
        assert len(crowd) == CADRES, "too few contact members with households"
        with server() as port:
            path = f"/api/v1/campaigns/{campaign.key}/"
            page = asked(port, f"/campaigns/{campaign.key}/", office)
            live = asked(port, f"{path}live/", office)
            told = {"port": port, "path": f"{path}results/", "crowd": crowd}
            command = [sys.executable, "-m", "bench.roll_calls", "send"]
            said = subprocess.run(
                command, input=json.dumps(told), stdout=subprocess.PIPE, text=True, check=True, timeout=SECONDS + 120
            )  # fmt: skip
        spent, errors = json.loads(said.stdout)
        stored = campaign.results.filter(client_id__in=[one["client_id"] for _token, one in crowd]).count()
    good = show(
        "A roll-call by HTTP",
        [
            Line("the live page, 22,000 asked for", page, None, LIVE),
            Line("the live answer of the API", live, None, LIVE),
            Line(f"a result, {CADRES} cadres, middle", statistics.median(spent)),
            Line(f"a result, {CADRES} cadres, 99 %", sorted(spent)[int(len(spent) * 0.99)]),
        ],
    )
    held = stored == CADRES and not errors
    print(f"results on record {stored} of {CADRES} sent, errors {errors or 0}: {'ok' if held else 'MISSED'}")
    return 0 if good and held else 1


@contextmanager
def roll_call() -> Iterator[tuple[Any, str]]:
    """A drill of everybody, half of whom are told of, and the session of its office. Afterwards neither is there."""
    from django.db import connection
    from django.utils import timezone

    from geodata.accounts.models import ApiToken
    from geodata.campaigns.opening import Asked, draft_campaign, open_campaign

    by, scope, area = county_office()
    at = timezone.now() - dt.timedelta(minutes=30)
    told: dict[str, Any] = {"by": by, "scope": scope, "at": at}
    asked_for = Asked(
        title="x", reason="drill", area=area, filter=EVERYBODY, due_at=at + dt.timedelta(hours=24)
    )
    last = ApiToken.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    campaign = open_campaign(campaign=draft_campaign(asked=asked_for, **told), **told).campaign
    try:
        with connection.cursor() as cursor:
            cursor.execute(TOLD, {"by": by.pk, "campaign": campaign.pk})
            cursor.execute("ANALYZE geodata_campaigntarget, geodata_campaignresult")
        yield campaign, session_of(by)
    finally:
        take_away(campaign)
        ApiToken.objects.filter(pk__gt=last).delete()


def take_away(campaign: Any) -> None:
    """By the superuser, past the laws by which history stays."""
    from django.conf import settings

    address = url_of(str(settings.DATABASES["default"]["NAME"]), login=SUPERUSER)
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        for table in ("campaignresult", "campaigntarget", "campaignstep"):
            name = sql.Identifier(f"geodata_{table}")
            database.execute(sql.SQL("DELETE FROM {} WHERE campaign_id = %s").format(name), [campaign.pk])
        database.execute("DELETE FROM geodata_campaign WHERE id = %s", [campaign.pk])


def session_of(user: Any) -> str:
    """As after signing in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def telling(campaign: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Cadres, each with a token and the result of a household of theirs that nobody has reached."""
    from bench.visits import cadres

    left = set(campaign.targets.filter(state="").values_list("household__token", flat=True))
    made = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    found = 0
    for _user, token, homes in cadres(2 * CADRES):
        if found < CADRES and (home := next((each for each, _pk, _village in homes if each in left), None)):
            found += 1
            yield token, {"client_id": str(uuid.uuid4()), "household": home, "made_at": made, "state": "ok"}


def asked(port: int, path: str, session: str) -> float:
    """Milliseconds of the answer, the middle of several."""
    from django.conf import settings

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    spent = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        connection.request("GET", path, None, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def send(told: dict[str, Any]) -> tuple[list[float], Counter[str]]:
    """Each cadre in its second: so many a second in all."""
    spent, errors = list[float](), Counter[str]()
    began = time.monotonic() + FIRST

    def one(number: int, token: str, result: dict[str, Any]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", told["port"], timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        begun = time.perf_counter()
        try:
            connection.request("POST", told["path"], json.dumps({"results": [result]}), headers)
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            errors[type(error).__name__] += 1
            return
        spent.append((time.perf_counter() - begun) * 1000)
        if answer.status != 201:
            errors[f"status {answer.status}"] += 1

    threads = [
        threading.Thread(target=one, args=(number, token, result))
        for number, (token, result) in enumerate(told["crowd"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, errors


if __name__ == "__main__":
    begin()
    if len(sys.argv) == 1:
        raise SystemExit(main())
    print(json.dumps(send(json.load(sys.stdin))))
