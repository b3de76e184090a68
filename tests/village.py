"""A village on squared paper: geometry that can be done in the head.

The paper's squares are 0.01 degrees wide; its corner is at 112.50 E, 27.90 N. `square(0, 0)` is the south-west one.
"""

import datetime as dt
import itertools
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from geodata import second_line
from geodata.accounts.models import PhoneNumber, User
from geodata.contacts.models import Branch, ContactLink, Duty, Member
from geodata.history import NOTE
from geodata.people.models import CareCategory, CareRecord, Household, OccupancyPeriod, Placement
from geodata.people.placing import move, occupy, register
from geodata.periods import since, today
from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from geodata.visits.models import Visit
from geodata.visits.record import Report, record_visit
from tests.roles import owner

WEST, SOUTH, SIDE = 112.50, 27.90, 0.01
LONG_AGO = dt.date(2020, 1, 1)
TODAY = dt.date(2026, 6, 30)
"""The day of tests that give one; facts follow the real clock, so tests of today use `periods.today()`."""
NOON = dt.datetime(2026, 6, 30, 4, 0, tzinfo=dt.UTC)

_numbers = itertools.count(1_000)


def square(column: int, row: int, *, wide: int = 1, high: int = 1) -> MultiPolygon:
    """A rectangle of squares as a MultiPolygon in EPSG:4326."""
    west, south = round(WEST + column * SIDE, 6), round(SOUTH + row * SIDE, 6)
    east, north = round(WEST + (column + wide) * SIDE, 6), round(SOUTH + (row + high) * SIDE, 6)
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def middle(column: int, row: int) -> Point:
    """The middle of a square."""
    return Point(round(WEST + (column + 0.5) * SIDE, 6), round(SOUTH + (row + 0.5) * SIDE, 6), srid=4326)


@owner()
def area(code: str, name: str = "", *, shape: MultiPolygon | None = None, day: dt.date = LONG_AGO) -> Area:
    """An area with its parent found by the code, and its boundary if a shape is given."""
    above = codes.parent_code(code)
    parent = Area.objects.filter(code=above).first() if above else None
    made = Area.objects.create(
        code=code,
        name=name or code,
        level=codes.level_of(code),
        parent=parent,
        period=since(day),
        synthetic=True,
    )
    if shape is not None:
        Boundary.objects.create(area=made, period=since(day), geometry=shape, synthetic=True)
    return made


@owner()
def household(grid: Area, at: Point | None = None, *, day: dt.date = LONG_AGO, **values: object) -> Household:
    """A household placed in the grid, known since that day."""
    return register(household=_unsaved(grid, at, day, **values), on=day)


@owner()
def households(grid: Area, points: Iterable[Point], *, day: dt.date = LONG_AGO) -> list[Household]:
    """The same of many at once: one by one, the database would work their facts out anew for each."""
    rows = Household.objects.bulk_create([_unsaved(grid, at, day) for at in points])
    Placement.objects.bulk_create([Placement(household=row, grid=grid, period=since(day)) for row in rows])
    OccupancyPeriod.objects.bulk_create(
        [OccupancyPeriod(household=row, occupancy=row.occupancy, period=since(day)) for row in rows]
    )
    return rows


def _unsaved(grid: Area, at: Point | None, day: dt.date, **values: object) -> Household:
    number = f"0{next(_numbers):06d}"
    return Household(
        village_id=grid.parent_id,
        grid=grid,
        number=number,
        head_name=f"例{number}",
        point=at,
        point_quality="surveyed" if at else "",
        point_since=day if at else None,
        synthetic=True,
        **values,
    )


@owner()
def user(name: str = "") -> User:
    number = next(_numbers)
    return User.objects.create(username=name or f"u{number}", name=f"例{name or number}", synthetic=True)


@owner()
def phone(who: User, number: str) -> None:
    PhoneNumber.objects.update_or_create(user=who, defaults={"number": number})


@contextmanager
def by(who: User, reason: str = "") -> Iterator[None]:
    """What changes inside is noted as that user's doing."""
    before = second_line.standing.get()[NOTE]
    told = {"user": who.pk, "request": f"r{next(_numbers)}"} | ({"reason": reason} if reason else {})
    second_line.put({NOTE: json.dumps(told)})
    yield
    second_line.put({NOTE: before})


@owner()
def officer(kind: str, place: Area | None, *, name: str = "", day: dt.date = LONG_AGO) -> User:
    """A user with one post."""
    who = user(name)
    Duty.objects.create(user=who, kind=kind, area=place, period=since(day))
    return who


@owner()
def member(village: Area, *, capacity: int = 20, **values: object) -> Member:
    branch, _ = Branch.objects.get_or_create(name=village.name, kind=Branch.Kind.VILLAGE)
    return Member.objects.create(
        user=user(), branch=branch, village=village, capacity=capacity, period=since(LONG_AGO), **values
    )


@owner()
def link(who: Member, home: Household, *, day: dt.date = LONG_AGO, primary: bool = True) -> ContactLink:
    return ContactLink.objects.create(
        member=who, household=home, village_id=home.village_id, period=since(day), primary=primary
    )


@owner()
def care(home: Household, category: str = "low_income", *, day: dt.date = LONG_AGO) -> CareRecord:
    return CareRecord.objects.create(
        household=home,
        village_id=home.village_id,
        category=CareCategory.objects.get(code=category),
        period=since(day),
    )


@owner()
def visit(home: Household, day: dt.date, *, by: User, outcome: str = "met", **values: object) -> Visit:
    report = Report(household=home.pk, day=day, outcome=outcome, **values)  # type: ignore[arg-type]
    return record_visit(client_id=uuid.uuid4(), report=report, by=by, at=NOON, today=day)[0]


@dataclass
class County:
    """Two townships. The first has two villages: the west one of two grids, the east one of one; see `county()`."""

    county: Area
    town: Area
    other_town: Area
    west: Area
    east: Area
    far: Area
    grids: list[Area]
    homes: list[Household] = field(default_factory=list)


@owner()
def county() -> County:
    """A county on the paper: grids[0], grids[1] in `west`, grids[2] in `east`, grids[3] in `far` (other township).

    One household in the middle of each grid: homes[0] … homes[3].
    """
    top = area("430382", "例县", shape=square(0, 0, wide=4, high=2))
    town = area("430382100", "例镇", shape=square(0, 0, wide=3))
    other = area("430382101", "例乡", shape=square(3, 0))
    west = area("430382100201", "例西村", shape=square(0, 0, wide=2))
    east = area("430382100202", "例东村", shape=square(2, 0))
    far = area("430382101201", "例远村", shape=square(3, 0))
    grids = [
        area("430382100201001", "第一网格", shape=square(0, 0)),
        area("430382100201002", "第二网格", shape=square(1, 0)),
        area("430382100202001", "第一网格", shape=square(2, 0)),
        area("430382101201001", "第一网格", shape=square(3, 0)),
    ]
    homes = [household(grid, middle(column, 0)) for column, grid in enumerate(grids)]
    return County(top, town, other, west, east, far, grids, homes)


@owner()
def lived_in_county() -> County:
    """The county of `county()` as of today's clock, with care categories and rules loaded before.

    homes[0] (first grid of west): special, linked, met 3 days ago. homes[4]: there too, without a point.
    homes[1] is long overdue, homes[2] (east) special and overdue, homes[3] (far) long overdue; homes[5] lies in no
    grid of east, moved away five days ago.
    """
    made, cadre, now = county(), user(), today()
    for home, days in zip(made.homes, (3, 190, 40, 300), strict=True):
        visit(home, now - dt.timedelta(days=days), by=cadre)
    link(member(made.west), made.homes[0])
    care(made.homes[0])
    care(made.homes[2])
    made.homes.append(household(made.grids[0]))
    made.homes.append(household(made.grids[2], middle(2, 0)))
    occupy(household=made.homes[5], occupancy="moved_away", on=now - dt.timedelta(days=5))
    move(household=made.homes[5], grid=None, on=now - dt.timedelta(days=5))
    return made
