"""What goes out every five minutes: what has come to be told, and what waits from before."""

import datetime as dt

from django.conf import settings

from geodata.jobs.registry import each_five_minutes
from geodata.outgoing.queueing import queue
from geodata.outgoing.sending import send_waiting


@each_five_minutes
def tell_outside(at: dt.datetime) -> None:
    if settings.EMAIL_HOST or settings.WEBHOOKS:
        queue(at=at)
        send_waiting(at=at)
