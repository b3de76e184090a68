"""Sending what waits. A message is claimed in one transaction and sent after it, so that it goes out once at most."""

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from geodata.audit.notices import tell
from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.outgoing.concept import NoticeKind
from geodata.outgoing.mail import address_of, send_mail
from geodata.outgoing.models import Outgoing
from geodata.outgoing.webhooks import Refused, post
from geodata.posts.models import Post

State = Outgoing.State
AT_ONCE = 50
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 720))
"""Before the second try, and so on; after the last one it is given up, and administrators are told."""
LOST = dt.timedelta(hours=1)
"""Claimed so long ago, it was in the hands of somebody who was killed: whether it went out is not known, and it is not sent again."""

log = logging.getLogger("gridmap.jobs")


def send_waiting(*, at: dt.datetime) -> list[uuid.UUID]:
    """Claim what is due; it is sent when this transaction has ended. Gives the messages."""
    lost = Outgoing.objects.filter(state=State.SENDING, next_at__lte=at - LOST)
    lost.update(state=State.UNSURE, done_at=at, why="interrupted")
    due = Outgoing.objects.filter(state=State.WAITING, next_at__lte=at).order_by("next_at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        row.state, row.tries, row.next_at = State.SENDING, row.tries + 1, at
    Outgoing.objects.bulk_update(rows, ["state", "tries", "next_at"])
    keys = [row.pk for row in rows]
    if keys:
        transaction.on_commit(partial(deliver, keys))
    return keys


def deliver(keys: list[uuid.UUID]) -> None:
    """Each is sent outside any transaction; what became of it is written in one of its own."""
    for key in keys:
        with _service():
            message = Outgoing.objects.get(pk=key)
            to = address_of(message)
        why = _send(message, to)
        with _service():
            _note(message, why, to=to, at=timezone.now())


@contextmanager
def _service() -> Iterator[None]:
    """A transaction of the service itself, which sees all messages."""
    with as_web_role():
        show(everything())
        yield


def _send(message: Outgoing, to: str) -> str:
    """ "" or why it was not sent. Addresses and answers may hold secrets: only kinds of errors and our own words are told."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            if message.occasion == Outgoing.Occasion.COUNTY:
                post(message)
            elif to:
                send_mail(message, to=to)
    except Refused as refused:
        return str(refused)
    except Exception as error:
        return type(error).__name__
    return ""


def _note(message: Outgoing, why: str, *, to: str, at: dt.datetime) -> None:
    message.why = why[:200]
    if not to and message.occasion != Outgoing.Occasion.COUNTY:
        # Its user wants none any more, or may not sign in any more: nobody is to be told that it stayed here.
        message.state, message.done_at, message.why = State.FAILED, at, "no address"
    elif not why:
        message.state, message.done_at = State.SENT, at
    elif message.tries <= len(WAITS):
        message.state, message.next_at = State.WAITING, at + WAITS[message.tries - 1]
    else:
        message.state, message.done_at = State.FAILED, at
        administrators = Post.objects.on(at.date()).filter(kind=Post.Kind.ADMINISTRATOR)
        tell(
            administrators.values_list("user_id", flat=True),
            kind=NoticeKind.NOT_SENT,
            subject=f"{message.get_occasion_display()} {message.county}".strip(),
            at=at,
        )
    message.save(update_fields=["state", "next_at", "done_at", "why"])
    if why:
        log.warning("a message was not sent", extra={"occasion": message.occasion, "why": message.why})
