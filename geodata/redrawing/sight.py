"""What somebody may know of the people in a drawing.

Whoever redraws sees where homes are, how many there are, and which contacts a border cuts. A border may be drawn around
one home, so every count of a grid can be a count of one household: without DETAILS in the village nothing that follows
from care records is told below the village, and there no number below LEAST but zero.
"""

from geodata.redrawing.sketches import Drawn
from geodata.territory.scope import Right, Scope

LEAST = 5
"""The smallest number of special households that is told to whoever may not know which they are."""
SENSITIVE = frozenset({"special", "special_overdue", "unvisited"})
"""Figures of a grid that tell something about care: the last two by the interval in which a household is visited."""


def known_villages(scope: Scope) -> frozenset[int]:
    """Ids of the villages in which the reader may know who is special."""
    return scope.to(Right.DETAILS).villages


def special_of(drawn: Drawn, known: frozenset[int]) -> str:
    """The special households of a village, as text: "<5" stands for one to four."""
    count = int(drawn.ground.special.sum())
    if drawn.ground.area.pk in known or not 0 < count < LEAST:
        return str(count)
    return f"<{LEAST}"
