"""What a drawing would change in what is ahead: which grids cannot reach everyone before and after. No query."""

from collections.abc import Iterable

from geodata.coverage.ahead.compared import DAYS, Compared, redrawn
from geodata.plans.grid_drafts import Drawn


def outlook(drawing: Iterable[Drawn], known: frozenset[int]) -> Compared | None:
    """Of the villages that are `known`; None where one is not, or what is ahead was not read.

    It rests on each household's own interval, which without details in the village is not told.
    """
    found = Compared(DAYS, [], [])
    for drawn in drawing:
        snapshot = drawn.snapshot
        if snapshot.area.pk not in known or snapshot.ahead is None:
            return None
        was = [(grid.code, grid.name) for grid in snapshot.grids]
        will = [(sketch.code or sketch.key, sketch.name or sketch.key) for sketch in drawn.sketches]
        found += redrawn(snapshot.ahead, snapshot.grid, drawn.grid, (was, will))
    return found
