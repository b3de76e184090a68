"""Needs on today's page: the form that a phone keeps, and what of the own households' needs is to be done."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.display.today import OwnHome
from geodata.needs.along import needs_along
from geodata.needs.notes import old_notes
from geodata.needs.words import Kind, Source, Urgency

SOURCES = (Source.PHONE, Source.OFFICE, Source.MEETING)
"""How a need comes without a visit."""


def need_form() -> dict[str, Any]:
    """What can be chosen, but for categories: those the phone takes along."""
    return {
        "kinds": Kind.choices,
        "urgencies": Urgency.choices,
        "sources": [(source.value, source.label) for source in SOURCES],
    }


def of_today(homes: Iterable[OwnHome], *, by: User, scope: Scope, on: dt.date) -> SafeString:
    """Those to be followed up, those that are open and what waits for the reader; nothing where there is none."""
    heads = {home.token: home.head for home in homes}
    along = needs_along(list(heads), by=by, scope=scope, at=timezone.now(), on=on)
    lines = [(need, heads[need.household]) for need in along.needs]
    groups = [
        (True, [each for each in lines if each[0].ask]),
        (False, [each for each in lines if not each[0].ask]),
    ]
    context = {"groups": groups, "waiting": along.waiting, "notes": old_notes(by=by, scope=scope, on=on)}
    return render_to_string("needs/parts/today.html", context)
