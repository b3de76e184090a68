"""Which grid's land went to which: from the borders before and after, and as it is kept."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from django.db.models import Q
from django.utils.translation import pgettext

from geodata.geometry.arrays import Ints, Shapes
from geodata.geometry.placing import LEAST
from geodata.plans.models import Lineage
from geodata.plans.snapshot import VillageSnapshot
from geodata.territory.models import Area


@dataclass(frozen=True)
class Gone:
    """Land and households of one grid that went to another."""

    source: Area
    target: Area
    kind: Lineage.Kind
    households: int
    square_metres: float


def lineage_of(snapshot: VillageSnapshot, shapes: Shapes, areas: Sequence[Area], home: Ints) -> list[Gone]:
    """`areas` are those of the new `shapes`; `home` (n,) is the new grid of each household."""
    if not len(snapshot.grids) or not len(shapes):
        return []
    new, old = shapely.STRtree(snapshot.present).query(shapes, predicate="intersects")
    land = shapely.area(shapely.intersection(snapshot.present[old], shapes[new]))
    pairs, count = np.unique(np.stack([snapshot.grid, home], axis=1), axis=0, return_counts=True)
    moved = {(int(one), int(other)): int(each) for (one, other), each in zip(pairs, count, strict=True)}
    stay = {area.pk for area in areas}
    present = {area.pk for area in snapshot.grids}
    return [
        Gone(source, target, _kind(source, target, stay, present), moved.get((one, other), 0), float(size))
        for one, other, size in zip(old.tolist(), new.tolist(), land.tolist(), strict=True)
        if (source := snapshot.grids[one]).pk != (target := areas[other]).pk
        and (size > LEAST or moved.get((one, other)))
    ]


def _kind(source: Area, target: Area, stay: set[int], present: set[int]) -> Lineage.Kind:
    """Out of a grid that stays into a new one: split. Out of one that ends into one that stays: merged."""
    if target.pk not in present:
        return Lineage.Kind.SPLIT if source.pk in stay else Lineage.Kind.REDRAWN
    return Lineage.Kind.REDRAWN if source.pk in stay else Lineage.Kind.MERGED


@dataclass(frozen=True, slots=True)
class Relative:
    """Another grid that land came from or went to, on a day."""

    area: Area
    day: dt.date
    kind: Lineage.Kind

    @property
    def last(self) -> dt.date | None:
        """Its last day; None while it goes on."""
        end = self.area.period.upper
        return end - dt.timedelta(days=1) if end else None


@dataclass(frozen=True, slots=True)
class Kin:
    """Of one grid the others, the earliest day first."""

    came_from: list[Relative] = field(default_factory=list)
    went_to: list[Relative] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, list[Relative]]]:
        """The same with a word ahead of each, as far as there are any."""
        words = (pgettext("grid", "Came from"), self.came_from), (pgettext("grid", "Went to"), self.went_to)
        return [(word, others) for word, others in words if others]


def kin_of(grids: Collection[int]) -> dict[int, Kin]:
    """By id, of these grids those that have any. One query; of plans that the reader may see."""
    kept = (
        Lineage.objects.filter(Q(source__in=grids) | Q(target__in=grids)) if grids else Lineage.objects.none()
    )
    wanted, found = {*grids}, dict[int, Kin]()
    for row in kept.select_related("source", "target"):
        kind = Lineage.Kind(row.kind)
        if row.target_id in wanted:
            found.setdefault(row.target_id, Kin()).came_from.append(Relative(row.source, row.day, kind))
        if row.source_id in wanted:
            found.setdefault(row.source_id, Kin()).went_to.append(Relative(row.target, row.day, kind))
    return found
