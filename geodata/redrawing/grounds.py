"""Villages as a plan sees them on a day: outlines, present grids, households and contacts, as arrays in metres.

The day of a plan is its effective day, or today when that has passed: the borders that it takes the place of.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.contacts.models import ContactLink, Duty
from geodata.coverage import states
from geodata.coverage.figures import FIGURES
from geodata.people.lands import East, North
from geodata.people.models import CareRecord, Placement
from geodata.territory.models import Area, Boundary
from geodata.territory.planar import Flags, Floats, Ints, Shapes
from geodata.territory.plane import Flat, flat_at
from geodata.territory.topology import NOWHERE, Points, locate

OPEN_FIGURES = ("unlinked", "unvisited", "special_overdue")
"""What coverage a plan is judged by: the figures of households that a grid leaves open."""

NEAR = 5
"""Decimals of a degree for a household: a metre."""


@dataclass(frozen=True)
class Ground:
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
    posts: list[Duty] = field(default_factory=list)

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
    """Whatever reads villages as `grounds` does."""

    def __call__(
        self, villages: Iterable[int], *, on: dt.date, today: dt.date | None = None
    ) -> list[Ground]: ...


def grounds(
    villages: Iterable[int], *, on: dt.date, today: dt.date | None = None, people: bool = True
) -> list[Ground]:
    """The villages in the order of their codes. Seven queries, two without `people`; `today` adds the open figures."""
    wanted = list(villages)
    areas = list(
        Area.objects.on(on).filter(pk__in=wanted, level=Area.Level.VILLAGE)
        | Area.objects.on(on).filter(parent__in=wanted, level=Area.Level.GRID)
    )
    areas.sort(key=lambda area: area.code)
    shapes = borders_of(areas, on=on)
    if not shapes:
        return []
    known = _People.of(wanted, on=on, today=today) if people else _People()
    return [
        _ground(area, [grid for grid in areas if grid.parent_id == area.pk], shapes, known)
        for area in areas
        if area.level == Area.Level.VILLAGE
    ]


def borders_of(areas: Sequence[Area], *, on: dt.date) -> dict[int, BaseGeometry]:
    """The border of each area that has one on that day, in degrees. One query."""
    rows = list(Boundary.objects.on(on).filter(area__in=areas).values_list("area_id", "geometry"))
    shapes = shapely.from_wkb([bytes(geometry.wkb) for _area, geometry in rows])
    return dict(zip((area for area, _geometry in rows), shapes, strict=True))


@dataclass(frozen=True)
class _People:
    """Rows by village, ready to become arrays."""

    homes: dict[int, list[tuple[Any, ...]]] = field(default_factory=dict)
    special: frozenset[int] = frozenset()
    links: dict[int, list[tuple[int, float | None, float | None]]] = field(default_factory=dict)
    open: dict[str, frozenset[int]] = field(default_factory=dict)
    posts: dict[int | None, list[Duty]] = field(default_factory=dict)

    @classmethod
    def of(cls, villages: list[int], *, on: dt.date, today: dt.date | None) -> "_People":
        homes: dict[int, list[tuple[Any, ...]]] = {}
        columns = (
            "village_id",
            "household_id",
            "grid_id",
            East("household__point"),
            North("household__point"),
        )
        placed = Placement.objects.filter(village__in=villages, period__contains=on).order_by("household_id")
        for village, *home in placed.values_list(*columns, "household__size"):
            homes.setdefault(village, []).append(tuple(home))
        care = CareRecord.objects.filter(village__in=villages, period__contains=on, category__special=True)
        links: dict[int, list[tuple[int, float | None, float | None]]] = {}
        found = ContactLink.objects.on(on).primary().filter(village__in=villages)
        for village, household, east, north in found.values_list(
            "village_id", "household_id", East("member__point"), North("member__point")
        ):
            links.setdefault(village, []).append((household, east, north))
        special = frozenset(care.values_list("household_id", flat=True))
        left_open = _open_households(villages, on=today) if today else {}
        return cls(homes, special, links, left_open, _posts(villages, on=on))


def _posts(villages: list[int], *, on: dt.date) -> dict[int | None, list[Duty]]:
    """The posts of grids, by village. One query."""
    found: dict[int | None, list[Duty]] = {}
    held = Duty.objects.on(on).filter(area__parent__in=villages, area__level=Area.Level.GRID)
    for duty in held.select_related("area", "user").order_by("area__code", "kind"):
        found.setdefault(duty.area.parent_id if duty.area else None, []).append(duty)
    return found


def _open_households(villages: list[int], *, on: dt.date) -> dict[str, frozenset[int]]:
    """By figure the households that it counts today. Two queries."""
    question = states.Question(states.Selection(villages=tuple(villages)), on=on)
    columns = ", ".join(FIGURES[name].condition for name in OPEN_FIGURES)
    rows = states.rows(question, f"SELECT household_id, {columns} FROM state")  # noqa: S608  (conditions of ours)
    return {
        name: frozenset(row[0] for row in rows if row[place])
        for place, name in enumerate(OPEN_FIGURES, start=1)
    }


def _ground(village: Area, own: list[Area], shapes: dict[int, BaseGeometry], people: _People) -> Ground:
    grids = [grid for grid in own if grid.pk in shapes]
    borders = np.array([shapes[grid.pk] for grid in grids], dtype=object)
    rim = shapes.get(village.pk)
    if rim is None:
        rim = shapely.coverage_union_all(borders) if len(borders) else shapely.MultiPolygon()
    plane = flat_at(np.array([rim], dtype=object))
    homes = people.homes.get(village.pk, [])
    ids = np.array([home[0] for home in homes], np.int64)
    number = {grid.pk: place for place, grid in enumerate(grids)}
    degrees = np.array([home[2:4] for home in homes], dtype=float).reshape(-1, 2)
    known = set(ids.tolist())
    links = [link for link in people.links.get(village.pk, []) if link[0] in known]
    return Ground(
        area=village,
        plane=plane,
        outline=plane.on_paper(np.array([rim], dtype=object))[0],
        rim=rim,
        grids=grids,
        borders=borders,
        present=plane.on_paper(borders),
        ids=ids,
        degrees=degrees,
        points=plane.metres(degrees),
        grid=np.array([number.get(home[1] or 0, NOWHERE) for home in homes], np.int64),
        special=np.isin(ids, list(people.special)),
        residents=np.array([home[4] or 0 for home in homes], np.int64),
        household=np.searchsorted(ids, np.array([link[0] for link in links], np.int64)),
        home=plane.metres(np.array([link[1:] for link in links], dtype=float).reshape(-1, 2)),
        open={name: np.isin(ids, list(found)) for name, found in people.open.items()},
        posts=[post for post in people.posts.get(village.pk, []) if post.area_id in number],
    )


def fingerprint(villages: Iterable[int], *, on: dt.date) -> str:
    """What the borders of the villages' grids are on that day and from then on: another text when they have moved."""
    rows = Boundary.objects.filter(
        area__parent__in=list(villages), area__level=Area.Level.GRID, period__endswith__isnull=True
    )
    text = ",".join(f"{area}:{pk}" for area, pk in rows.order_by("pk").values_list("area_id", "pk"))
    return hashlib.sha256(text.encode()).hexdigest()
