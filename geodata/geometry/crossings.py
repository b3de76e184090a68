"""How tangled lines may be before anything is made of them: crossings are counted before they are noded.

Every crossing is a corner of grids, and what is drawn from them grows faster than they do: 300 lines that all cross
made 14,486 grids and half a minute of work. Counting takes a tree and looks no further than the bound.
"""

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.geometry.arrays import Shapes

MOST_SEGMENTS = 200_000
"""Straight bits of all lines: a county's grids have some 50,000."""
MOST_NEAR = 1_500_000
"""Pairs of bits whose boxes meet: what has to be looked at."""
MOST_CROSSINGS = 2_000
"""Bits that cross between their ends; a drawing by hand has a few dozen."""
AT_ONCE = 500_000
"""Pairs in one go, at worst."""


def check_tangle(lines: Shapes) -> None:
    """Raises BadInput for lines (or rings) with more bits or crossings than a drawing of grids can have."""
    segments = _segments(lines)
    if len(segments) > MOST_SEGMENTS:
        raise _too_much(
            _("The lines have %(count)s segments, more than %(most)s."), len(segments), MOST_SEGMENTS
        )
    tree, near, crossings = shapely.STRtree(segments), 0, 0
    step = max(1, AT_ONCE // max(len(segments), 1))
    for first in range(0, len(segments), step):
        one, other = tree.query(segments[first : first + step])
        later = one + first < other
        near += int(later.sum())
        if near > MOST_NEAR:
            raise _too_much(_("The lines overlap each other in more than %(most)s places."), near, MOST_NEAR)
        crossings += int(shapely.crosses(segments[one[later] + first], segments[other[later]]).sum())
        if crossings > MOST_CROSSINGS:
            raise _too_much(
                _("The lines cross each other more than %(most)s times."), crossings, MOST_CROSSINGS
            )


def _segments(lines: Shapes) -> Shapes:
    xy, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    segments: Shapes = shapely.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))
    return segments


def _too_much(text: str, count: int, most: int) -> BadInput:
    return BadInput(
        text % {"count": wording.figure(count), "most": wording.figure(most)},
        field="lines",
        value=count,
        remedy=_("Draw fewer lines at once, or fewer that cross."),
    )
