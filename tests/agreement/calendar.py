"""Days that the county sets."""

from typing import Any

from django.utils import timezone

from geodata.base.periods import today
from geodata.calendar.loading import load_year
from geodata.calendar.models import WorkDay
from tests.agreement.asking import Ask, Door, Outcome, Verb

RULED = "drrrrrrrrdrrrrrrr"
"""By whoever sets visit rules, in whatever county: the calendar is the installation's."""


def set_page(ask: Ask) -> Outcome:
    return ask.page("/calendar/", {"day": today().isoformat(), "what": "free", "name": "例"})


def set_api(ask: Ask) -> Outcome:
    return ask.api("POST", "calendar/day/", {"day": today(), "works": False, "name": "例"})


def a_day_of_the_county(_ask: Ask) -> Any:
    load_year(today().year, at=timezone.now())
    WorkDay.objects.update_or_create(day=today(), defaults={"works": False, "source": "county"})


def back_page(ask: Ask) -> Outcome:
    return ask.page("/calendar/", {"day": today().isoformat(), "what": "back"})


def back_api(ask: Ask) -> Outcome:
    return ask.api("POST", "calendar/day/back/", {"day": today()})


VERBS = [
    Verb("set a working day", [Door("page", set_page), Door("api", set_api)], outcomes=RULED),
    Verb(
        "take a working day back",
        [Door("page", back_page), Door("api", back_api)],
        a_day_of_the_county,
        RULED,
    ),
]
