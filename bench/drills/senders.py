"""Phones that send visits and do not rest before each is acknowledged, as the outbox does."""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

PAUSE = 0.2
"""Seconds from one visit to the next."""
LONGEST = 60.0


@dataclass(frozen=True)
class Answer:
    """When it came, its status (0: none), and after how many seconds it said to come again."""

    at: float
    status: int
    retry_after: str = ""


@dataclass
class Sent:
    """Ids of visits: all that were sent, and those whose recording was acknowledged; and how often a try failed."""

    begun: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    failures: int = 0
    answers: list[Answer] = field(default_factory=list)


@contextmanager
def sending(port: int, crowd: list[tuple[str, list[str]]]) -> Iterator[Sent]:
    """While the block runs each of them (token, households) sends; at its end all wait for what is under way."""
    sent, ended = Sent(), threading.Event()
    phones = [
        threading.Thread(target=_phone, args=(port, token, homes, sent, ended)) for token, homes in crowd
    ]
    for phone in phones:
        phone.start()
    try:
        yield sent
    finally:
        ended.set()
        for phone in phones:
            phone.join()


def _phone(port: int, token: str, homes: list[str], sent: Sent, ended: threading.Event) -> None:
    number = 0
    while not ended.is_set():
        name = str(uuid.uuid4())
        sent.begun.append(name)
        address = f"/api/v1/households/{homes[number % len(homes)]}/visits/"
        give_up = time.monotonic() + LONGEST
        while time.monotonic() < give_up:
            sent.answers.append(answer := _answered(port, token, address, name))
            if answer.status in (200, 201):
                sent.acknowledged.append(name)
                break
            sent.failures += 1
            time.sleep(0.1)
        number += 1
        ended.wait(PAUSE)


def _answered(port: int, token: str, address: str, name: str) -> Answer:
    from geodata.base.periods import today

    body = json.dumps({"client_id": name, "day": today().isoformat()})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=15)) as asking:
            asking.request("POST", address, body, headers)
            answer = asking.getresponse()
            answer.read()
            return Answer(time.monotonic(), answer.status, answer.headers.get("Retry-After", ""))
    except (OSError, http.client.HTTPException):
        return Answer(time.monotonic(), 0)
