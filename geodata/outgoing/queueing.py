"""What is to be told outside becomes messages: by state, so that what stood still is caught up and nothing is told twice."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from geodata.needs.concept import NoticeKind

MORNING = dt.time(8)
URGENT = (NoticeKind.NEED_LATE,)
"""Kinds that are urgent by themselves; a need that waits is so by its own urgency."""
TO_A_COUNTY = (NoticeKind.NEED_NEW, NoticeKind.NEED_LATE)


def queue(*, at: dt.datetime) -> int:
    """How many messages wait now that did not before. The database reads the notices: nobody else sees those of all."""
    local = timezone.localtime(at)
    values: dict[str, Any] = {
        "at": at,
        "day": local.date(),
        "mails": bool(settings.EMAIL_HOST),
        "morning": local.time() >= MORNING,
        "counties": sorted(settings.WEBHOOKS),
        "urgent": [str(kind) for kind in URGENT],
        "county_kinds": [str(kind) for kind in TO_A_COUNTY],
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_notices(%(at)s, %(day)s, %(mails)s, %(morning)s, %(counties)s::text[], %(urgent)s::text[],"
            " %(county_kinds)s::text[])",
            values,
        )
        return int(cursor.fetchone()[0])
