"""One verb asked for by one door: what came of it in the terms of the domain, and what it left on the record of access."""

import copy
import html
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.messages import constants
from django.http import HttpResponse
from django.test import Client

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from tests.agreement.cast import Stage
from tests.attack.calling import HANDLER
from tests.attack.world import Caller, one_transaction
from tests.roles import owner

ROOT = "/api/v1/"
DONE, REFUSED, MISSING, WRONG = "done", "not allowed", "not found", "wrong"
KINDS = {401: REFUSED, 403: REFUSED, 404: MISSING} | dict.fromkeys((400, 409, 412, 422, 428), WRONG)
OWN_WAYS = ("by", "number", "step", "import", "job", "bytes")
"""Details that tell by which door it was, and keys that are made anew for each: they may differ."""

Entry = tuple[str, str, str]


@dataclass(frozen=True)
class Outcome:
    """`kind` is one of the four; `text` all that was answered; `said` the sentences that the door gave as reasons."""

    kind: str
    text: str = field(default="", compare=False, repr=False)
    said: tuple[str, ...] = field(default=(), compare=False)
    entries: tuple[Entry, ...] = ()


class TheirOwn(Exception):
    """What is made ready belongs to whoever asks, and nobody asks yet."""


@dataclass
class Ask:
    """What a door gets: the stage, who asks, and what was made ready for this verb (`thing`)."""

    stage: Stage
    caller: Caller | None = None
    thing: Any = None

    @property
    def by(self) -> User:
        if self.caller is None:
            raise TheirOwn
        assert self.caller.user is not None
        return self.caller.user

    @property
    def token(self) -> str:
        return self.stage.world.homes["own"].row.token

    def page(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> Outcome:
        """A page that is opened, or its form sent."""
        client = self._client()
        headers = {"Accept-Language": "en"}
        if form is None:
            return outcome_of(client.get(path, headers=headers, **more))
        return outcome_of(client.post(path, form, headers=headers, **more))

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Outcome:
        sent = {"Accept-Language": "en", **headers}
        data = json.dumps(body, default=str) if body is not None else ""
        client = self._client()
        return outcome_of(
            client.generic(method, ROOT + path, data, content_type="application/json", headers=sent)
        )

    def file(self, path: str, content: bytes) -> Outcome:
        """The API's way of sending a file: the body is the file."""
        headers = {"Accept-Language": "en"}
        client, kind = self._client(), "application/octet-stream"
        return outcome_of(client.generic("POST", ROOT + path, content, content_type=kind, headers=headers))

    def _client(self) -> Client:
        client = Client(raise_request_exception=False)
        client.handler = HANDLER
        assert self.caller is not None
        client.cookies[settings.SESSION_COOKIE_NAME] = self.caller.session
        return client


@dataclass(frozen=True)
class Door:
    """A way to a verb. `roles`: for whom it is a door to this verb at all, where others need another right for it."""

    name: str
    go: Callable[[Ask], Outcome]
    roles: frozenset[str] | None = None
    recorded: bool = True
    """Does it leave what the others leave? Not a file, which leaves that it was imported."""
    explains: bool = True
    """Does it give the reason in words? A phone hears from the office, a file by the row."""


@dataclass(frozen=True)
class Verb:
    """What is asked for, and every door to it. `ready` makes what it needs, as the owner of the tables."""

    name: str
    doors: Sequence[Door]
    ready: Callable[[Ask], Any] = lambda ask: None
    outcomes: str = ""
    """By role in the order of ROLES: d(one), r(efused), m(issing), w(rong). Written down here, not asked of the code."""

    def doors_of(self, role: str) -> list[Door]:
        return [door for door in self.doors if door.roles is None or role in door.roles]


def outcome_of(response: HttpResponse) -> Outcome:
    status = response.status_code
    assert status < 500 and status != 429, (status, getattr(response, "content", b"")[:500])
    streamed = getattr(response, "streaming", False)
    text = b"".join(response.streaming_content) if streamed else response.content
    words = " ".join(html.unescape(text.decode("utf-8", "replace")).split())
    said = tuple(_problems(response, text))
    kind = KINDS.get(status, DONE) if status >= 400 else (WRONG if _errors(response) else DONE)
    return Outcome(kind, " ".join([words, *_errors(response)]), said)


def _errors(response: HttpResponse) -> list[str]:
    """A page that leads on has said in a message what was not possible."""
    queued = getattr(getattr(response, "wsgi_request", None), "_messages", None)
    found = getattr(queued, "_queued_messages", []) if queued else []
    return [str(one.message) for one in found if one.level >= constants.ERROR]


def _problems(response: HttpResponse, text: bytes) -> list[str]:
    """The sentences of a problem document."""
    if not response.get("Content-Type", "").startswith("application/problem+json"):
        return []
    document = json.loads(text)
    return [one["message"] for one in document["errors"] if one["message"]] or [document["detail"]]


@contextmanager
def prepared(verb: Verb, stage: Stage) -> Iterator[Callable[[Ask], Any]]:
    """What the verb needs, made once for all doors and roles; what is somebody's own is made for each who asks."""
    with one_transaction():
        try:
            with owner():
                thing = verb.ready(Ask(stage))
        except TheirOwn:
            yield verb.ready
        else:
            yield lambda _asking: copy.deepcopy(thing)


def ask(door: Door, stage: Stage, role: str, ready: Callable[[Ask], Any]) -> Outcome:
    """The outcome with what was left on record; all of it is taken back."""
    asking = Ask(stage, stage.cast[role])
    with one_transaction():
        with owner():
            asking.thing = ready(asking)
            known = set(AccessEntry.objects.values_list("pk", flat=True))
        outcome = door.go(asking)
        with owner():
            new = AccessEntry.objects.exclude(pk__in=known).order_by("at", "action", "subject")
            left = tuple(_entry(one) for one in new)
    return Outcome(outcome.kind, outcome.text, outcome.said, left)


def _entry(one: AccessEntry) -> Entry:
    """The number of a plan is made anew for each door."""
    more = {name: value for name, value in one.details.items() if name not in OWN_WAYS}
    subject = "#" if one.subject.isdigit() and len(one.subject) < 9 else one.subject
    return one.action, subject, json.dumps(more, sort_keys=True, default=str)


def fresh() -> str:
    return str(uuid.uuid4())
