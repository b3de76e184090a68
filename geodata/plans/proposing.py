"""Proposals as drawings: a fresh split of a village, or its grids evened out, in place of what a draft holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geodata.contacts.models import ContactLink
from geodata.geometry.arrays import Floats, Shapes
from geodata.geometry.partition import Borders, Options
from geodata.geometry.proposals import (
    Proposal,
    Village,
    fresh_instead,
    judge,
    propose_rebalance,
    propose_split,
)
from geodata.geometry.rebalance import LIMIT
from geodata.geometry.topology import NOWHERE, with_shared_vertices
from geodata.people.snapshot import VillageLand, homes
from geodata.plans.grid_drafts import Drawn, Sketch, drawn_by_shapes, present_sketches
from geodata.plans.impact import meaning
from geodata.plans.snapshot import VillageSnapshot


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


def proposed(snapshots: Sequence[VillageSnapshot], wish: Wish) -> tuple[list[Drawn], dict[str, Any]]:
    """The drawings, and the figures that they are judged by. Raises BadInput where present grids do not tile."""
    drawings, villages, proposals = [], [], []
    fresh: list[Drawn] = []
    for snapshot in snapshots:
        village = _village(snapshot)
        if wish.kind == "rebalance":
            (proposal,) = propose_rebalance([village], wish.limit, wish.options)
            instead = fresh_instead(village, wish.options)
            fresh.append(drawn_by_shapes(snapshot, _sketches(snapshot, instead)))
        else:
            (proposal,) = propose_split([village], wish.options, [_dividers(snapshot, wish)])
        drawings.append(drawn_by_shapes(snapshot, _sketches(snapshot, proposal)))
        villages.append(village)
        proposals.append(proposal)
    figures = vars(judge(villages, proposals)) | _price(drawings)
    if fresh:
        figures["crossing_fresh"] = _price(fresh)["crossing_after"]
    return drawings, figures | {"parameters": wish.record()}


def _price(drawings: Sequence[Drawn]) -> dict[str, int]:
    """What it costs those who look after each other: contacts across a border before, after, and newly."""
    impacts = [meaning(each).impact for each in drawings]
    return {
        "crossing_before": sum(each.crossing[0] for each in impacts),
        "crossing_after": sum(each.crossing[1] for each in impacts),
        "newly_crossing": sum(len(each.newly_crossing) for each in impacts),
    }


def _village(snapshot: VillageSnapshot) -> Village:
    """The present grids with the vertices that they share."""
    shapes = with_shared_vertices(snapshot.present) if len(snapshot.grids) else snapshot.present
    return Village(snapshot.outline, shapes, snapshot.points, snapshot.grid, _helpers(snapshot))


def _helpers(snapshot: VillageSnapshot) -> Floats:
    """(n, 2) the home of the first contact of each household."""
    homes = np.full((len(snapshot.ids), 2), np.nan)
    homes[snapshot.household] = snapshot.home
    return homes


def helpers_of(lands: Sequence[VillageLand], *, on: dt.date) -> list[Floats]:
    """The same for villages as the command reads them, on their plane. One query."""
    links = ContactLink.objects.on(on).primary().filter(village__in=[each.area.pk for each in lands])
    known = homes(links, key="household_id", grid="", point="member__point")
    home = dict(zip(known.ids.tolist(), known.degrees, strict=True))
    nowhere = np.full(2, np.nan)
    return [
        each.plane.metres(np.array([home.get(pk, nowhere) for pk in each.households.tolist()]).reshape(-1, 2))
        for each in lands
    ]


def _dividers(snapshot: VillageSnapshot, wish: Wish) -> Shapes | None:
    if wish.along is None:
        return None
    near = snapshot.metres(wish.along[shapely.intersects(snapshot.rim, wish.along)])
    return near if len(near) else None


def _sketches(snapshot: VillageSnapshot, proposal: Proposal) -> list[Sketch]:
    """Grids that go on keep code and name; new ones get a key."""
    present = present_sketches(snapshot)
    sketches = []
    for number, (shape, area) in enumerate(
        zip(proposal.grids, proposal.continues.tolist(), strict=True), start=1
    ):
        sketch = (
            replace(present[area], shape=shape)
            if area != NOWHERE
            else Sketch(f"{snapshot.area.code}n{number}", shape)
        )
        sketches.append(replace(sketch, in_pieces=bool(shapely.get_num_geometries(shape) > 1)))
    return sketches


def lines_of(texts: Sequence[str]) -> Shapes | None:
    """Lines from their text, as arguments of a job hold them."""
    return np.array(shapely.from_wkt(list(texts)), dtype=object) if texts else None
