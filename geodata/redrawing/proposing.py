"""Proposals as drawings: a fresh split of a village, or its grids evened out, in place of what a draft holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geodata.contacts.models import ContactLink
from geodata.people.lands import East, North, VillageLand
from geodata.redrawing.grounds import Ground
from geodata.redrawing.judging import meaning
from geodata.redrawing.sketches import Drawn, Sketch, drawn_by_shapes, present_sketches
from geodata.territory.partition import Borders, Options
from geodata.territory.planar import Floats, Shapes
from geodata.territory.proposals import Proposal, Village, judge, propose_rebalance, propose_split
from geodata.territory.rebalance import LIMIT
from geodata.territory.topology import NOWHERE, with_shared_vertices


@dataclass(frozen=True)
class Wish:
    """What is asked: `kind` split or rebalance, households of a grid or number of grids, and how borders run.

    `along` are lines in degrees at which grids rather end.
    """

    kind: str
    target: int = Options.target
    count: int | None = None
    borders: Borders = "straight"
    limit: float = LIMIT
    seed: int = Options.seed
    along: Shapes | None = None

    @property
    def options(self) -> Options:
        return Options(target=self.target, count=self.count, borders=self.borders, seed=self.seed)

    def record(self) -> dict[str, Any]:
        """All that is needed to get the same proposal again."""
        lines = [] if self.along is None else [line.wkt for line in self.along]
        return {"kind": self.kind, "limit": self.limit, "along": lines, **self.options.record()}


def proposed(grounds: Sequence[Ground], wish: Wish) -> tuple[list[Drawn], dict[str, Any]]:
    """The drawings, and the figures that they are judged by. Raises BadInput where present grids do not tile."""
    drawings, villages, proposals = [], [], []
    for ground in grounds:
        village = _village(ground)
        if wish.kind == "rebalance":
            (found,) = propose_rebalance([village], wish.limit, wish.options)
        else:
            (found,) = propose_split([village], wish.options, [_dividers(ground, wish)])
        drawings.append(drawn_by_shapes(ground, _sketches(ground, found)))
        villages.append(village)
        proposals.append(found)
    return drawings, vars(judge(villages, proposals)) | _price(drawings) | {"parameters": wish.record()}


def _price(drawings: Sequence[Drawn]) -> dict[str, int]:
    """What it costs those who look after each other: contacts across a border before, after, and newly."""
    found = [meaning(each).impact for each in drawings]
    return {
        "crossing_before": sum(each.crossing[0] for each in found),
        "crossing_after": sum(each.crossing[1] for each in found),
        "newly_crossing": sum(len(each.newly_crossing) for each in found),
    }


def _village(ground: Ground) -> Village:
    """The present grids with the vertices that they share."""
    shapes = with_shared_vertices(ground.present) if len(ground.grids) else ground.present
    return Village(ground.outline, shapes, ground.points, ground.grid, _helpers(ground))


def _helpers(ground: Ground) -> Floats:
    """(n, 2) the home of the first contact of each household."""
    found = np.full((len(ground.ids), 2), np.nan)
    found[ground.household] = ground.home
    return found


def helpers_of(lands: Sequence[VillageLand], *, on: dt.date) -> list[Floats]:
    """The same for villages as the command reads them, on their plane. One query."""
    links = ContactLink.objects.on(on).primary().filter(village__in=[each.area.pk for each in lands])
    columns = ("household_id", East("member__point"), North("member__point"))
    home = {household: (east, north) for household, east, north in links.values_list(*columns)}
    nowhere = (None, None)
    return [
        each.plane.metres(
            np.array([home.get(pk, nowhere) for pk in each.households.tolist()], dtype=float).reshape(-1, 2)
        )
        for each in lands
    ]


def _dividers(ground: Ground, wish: Wish) -> Shapes | None:
    if wish.along is None:
        return None
    near = ground.metres(wish.along[shapely.intersects(ground.rim, wish.along)])
    return near if len(near) else None


def _sketches(ground: Ground, proposal: Proposal) -> list[Sketch]:
    """Grids that go on keep code and name; new ones get a key."""
    present = present_sketches(ground)
    found = []
    for number, (shape, area) in enumerate(
        zip(proposal.grids, proposal.continues.tolist(), strict=True), start=1
    ):
        sketch = (
            replace(present[area], shape=shape)
            if area != NOWHERE
            else Sketch(f"{ground.area.code}n{number}", shape)
        )
        found.append(replace(sketch, in_pieces=bool(shapely.get_num_geometries(shape) > 1)))
    return found


def lines_of(texts: Sequence[str]) -> Shapes | None:
    """Lines from their text, as arguments of a job hold them."""
    return np.array(shapely.from_wkt(list(texts)), dtype=object) if texts else None
