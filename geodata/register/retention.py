"""What changes keep of persons, and for how long."""

import datetime as dt
from collections.abc import Collection

from geodata.base.forgetting import events_of, without_words
from geodata.base.periods import midnight
from geodata.register.models import RegisterChange, RegisterEffect, RegisterStep

NOTHING_CAME = (RegisterChange.State.REFUSED, RegisterChange.State.WITHDRAWN)


def refused(before: dt.date, apply: bool) -> int:
    """That something was proposed and refused stays on record; what was said does not."""
    old = RegisterChange.objects.filter(state__in=NOTHING_CAME, decided_at__lt=midnight(before)).exclude(
        payload={}
    )
    count = old.count()
    if apply:
        old.update(payload={})
    return count


def households_left(ids: Collection[int]) -> None:
    """What was said of them, and what stood before it: such a change cannot be undone any more."""
    about = RegisterChange.objects.filter(household__in=ids) | RegisterChange.objects.filter(
        households__overlap=list(ids)
    )
    RegisterEffect.objects.filter(change__in=about).delete()
    about.update(payload={})
    without_words(about)
    without_words(RegisterStep.objects.filter(change__in=about))
    events_of(RegisterChange).filter(pgh_obj__in=about).delete()
