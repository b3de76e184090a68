"""What a change of borders would mean: figures of every grid before and after, who moves, which contacts would cross.

Pure arithmetic over arrays, quick enough to follow a pencil. Households and members have a grid before and one after,
as numbers of the present grids and of the new ones; `continues` says which present grid a new one is. Metres.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely

from geodata.geometry.arrays import Flags, Ints, Shapes, compactness
from geodata.geometry.topology import NOWHERE


@dataclass(frozen=True)
class People:
    """Households of a village: `before` (n,) and `after` (n,) the grid of each, `special` (n,), `residents` (n,)."""

    before: Ints
    after: Ints
    special: Flags
    residents: Ints


@dataclass(frozen=True)
class Links:
    """Contacts: the household (number) of each, and the grid of its member `before` and `after` (NOWHERE: unknown)."""

    household: Ints
    before: Ints
    after: Ints


@dataclass(frozen=True)
class GridFigures:
    """One grid. `area` in m², `compactness` Polsby–Popper, `pieces` 1 for a grid in one piece."""

    households: int
    special: int
    residents: int
    area: float
    compactness: float
    pieces: int


@dataclass(frozen=True)
class GridChange:
    """A grid before and after: `before` None for a new grid, `after` None for one that ends."""

    present: int | None
    new: int | None
    before: GridFigures | None
    after: GridFigures | None


@dataclass(frozen=True)
class Impact:
    """`moved` are the households whose grid changes; `crossing` the contacts across a border before and after,
    `newly_crossing` those that only the change puts across, as places in `Links`."""

    grids: list[GridChange]
    moved: Ints
    crossing: tuple[int, int]
    newly_crossing: Ints


def impact(present: Shapes, new: Shapes, continues: Ints, people: People, links: Links) -> Impact:
    """What it means that the `new` grids take the place of the `present` ones."""
    was, will = figures(present, people.before, people), figures(new, people.after, people)
    ended = np.setdiff1d(np.arange(len(present)), continues)
    changes = [
        GridChange(_known(before), number, was[before] if before != NOWHERE else None, will[number])
        for number, before in enumerate(continues.tolist())
    ]
    changes += [GridChange(number, None, was[number], None) for number in ended.tolist()]
    home_after, member_after = _as_present(people.after, continues), _as_present(links.after, continues)
    crossed = _crossing(people.before[links.household], links.before)
    crosses = _crossing(home_after[links.household], member_after)
    return Impact(
        grids=changes,
        moved=np.flatnonzero(home_after != people.before),
        crossing=(int(crossed.sum()), int(crosses.sum())),
        newly_crossing=np.flatnonzero(crosses & ~crossed),
    )


def figures(grids: Shapes, grid: Ints, people: People) -> list[GridFigures]:
    """The figures of each grid; `grid` (n,) is the grid of each household, NOWHERE counts nowhere."""

    def total(each: Ints | Flags) -> list[int]:
        known = grid != NOWHERE
        sums = np.bincount(grid[known], weights=each[known], minlength=len(grids))
        return [int(households) for households in sums]

    return [
        GridFigures(*row)
        for row in zip(
            total(np.ones(len(grid), np.int64)),
            total(people.special),
            total(people.residents),
            shapely.area(grids).tolist(),
            compactness(grids).tolist(),
            shapely.get_num_geometries(grids).tolist(),
            strict=True,
        )
    ]


def _as_present(after: Ints, continues: Ints) -> Ints:
    """New grids by the present grid that they continue; a new grid by a number below NOWHERE; NOWHERE stays."""
    names = np.where(continues == NOWHERE, NOWHERE - 1 - np.arange(len(continues)), continues)
    return np.where(after == NOWHERE, NOWHERE, np.r_[names, NOWHERE][after])


def _crossing(home: Ints, member: Ints) -> Flags:
    """Contacts whose household and member are known to be in different grids."""
    return cast(Flags, (home != NOWHERE) & (member != NOWHERE) & (home != member))


def _known(number: int) -> int | None:
    return None if number == NOWHERE else number
