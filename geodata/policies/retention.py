"""What policies keep of persons, and for how long: answers at doors go a year after they have expired."""

import datetime as dt
from collections.abc import Collection

from geodata.policies.models import DoorAnswer, Matching


def expired_answers(before: dt.date, apply: bool) -> int:
    """Those that held no more on that day."""
    answers = DoorAnswer.objects.filter(expires_on__lt=before)
    count = answers.count()
    if apply:
        answers.delete()
    return count


def households_left(ids: Collection[int]) -> None:
    """What was said at their doors, and what followed from it."""
    DoorAnswer.objects.filter(household__in=ids).delete()
    Matching.objects.filter(household__in=ids).delete()
