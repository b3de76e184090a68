"""What somebody may know of the people in a drawing.

Whoever redraws sees where homes are, how many there are, and which contacts a border cuts. A border may be drawn around
one home, so every count of a grid can be a count of one household: without DETAILS in the village nothing that follows
from care records is told below the village, and of the village what coverage tells (geodata/coverage/disclosure.py).
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure
from geodata.coverage.disclosure import Guarded
from geodata.plans.grid_drafts import Drawn

SENSITIVE = disclosure.NOT_IN_GRIDS
"""Figures of a grid that tell something about care, some by the interval in which a household is visited."""


def known_villages(scope: Scope) -> frozenset[int]:
    """Ids of the villages in which the reader may know who is special."""
    return scope.to(Right.DETAILS).villages


@dataclass(frozen=True)
class Sight:
    """What one reader may know today."""

    scope: Scope
    on: dt.date

    @cached_property
    def known(self) -> frozenset[int]:
        return known_villages(self.scope)

    @cached_property
    def guarded(self) -> Guarded:
        return Guarded(self.scope, self.on)

    def special_of(self, drawn: Drawn) -> str:
        """The special households of a village, as text: the same as coverage tells, "<5" for one to four."""
        return self.guarded.text(drawn.snapshot.area, "special", int(drawn.snapshot.special.sum()))
