"""The rhythm of visits: a status is a pure function of a day.

Assumptions: only days count, not hours; a visit at which somebody was met starts the interval anew; the last
fifth of the interval is "due"; past twice the interval is "long overdue". `SQL` says the same to the database;
a test holds both to each other.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

USUAL_DAYS = 92
"""How often a household is visited, in person, where no rule says otherwise; household_states.sql says the same."""


class Status(TextChoices):
    NEVER = "never", _("Never visited")
    OK = "ok", _("Visited in time")
    DUE = "due", _("due")
    OVERDUE = "overdue", _("Overdue")
    LONG = "long", _("Long overdue")
    EXEMPT = "exempt", _("exempt")


def status(*, on: dt.date, last_met: dt.date | None, interval: int, exempt: bool = False) -> Status:
    """The visit status on a day. `last_met` is not after `on`; `interval` is in days."""
    if exempt:
        return Status.EXEMPT
    if last_met is None:
        return Status.NEVER
    days = (on - last_met).days
    if days > 2 * interval:
        return Status.LONG
    if days > interval:
        return Status.OVERDUE
    if 5 * days > 4 * interval:
        return Status.DUE
    return Status.OK


BITS = {"door": 1, "chance": 2, "video": 4, "phone": 8}
"""The modes of visits as bits of one number, the ones farther from the door the heavier."""


def counted(modes: Iterable[str]) -> int:
    """These modes as one number, as the database's counted_modes() gives it."""
    return sum(BITS[mode] for mode in set(modes))


def key(*, days: int, modes: Iterable[str]) -> int:
    """The smallest key of a household's rules sets its rhythm: fewest days; of as many days, nearest to the door.

    The interval is key // 16, what counts is key % 16.
    """
    return 16 * days + counted(modes)


def next_visit_by(*, last_met: dt.date | None, interval: int) -> dt.date | None:
    """The last day of the interval; None when never visited (then: now)."""
    return last_met + dt.timedelta(days=interval) if last_met else None


SQL = """CASE
    WHEN exempt THEN 'exempt'
    WHEN last_met IS NULL THEN 'never'
    WHEN %(on)s - last_met > 2 * "interval" THEN 'long'
    WHEN %(on)s - last_met > "interval" THEN 'overdue'
    WHEN 5 * (%(on)s - last_met) > 4 * "interval" THEN 'due'
    ELSE 'ok' END"""
"""The same for rows with exempt, last_met and interval; the parameter `on` is a date."""
