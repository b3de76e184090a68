"""How long it is known what was sent."""

import datetime as dt

from geodata.base.forgetting import erase
from geodata.base.periods import midnight
from geodata.outgoing.models import Outgoing


def sent(before: dt.date, apply: bool) -> int:
    return erase(Outgoing.objects.filter(done_at__lt=midnight(before)), apply)
