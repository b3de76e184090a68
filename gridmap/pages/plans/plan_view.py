"""What a plan's page, its print and the comparison show: each village as a drawing and a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.display.sketch import Frame, Shape, drawn, frame_of, once
from geodata.geometry.arrays import CENTIMETRE
from geodata.geometry.impact import GridFigures
from geodata.geometry.topology import NOWHERE
from geodata.plans.disclosure import SENSITIVE, Sight
from geodata.plans.grid_drafts import Drawn
from geodata.plans.impact import Meaning, fit, meaning
from geodata.plans.models import BoundaryPlan
from geodata.plans.persistence import geos, opened
from geodata.territory.area_size import SQUARE_METRES_PER_MU
from geodata.territory.models import Area


@dataclass(frozen=True)
class Pair:
    """A number before and after; None where the grid is not there."""

    before: float | None
    after: float | None
    digits: int = 0

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def was(self) -> str:
        return self._text(self.before)

    @property
    def is_(self) -> str:
        return self._text(self.after)

    def _text(self, value: float | None) -> str:
        return "–" if value is None else f"{value:.{self.digits}f}"


UNTOLD = Pair(None, None)
"""In place of what the reader may not know."""


@dataclass(frozen=True)
class GridLine:
    """One grid of the table. `fit` against the target: below, within or above; `state` new, ends or nothing."""

    name: str
    code: str
    state: str
    fit: str
    cells: list[Pair]


@dataclass(frozen=True)
class VillageView:
    """One village of a plan: its drawing over the ghost of the present borders, its grids, and what is wrong."""

    area: Area
    frame: Frame | None
    grids: list[Shape]
    ghost: str
    outline: Shape | None
    lines: list[GridLine]
    problems: list[str]
    special: str
    """How many households are special, as the reader may know it."""
    reserved: bool
    """Is what depends on care kept from the reader, grid by grid?"""
    meaning: Meaning = field(repr=False)


COLUMNS = ("unlinked", "unvisited", "special_overdue")
"""Open figures at the end of a line, as judging.OPEN_FIGURES."""


def villages_of(plan: BoundaryPlan, scope: Scope) -> list[VillageView]:
    """The villages of the plan in which the reader may see counts: of others there are no figures to show."""
    seen = scope.to(Right.COUNTS).villages
    drawing = opened(plan, today=periods.today())
    sight = Sight(scope, periods.today())
    return [_view(each, sight) for each in drawing if each.snapshot.area.pk in seen]


def _view(village: Drawn, sight: Sight) -> VillageView:
    known = sight.known
    snapshot, means = village.snapshot, meaning(village)
    shapes = snapshot.plane.on_earth(
        village.shapes, np.array([snapshot.rim, *snapshot.borders], dtype=object)
    )
    new, present, rim = (
        [geos(each) for each in shapes],
        [geos(each) for each in snapshot.borders],
        geos(snapshot.rim),
    )
    frame = frame_of([*new, *present, rim])
    changed = {place for place, shape in enumerate(village.shapes) if _is_changed(village, place)}
    return VillageView(
        area=snapshot.area,
        frame=frame,
        grids=[
            drawn(frame, shape, name=village.sketches[place].name, kind="changed" if place in changed else "")
            for place, shape in enumerate(new)
        ]
        if frame
        else [],
        ghost=frame.path(once(present)) if frame else "",
        outline=drawn(frame, rim) if frame and not rim.empty else None,
        lines=list(_lines(means, hidden=frozenset() if snapshot.area.pk in known else SENSITIVE)),
        problems=[problem.message for problem in village.problems],
        special=sight.special_of(village),
        reserved=snapshot.area.pk not in known,
        meaning=means,
    )


def _is_changed(village: Drawn, place: int) -> bool:
    """New, or other land than now: a border that went to degrees and back is the same to the centimetre only."""
    area = village.sketches[place].area
    if area == NOWHERE:
        return True
    change = shapely.symmetric_difference(village.shapes[place], village.snapshot.present[area])
    return not shapely.is_empty(shapely.buffer(change, -CENTIMETRE, join_style="mitre"))


def _lines(means: Meaning, *, hidden: frozenset[str]) -> Iterable[GridLine]:
    snapshot = means.drawn.snapshot
    for change in means.impact.grids:
        here, there = change.present, change.new
        sketch = means.drawn.sketches[there] if there is not None else None
        grid = snapshot.grids[here] if here is not None else None
        yield GridLine(
            name=sketch.name if sketch else grid.name if grid else "",
            code=(sketch.code if sketch else "") or (grid.code if grid else ""),
            state="ends" if sketch is None else "new" if grid is None else "",
            fit=fit(change.after) if change.after else "",
            cells=[
                *_figures(change.before, change.after, hidden=hidden),
                Pair(_of(means.crossed, here), _of(means.crosses, there)),
                *(
                    UNTOLD
                    if name in hidden
                    else Pair(_of(means.open_before.get(name), here), _of(means.open_after.get(name), there))
                    for name in COLUMNS
                ),
            ],
        )


def _figures(before: GridFigures | None, after: GridFigures | None, *, hidden: frozenset[str]) -> list[Pair]:
    def pair(name: str, *, per: float = 1, digits: int = 0) -> Pair:
        if name in hidden:
            return UNTOLD
        values = [
            None if each is None else round(getattr(each, name) / per, digits) for each in (before, after)
        ]
        return Pair(values[0], values[1], digits)

    return [
        pair("households"),
        pair("special"),
        pair("residents"),
        pair("area", per=SQUARE_METRES_PER_MU, digits=1),
        pair("compactness", digits=2),
    ]


def _of(counts: Sequence[int] | None, place: int | None) -> int | None:
    return None if counts is None or place is None else counts[place]
