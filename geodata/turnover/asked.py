"""What an election changes in a village, as plain values."""

import datetime as dt
from dataclasses import dataclass

from geodata.territory.models import Area

NEAREST, NOBODY = "nearest", "nobody"
"""To whom the households of a leaving member go, besides a member by number."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A post that somebody holds from the day on: an account by its whole login name, or somebody new by name."""

    kind: str
    area: str
    username: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """A contact member (key) who is none from the day on, and who takes the households: `to`."""

    member: int
    to: str = NEAREST


@dataclass(frozen=True, slots=True)
class Turnover:
    """Of one village and day. `ends`: posts (keys) that are no longer held from that day on."""

    village: Area
    on: dt.date
    ends: tuple[int, ...] = ()
    fills: tuple[Fill, ...] = ()
    leaves: tuple[Leave, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.ends or self.fills or self.leaves)
