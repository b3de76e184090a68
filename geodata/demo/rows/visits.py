"""The invented visits as rows, with their visitors."""

import datetime as dt
from itertools import repeat

import numpy as np
from django.utils import timezone

from geodata.demo.calendar import Calendar
from geodata.demo.copying import copy, next_id
from geodata.demo.county import County
from geodata.demo.rows.keys import Keys, numbers
from geodata.demo.visiting import BROUGHT, MODES, NOTES, OUTCOMES, Visits
from geodata.visits.models import Visit, Visitor
from geodata.visits.record import Report


def write_visits(county: County, keys: Keys, calendar: Calendar) -> None:
    """Visits and visitors; keys of people are positions among the county's users."""
    visits = county.visits
    ids = numbers(next_id(Visit), len(visits.age))
    notes = [NOTES[note] if note >= 0 else "" for note in visits.note.tolist()]
    copy(
        Visit,
        {
            "id": ids,
            "client_id": visits.client,
            "body_hash": _hashes(county, notes, keys, calendar),
            "household_id": (keys.households + visits.household).tolist(),
            "village_id": (keys.villages + county.households.village[visits.household]).tolist(),
            "day": calendar.texts(visits.age),
            "entered_at": _entered(visits, calendar),
            "entered_by_id": (keys.users + visits.visitors[:, 0]).tolist(),
            "mode": [MODES[mode] for mode in visits.mode.tolist()],
            "outcome": [OUTCOMES[outcome] for outcome in visits.outcome.tolist()],
            "note": notes,
            "brought": [BROUGHT[brought] for brought in visits.brought.tolist()],
            "person_times": visits.person_times.tolist(),
            "state": repeat("valid"),
            "void_reason": repeat(""),
            "synthetic": repeat(True),
        },
    )
    visit, place = np.nonzero(visits.visitors >= 0)
    people = keys.users + visits.visitors[visit, place]
    copy(Visitor, {"visit_id": (ids[0] + visit).tolist(), "user_id": people.tolist()})


def _hashes(county: County, notes: list[str], keys: Keys, calendar: Calendar) -> list[str]:
    """What each visit's report hashes to, so that the same report sent again would be the same visit."""
    visits, tokens = county.visits, county.households.token
    days = [calendar.day - dt.timedelta(days=age) for age in range(int(visits.age.max()) + 1)]
    brought = [tuple(part for part in text.strip("{}").split(",") if part) for text in BROUGHT]
    columns = (visits.household, visits.age, visits.mode, visits.outcome, visits.brought, visits.visitors)
    return [
        Report(
            household=keys.households + household,
            day=days[age],
            mode=MODES[mode],
            outcome=OUTCOMES[outcome],
            note=note,
            brought=brought[thing],
            visitors=[keys.users + person for person in people if person >= 0],
        ).digest(tokens[household])
        for note, household, age, mode, outcome, thing, people in zip(
            notes, *(column.tolist() for column in columns), strict=True
        )
    ]


def _entered(visits: Visits, calendar: Calendar) -> list[str]:
    zone = timezone.get_default_timezone_name()
    return [
        f"{calendar.text(age - after)} {minute // 60:02d}:{minute % 60:02d} {zone}"
        for age, after, minute in zip(
            visits.age.tolist(), visits.entered_after.tolist(), visits.minute.tolist(), strict=True
        )
    ]
