"""Which area each grid of a plan is once it is published: the present one, or a new one with a code of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from geodata.base.errors import Conflict
from geodata.geometry.topology import NOWHERE
from geodata.plans.grid_drafts import Drawn, Sketch
from geodata.plans.snapshot import VillageSnapshot

DIGITS = 3


@dataclass(frozen=True)
class Numbered:
    """A grid with the code that it will have; `stays`: it is the present area with that code, not a new one."""

    sketch: Sketch
    code: str
    stays: bool


def numbered(drawn: Drawn, used: Iterable[str]) -> list[Numbered]:
    """The grids of a village with their codes. `used` are all codes that grids of the village ever had.

    A grid keeps its code unless the plan gives it another; one that the plan gives none takes the next that was never used.
    """
    present = [grid.code for grid in drawn.snapshot.grids]
    wanted = [_wanted(sketch, present) for sketch in drawn.sketches]
    taken = {*used, *wanted}
    grids = []
    for sketch, code in zip(drawn.sketches, wanted, strict=True):
        free = code or _next(drawn.snapshot, taken)
        taken.add(free)
        grids.append(Numbered(sketch, free, sketch.area != NOWHERE and present[sketch.area] == free))
    return grids


def _wanted(sketch: Sketch, present: Sequence[str]) -> str:
    return sketch.code or (present[sketch.area] if sketch.area != NOWHERE else "")


def _next(snapshot: VillageSnapshot, taken: set[str]) -> str:
    """The code after the largest; where that is at the end, the lowest that was never used."""
    village = snapshot.area.code
    numbers = {int(code[-DIGITS:]) for code in taken if len(code) == len(village) + DIGITS}
    for number in (max(numbers, default=0) + 1, *range(1, 10**DIGITS)):
        if number not in numbers and number < 10**DIGITS:
            return f"{village}{number:0{DIGITS}d}"
    raise Conflict(
        _("All grid codes of the village have been used."),
        field="grids.code",
        remedy=_("Give new grids a code that has become free."),
    )
