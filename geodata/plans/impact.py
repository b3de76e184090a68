"""What a drawing would mean: figures of every grid before and after, who moves, which contacts cross, who leads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from geodata.geometry.arrays import Ints
from geodata.geometry.impact import GridFigures, Impact, Links, People, impact
from geodata.geometry.topology import NOWHERE, locate
from geodata.plans.grid_drafts import Drawn, Sketch
from geodata.plans.snapshot import OPEN_FIGURES, VillageSnapshot

TARGET: tuple[int, int] = settings.GRID_TARGET
"""Households that a grid should have."""


@dataclass(frozen=True)
class Meaning:
    """The impact on one village. `open_before` and `open_after` are the open figures by grid, present and new."""

    drawn: Drawn
    impact: Impact
    open_before: dict[str, list[int]]
    open_after: dict[str, list[int]]
    crossed: list[int]
    crosses: list[int]
    """Contacts across a border, by the household's present and new grid."""

    @property
    def moved(self) -> Ints:
        """Ids of households whose grid changes."""
        ids: Ints = self.drawn.snapshot.ids[self.impact.moved]
        return ids


def meaning(drawn: Drawn) -> Meaning:
    """What the drawing means for the village. No query."""
    snapshot, shapes = drawn.snapshot, drawn.shapes
    people = People(snapshot.grid, drawn.grid, snapshot.special, snapshot.residents)
    links = Links(
        snapshot.household,
        locate(snapshot.homes, snapshot.present) if len(snapshot.grids) else _nowhere(len(snapshot.home)),
        locate(snapshot.homes, shapes) if len(shapes) else _nowhere(len(snapshot.home)),
    )
    before, after = snapshot.grid[snapshot.household], drawn.grid[snapshot.household]
    return Meaning(
        drawn,
        impact(snapshot.present, shapes, drawn.continues, people, links),
        _open(snapshot, snapshot.grid, len(snapshot.grids)),
        _open(snapshot, drawn.grid, len(shapes)),
        _crossing(before, links.before, len(snapshot.grids)),
        _crossing(after, links.after, len(shapes)),
    )


def _nowhere(count: int) -> Ints:
    return np.full(count, NOWHERE, np.int64)


def _open(snapshot: VillageSnapshot, grid: Ints, count: int) -> dict[str, list[int]]:
    known = grid != NOWHERE
    return {
        name: np.bincount(grid[known & flags], minlength=count).tolist()
        for name in OPEN_FIGURES
        if (flags := snapshot.open.get(name)) is not None
    }


def _crossing(home: Ints, member: Ints, count: int) -> list[int]:
    apart = (home != NOWHERE) & (member != NOWHERE) & (home != member)
    counts: list[int] = np.bincount(home[apart], minlength=count).tolist()
    return counts


def fit(figures: GridFigures) -> str:
    """Against the target: below, within or above."""
    low, high = TARGET
    return "below" if figures.households < low else "above" if figures.households > high else "within"


@dataclass(frozen=True)
class Leader:
    """The holder of a present grid's post, and the grids (keys) that he or she leads then: none when the post ends."""

    grid: str
    post: str
    name: str
    leads: list[str]


def leaders(drawing: Sequence[Drawn]) -> list[Leader]:
    """The posts of the grids that change or end. No query."""
    led = _led(drawing)
    return [
        Leader(post.area.code, post.kind, post.user.name, led.get(post.area.code, []))
        for each in drawing
        for post in each.snapshot.posts
        if post.area and led.get(post.area.code) != [post.area.code]
    ]


def _led(drawing: Sequence[Drawn]) -> dict[str, list[str]]:
    """By the code of a present grid the keys of the grids that its leader leads after the plan."""
    led: dict[str, list[str]] = {}
    for drawn in drawing:
        for sketch in drawn.sketches:
            for code in _leaders_of(drawn.snapshot, sketch):
                led.setdefault(code, []).append(sketch.key)
    return led


def _leaders_of(snapshot: VillageSnapshot, sketch: Sketch) -> list[str]:
    if sketch.leader_from:
        return [sketch.leader_from]
    return [snapshot.grids[sketch.area].code] if sketch.area != NOWHERE else []
