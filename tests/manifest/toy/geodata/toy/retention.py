"""How long lanterns are kept."""

import datetime as dt

from geodata.toy.models import Lantern

from geodata.base.forgetting import erase


def lanterns(before: dt.date, apply: bool) -> int:
    return erase(Lantern.objects.filter(lit_on__lt=before), apply)
