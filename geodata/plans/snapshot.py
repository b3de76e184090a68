"""Villages as a plan sees them on a day: outlines, present grids, households and contacts, as arrays in metres.

The day of a plan is its effective day, or today when that has passed: the borders that it takes the place of.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.contacts.models import ContactLink
from geodata.coverage import states
from geodata.coverage.ahead.compared import Looked
from geodata.coverage.ahead.reading import read_looked
from geodata.coverage.figures import FIGURES
from geodata.geometry.arrays import Flags, Floats, Ints, Shapes
from geodata.geometry.projection import Flat, flat_at
from geodata.geometry.topology import Points, locate
from geodata.people.models import CareRecord, Placement
from geodata.people.placing import not_left
from geodata.people.snapshot import Homes, borders_of, homes
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary

OPEN_FIGURES = ("unlinked", "unvisited", "special_overdue")
"""What coverage a plan is judged by: the figures of households that a grid leaves open."""

NEAR = 5
"""Decimals of a degree for a household: a metre."""


@dataclass(frozen=True)
class VillageSnapshot:
    """One village. `present` are its grids in metres (`borders` in degrees), `grid` (n,) the grid of each household.

    Households: `ids`, `points` (NaN without one), `degrees`, `special`, `residents`, `placement` (id of the row of
    the day). Contacts: `household` (place in `ids`), `home` (k, 2) of the member, NaN where it is not known. `posts` are
    those of the grids, with area and user.
    """

    area: Area
    plane: Flat
    outline: BaseGeometry
    rim: BaseGeometry
    """The outline in degrees."""
    grids: list[Area]
    borders: Shapes
    present: Shapes
    ids: Ints
    degrees: Floats
    points: Floats
    grid: Ints
    special: Flags
    residents: Ints
    household: Ints
    home: Floats
    open: dict[str, Flags] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    ahead: Looked | None = None
    """Since when and by whom each household is visited, today; None where that was not asked."""

    @cached_property
    def where(self) -> Ints:
        """(n,) the present grid in which each household's point lies; on a border its own, else the one with the lowest code."""
        return locate(self.places, self.present, self.grid)

    @cached_property
    def rounded(self) -> Floats:
        """(n, 2) degrees to a metre, as a drawing tells where a household is; NaN without a point."""
        return self.degrees.round(NEAR)

    @cached_property
    def places(self) -> Points:
        """The households, to be located."""
        return Points(self.points)

    @cached_property
    def homes(self) -> Points:
        """The members' homes, to be located."""
        return Points(self.home)

    def metres(self, shapes: Shapes) -> Shapes:
        return self.plane.on_paper(shapes)


class Reader(Protocol):
    """Whatever reads villages as `snapshots` does."""

    def __call__(
        self, villages: Iterable[int], *, on: dt.date, today: dt.date | None = None
    ) -> list[VillageSnapshot]: ...


def snapshots(
    villages: Iterable[int], *, on: dt.date, today: dt.date | None = None, people: bool = True
) -> list[VillageSnapshot]:
    """The villages in the order of their codes. Eight queries, two without `people`; `today` adds the open figures."""
    wanted = list(villages)
    areas = list(
        Area.objects.on(on).filter(pk__in=wanted, level=Area.Level.VILLAGE)
        | Area.objects.on(on).filter(parent__in=wanted, level=Area.Level.GRID)
    )
    areas.sort(key=lambda area: area.code)
    shapes = borders_of(areas, on=on)
    if not shapes:
        return []
    known = _People.of(wanted, on=on, today=today) if people else _People(Homes.none(), Homes.none())
    return [
        _snapshot(area, [grid for grid in areas if grid.parent_id == area.pk], shapes, known)
        for area in areas
        if area.level == Area.Level.VILLAGE
    ]


@dataclass(frozen=True)
class _People:
    """Who lives in the villages, and who looks after whom."""

    homes: Homes
    links: Homes
    """Of each first contact: the household, and where the member lives."""
    special: frozenset[int] = frozenset()
    open: dict[str, frozenset[int]] = field(default_factory=dict)
    ahead: Looked | None = None
    posts: dict[int | None, list[Post]] = field(default_factory=dict)

    @classmethod
    def of(cls, villages: list[int], *, on: dt.date, today: dt.date | None) -> "_People":
        placed = Placement.objects.filter(not_left(on), village__in=villages, period__contains=on)
        care = CareRecord.objects.filter(village__in=villages, period__contains=on, category__special=True)
        links = ContactLink.objects.on(on).primary().filter(village__in=villages)
        open_ones, ahead = _open_households(villages, on=today) if today else ({}, None)
        return cls(
            homes(
                placed.order_by("household_id"),
                "household__size",
                key="household_id",
                point="household__point",
            ),
            homes(links, key="household_id", grid="", point="member__point"),
            frozenset(care.values_list("household_id", flat=True)),
            open_ones,
            ahead,
            _posts(villages, on=on),
        )


def _posts(villages: list[int], *, on: dt.date) -> dict[int | None, list[Post]]:
    """The posts of grids, by village. One query."""
    by_village: dict[int | None, list[Post]] = {}
    held = Post.objects.on(on).filter(area__parent__in=villages, area__level=Area.Level.GRID)
    for post in held.select_related("area", "user").order_by("area__code", "kind"):
        by_village.setdefault(post.area.parent_id if post.area else None, []).append(post)
    return by_village


def _open_households(villages: list[int], *, on: dt.date) -> tuple[dict[str, frozenset[int]], Looked]:
    """By figure the households that it counts today, and what is ahead of all of them. Three queries."""
    question = states.Question(states.Selection(villages=tuple(villages)), on=on)
    looked, rows = read_looked(question, more=", ".join(FIGURES[name].condition for name in OPEN_FIGURES))
    ids = looked.ids.tolist()
    return {
        name: frozenset(one for one, row in zip(ids, rows, strict=True) if row[place])
        for place, name in enumerate(OPEN_FIGURES)
    }, looked


def _snapshot(
    village: Area, own: list[Area], shapes: dict[int, BaseGeometry], people: _People
) -> VillageSnapshot:
    grids = [grid for grid in own if grid.pk in shapes]
    borders = np.array([shapes[grid.pk] for grid in grids], dtype=object)
    rim = shapes.get(village.pk)
    if rim is None:
        rim = shapely.coverage_union_all(borders) if len(borders) else shapely.MultiPolygon()
    plane = flat_at(np.array([rim], dtype=object))
    known = people.homes.in_village(village.pk)
    links = people.links.in_village(village.pk)
    links = links.where(np.isin(links.ids, known.ids))
    return VillageSnapshot(
        area=village,
        plane=plane,
        outline=plane.on_paper(np.array([rim], dtype=object))[0],
        rim=rim,
        grids=grids,
        borders=borders,
        present=plane.on_paper(borders),
        ids=known.ids,
        degrees=known.degrees,
        points=plane.metres(known.degrees),
        grid=known.among(grids),
        special=np.isin(known.ids, list(people.special)),
        residents=np.array([size or 0 for size in known.more.get("household__size", ())], np.int64),
        household=np.searchsorted(known.ids, links.ids),
        home=plane.metres(links.degrees),
        open={name: np.isin(known.ids, list(households)) for name, households in people.open.items()},
        ahead=people.ahead.among(known.ids) if people.ahead else None,
        posts=[post for post in people.posts.get(village.pk, []) if post.area in grids],
    )


def fingerprint(villages: Collection[int]) -> str:
    """What the last borders of the villages' grids are, which no day ends yet: another text when they have moved."""
    return fingerprints([villages])[0]


def fingerprints(plans: Sequence[Collection[int]]) -> list[str]:
    """The same for the villages of each plan. One query."""
    known = {village for villages in plans for village in villages}
    borders = Boundary.objects.filter(
        area__parent__in=known, area__level=Area.Level.GRID, period__endswith__isnull=True
    )
    by_village: defaultdict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for village, area, pk in borders.values_list("area__parent", "area", "pk"):
        by_village[village].append((pk, area))
    # Sorted over all villages of a plan, whichever of them is named first.
    rows = (sorted(row for village in set(villages) for row in by_village[village]) for villages in plans)
    texts = [",".join(f"{area}:{pk}" for pk, area in row) for row in rows]
    return [hashlib.sha256(text.encode()).hexdigest() for text in texts]
