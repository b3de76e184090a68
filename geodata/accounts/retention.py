"""What signing in leaves behind, and when it goes."""

import datetime as dt

from geodata.accounts import ended, rates
from geodata.base.forgetting import erase
from geodata.base.periods import midnight


def failures(before: dt.date, apply: bool) -> int:
    return erase(ended.failures(midnight(before)), apply)


def sessions(before: dt.date, apply: bool) -> int:
    return max(erase(rows, apply) for rows in ended.sessions(midnight(before)))


def tokens(before: dt.date, apply: bool) -> int:
    return erase(ended.tokens(midnight(before)), apply)


def counts(before: dt.date, apply: bool) -> int:
    return rates.ended(before=midnight(before), apply=apply)


def guesses(before: dt.date, apply: bool) -> int:
    return sum(erase(rows, apply) for rows in ended.guesses(midnight(before)))
