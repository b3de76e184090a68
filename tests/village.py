"""A village on squared paper: geometry that can be done in the head.

The paper's squares are 0.01 degrees wide; its corner is at 112.50 E, 27.90 N. `square(0, 0)` is the south-west one.
"""

import datetime as dt
import itertools
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from geodata.accounts.models import PhoneNumber, User
from geodata.base import rls
from geodata.base.history import NOTE
from geodata.base.periods import since, today
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.models import Branch, ContactLink, Member
from geodata.people.models import CareCategory, CareRecord, Household, OccupancyPeriod, Placement
from geodata.people.placing import known_from, move, occupy
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from geodata.visits.models import Visit, Visitor
from geodata.visits.record import Report, record_visit, void_visit
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
    row = Area.objects.create(
        code=code,
        name=name or code,
        level=codes.level_of(code),
        parent=parent,
        period=since(day),
        synthetic=True,
    )
    if shape is not None:
        Boundary.objects.create(area=row, period=since(day), geometry=shape, synthetic=True)
    return row


@owner()
def areas(given: Mapping[str, tuple[str, MultiPolygon]], *, day: dt.date = LONG_AGO) -> list[Area]:
    """The same of many at once: names and shapes by code, each after the one above it."""
    made: dict[str, Area] = {}
    for level, same in itertools.groupby(given, codes.level_of):
        rows = [
            Area(
                code=code,
                name=given[code][0],
                level=level,
                parent=made.get(codes.parent_code(code)),
                period=since(day),
                synthetic=True,
            )
            for code in same
        ]
        made |= {row.code: row for row in Area.objects.bulk_create(rows)}
    Boundary.objects.bulk_create(
        Boundary(area=row, period=since(day), geometry=given[code][1], synthetic=True)
        for code, row in made.items()
    )
    return list(made.values())


@owner()
def household(grid: Area, at: Point | None = None, *, day: dt.date = LONG_AGO, **values: object) -> Household:
    """A household placed in the grid, known since that day."""
    made = _unsaved(grid, at, day, **values)
    made.save()
    for row in known_from(made, on=day):
        row.save()
    return made


@owner()
def households(grid: Area, points: Iterable[Point], *, day: dt.date = LONG_AGO) -> list[Household]:
    """The same of many at once: one by one, the database would work their facts out anew for each."""
    return _registered([_unsaved(grid, at, day) for at in points], day)


def households_in(grids: Iterable[Area], *, day: dt.date = LONG_AGO) -> list[Household]:
    """One in the middle of each square of the southern row, each in its grid."""
    return _registered([_unsaved(grid, middle(column, 0), day) for column, grid in enumerate(grids)], day)


@owner()
def _registered(homes: list[Household], day: dt.date) -> list[Household]:
    rows = Household.objects.bulk_create(homes)
    Placement.objects.bulk_create(
        [Placement(household=row, grid=row.grid, period=since(day)) for row in rows]
    )
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
    before = rls.standing.get()[NOTE]
    told = {"user": who.pk, "request": f"r{next(_numbers)}"} | ({"reason": reason} if reason else {})
    rls.put({NOTE: json.dumps(told)})
    yield
    rls.put({NOTE: before})


@owner()
def officer(kind: str, place: Area | None, *, name: str = "", day: dt.date = LONG_AGO) -> User:
    """A user with one post."""
    who = user(name)
    works_in = department(place) if kind == Post.Kind.DEPARTMENT_OFFICER and place else None
    Post.objects.create(user=who, kind=kind, area=place, department=works_in, period=since(day))
    return who


@owner()
def officer_of_before(place: Area) -> User:
    """A department officer who was appointed before departments were recorded."""
    who = user()
    with connection.cursor() as cursor:
        change = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE geodata_duty {} TRIGGER department_officer_has_a_department"
        cursor.execute(change.format("DISABLE"))
        Post.objects.create(user=who, kind=Post.Kind.DEPARTMENT_OFFICER, area=place, period=since(LONG_AGO))
        cursor.execute(change.format("ENABLE"))
    return who


@owner()
def department(place: Area, code: str = "civil_affairs") -> Department:
    """The department of that code there."""
    known = Department.objects.of(place).filter(code=code).first()
    return known or Department.objects.create(code=code, name=f"例{code}", area=place, period=since(LONG_AGO))


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
def category(code: str = "example_care", **values: object) -> CareCategory:
    """One beside the defaults, or where there are none."""
    known = {"name": f"例类别 {code}", "name_en": f"Example {code}", **values}
    return CareCategory.objects.get_or_create(code=code, defaults=known)[0]


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


def void(one: Visit, reason: str = "another house") -> Visit:
    """As whoever has every right in the village does."""
    holds = {"by": one.entered_by, "scope": every_right(one.household), "at": NOON, "today": TODAY}
    return void_visit(visit=one, reason=reason, **holds)  # type: ignore[arg-type]


def every_right(*homes: Household) -> Scope:
    """In the villages of these households."""
    return Scope((Grant(frozenset(Right), villages=frozenset(home.village_id for home in homes)),))


def planning(*villages: Area) -> Scope:
    """Redrawing grids in these villages."""
    return Scope((Grant(frozenset({Right.PLAN}), villages=frozenset(each.pk for each in villages)),))


@owner()
def cares(given: Iterable[tuple[Household, CareCategory, dt.date]]) -> None:
    """The same as `care` of many at once."""
    CareRecord.objects.bulk_create(
        CareRecord(household=home, village_id=home.village_id, category=category, period=since(day))
        for home, category, day in given
    )


@owner()
def visits(paid: Iterable[tuple[Household, dt.date]], *, by: User) -> None:
    """The same as `visit` of many at once: somebody was met at the door."""
    rows = Visit.objects.bulk_create(
        Visit(
            client_id=uuid.uuid4(),
            body_hash=Report(household=home.pk, day=day).digest(home.token),
            household=home,
            village_id=home.village_id,
            day=day,
            entered_at=NOON,
            entered_by=by,
            synthetic=True,
        )
        for home, day in paid
    )
    Visitor.objects.bulk_create(Visitor(visit=visit, user=by) for visit in rows)


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
    shapes = {
        "430382": ("例县", square(0, 0, wide=4, high=2)),
        "430382100": ("例镇", square(0, 0, wide=3)),
        "430382101": ("例乡", square(3, 0)),
        "430382100201": ("例西村", square(0, 0, wide=2)),
        "430382100202": ("例东村", square(2, 0)),
        "430382101201": ("例远村", square(3, 0)),
        "430382100201001": ("第一网格", square(0, 0)),
        "430382100201002": ("第二网格", square(1, 0)),
        "430382100202001": ("第一网格", square(2, 0)),
        "430382101201001": ("第一网格", square(3, 0)),
    }
    top, town, other, west, east, far, *grids = areas(shapes)
    return County(top, town, other, west, east, far, grids, households_in(grids))


@owner()
def lived_in_county() -> County:
    """The county of `county()` as of today's clock, with care categories and rules loaded before.

    homes[0] (first grid of west): special, linked, met 3 days ago. homes[4]: there too, without a point.
    homes[1] is long overdue, homes[2] (east) special and overdue, homes[3] (far) long overdue; homes[5] lies in no
    grid of east, moved away five days ago.
    """
    made, cadre, now = county(), user(), today()
    met = [now - dt.timedelta(days=days) for days in (3, 190, 40, 300)]
    visits(zip(made.homes, met, strict=True), by=cadre)
    link(member(made.west), made.homes[0])
    low_income = CareCategory.objects.get(code="low_income")
    cares((made.homes[number], low_income, LONG_AGO) for number in (0, 2))
    places = [(made.grids[0], None), (made.grids[2], middle(2, 0))]
    made.homes += _registered([_unsaved(grid, at, LONG_AGO) for grid, at in places], LONG_AGO)
    occupy(household=made.homes[5], occupancy="empty", on=now - dt.timedelta(days=5))
    move(household=made.homes[5], grid=None, on=now - dt.timedelta(days=5))
    return made
