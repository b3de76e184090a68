"""What is forgotten, and when. Figures of past days stay as they were: rows lose their words, not their places.

Each concept says in its manifest what of its own is kept for how long. Days come from the settings KEEP_…_DAYS; 0 keeps
for ever. What has ended by itself (sessions, tokens, counts of requests) goes whatever they say.
"""

import datetime as dt
from dataclasses import dataclass

import pgtrigger
from django.conf import settings
from django.db import transaction

from geodata.audit.concept import Action
from geodata.audit.record import record_access
from geodata.base.manifest import Kept, concepts


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of thing to forget: its name and label, how many rows, and the day before which they lie."""

    name: str
    what: str
    before: dt.date
    rows: int


def forget(*, on: dt.date, apply: bool) -> list[Step]:
    """What has been kept long enough on that day; with `apply` it is forgotten, all in one transaction."""
    plan = [(kept, days_of(kept)) for each in concepts() for kept in each.kept]
    # Forgetting leaves no former rows, and is the one exception to their being append-only.
    with transaction.atomic(), pgtrigger.ignore():
        steps = [
            _step(kept, on - dt.timedelta(days=days), apply)
            for kept, days in plan
            if days or not kept.setting
        ]
        if apply:
            record_access(user=None, action=Action.FORGOT, details={"rows": sum(step.rows for step in steps)})
        return steps


def days_of(kept: Kept) -> int:
    """For how many days it is kept; 0: for ever, or until it ends by itself."""
    return int(getattr(settings, kept.setting)) if kept.setting else 0


def _step(kept: Kept, before: dt.date, apply: bool) -> Step:
    return Step(kept.name, str(kept.label), before, kept.forget(before, apply))
