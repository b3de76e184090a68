"""Building the demo in the database: all of it in one transaction, or nothing."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import PhoneNumber, User
from geodata.base.errors import Conflict
from geodata.base.wording import listed
from geodata.contacts.models import Branch, BranchArea, ContactLink, Member, MemberAbility
from geodata.coverage.facts import refresh_all
from geodata.coverage.models import HouseholdFacts
from geodata.demo.base_map import CREDIT, invent_base
from geodata.demo.calendar import OLDEST, Calendar
from geodata.demo.calls import call_everybody
from geodata.demo.changes import live_a_month
from geodata.demo.copying import Model, analyze, bulk_load, continue_numbering, copy, execute, next_id, vacuum
from geodata.demo.county import County, counties_of, invent_county
from geodata.demo.divisions import CITY, read_divisions
from geodata.demo.entitled import entitle
from geodata.demo.industry import live_on_industry
from geodata.demo.logins import NAMES, open_logins, people_with_logins
from geodata.demo.needs.year import live_a_year
from geodata.demo.plans import draw_plans
from geodata.demo.projects import build_together
from geodata.demo.removing import real_rows, remove_demo
from geodata.demo.rows.areas import INVENTED
from geodata.demo.rows.county import write_county
from geodata.demo.services import live_with_services
from geodata.demo.undone import undo_an_import
from geodata.demo.visiting import YEAR
from geodata.imports.base_map import Layer, load_base
from geodata.needs.defaults import load_missing_need_defaults
from geodata.needs.models import Need
from geodata.people.defaults import load_missing_defaults
from geodata.people.models import (
    CareRecord,
    Household,
    Livelihood,
    OccupancyPeriod,
    Placement,
    Resident,
)
from geodata.posts.department_defaults import load_missing_departments
from geodata.posts.models import Post
from geodata.register.comparing import compare_all
from geodata.territory.models import Area, Boundary
from geodata.visits.models import Visit, Visitor

LOADED: tuple[Model, ...] = (
    Area, Boundary, User, PhoneNumber, Household, Placement, OccupancyPeriod, Livelihood, Resident, CareRecord, Branch,
    BranchArea, Member, MemberAbility, ContactLink, Post, Visit, Visitor,
)  # fmt: skip
SEED = 20_230_630


@dataclass
class Summary:
    """What was built. `linked` households have a primary contact."""

    townships: int = 0
    villages: int = 0
    grids: int = 0
    households: int = 0
    linked: int = 0
    visits: int = 0
    needs: int = 0
    without_point: int = 0
    seconds: float = 0.0

    def add(self, county: County) -> None:
        links = county.links
        self.townships += len(county.lines.townships)
        self.villages += len(county.lines.villages)
        self.grids += len(county.grids.village)
        self.households += len(county.households.size)
        self.linked += int((links.primary & (links.until_age < 0)).sum())
        self.without_point += int((~county.households.has_point).sum())


def make_demo(
    *, households: int, day: dt.date, password: str, seed: int = SEED, replace: bool = False
) -> Summary:
    """Build the demo as of that day. Raises Conflict where areas, taken logins or (with `replace`) real rows stand."""
    started = time.perf_counter()
    summary = Summary()
    calendar = Calendar(day)
    with transaction.atomic():
        load_missing_defaults()
        load_missing_need_defaults()
        with bulk_load(LOADED):
            county = _build(summary, households, calendar, password=password, seed=seed, replace=replace)
        # What people do is done by their verbs, with every trigger awake and laws that look at the end.
        draw_plans(*county, day=day)
        live_a_year(*county, day=day, seed=seed)
        live_with_services(county[0], day=day, zone=timezone.get_default_timezone_name())
        live_on_industry(county[0], day=day, by=User.objects.get(username="county").pk)
        live_a_month(*county, day=day, seed=seed)
        undo_an_import(county[1], day=day)
        entitle(county[0], day=day, seed=seed, households=households)
        call_everybody(*county, day=day, seed=seed)
        build_together(*county, day=day)
        summary.visits = Visit.objects.filter(day__gte=day - dt.timedelta(days=YEAR)).count()
        summary.needs = Need.objects.count()
        summary.households = Household.objects.count()
        summary.linked = ContactLink.objects.on(day).primary().count()
        summary.without_point = Household.objects.filter(point=None).count()
    if not connection.in_atomic_block:
        vacuum([*LOADED, HouseholdFacts])
    summary.seconds = time.perf_counter() - started
    return summary


def _build(
    summary: Summary, households: int, calendar: Calendar, *, password: str, seed: int, replace: bool
) -> tuple[str, str]:
    """Returns the codes of the county and of the village in which the demo's logins are."""
    _make_room(replace=replace)
    codes = counties_of(households)
    city = _write_city(calendar) if len(codes) > 1 else None
    chief, base = "", list[Layer]()
    for county in _counties(codes, seed=seed, day=calendar.day):
        chief = chief or county.lines.villages[county.chief_village].code
        logins = people_with_logins(county) if county.place == 0 else {}
        write_county(county, calendar, logins, city)
        base += invent_base(county, seed=seed)
        summary.add(county)
    if city:
        _write_city_boundary(city, calendar)
    at = timezone.make_aware(dt.datetime.combine(calendar.day, dt.time()))
    load_base(base, credit=CREDIT, at=at, synthetic=True)
    load_missing_departments()
    continue_numbering(LOADED)
    open_logins(codes[0][0], password=password, day=calendar.day)
    analyze(LOADED)
    refresh_all()
    compare_all()
    # Its triggers rest, see bulk_load.
    execute("UPDATE geodata_phonenumber SET reach = phone_reach(user_id)")
    analyze([HouseholdFacts])
    return codes[0][0], chief


def _make_room(*, replace: bool) -> None:
    """See that the database holds no areas, or take an earlier demo away."""
    if replace:
        if real := real_rows():
            raise Conflict(
                _("The database holds rows that are not invented: %(tables)s.") % {"tables": listed(real)},
                remedy=_("Load the demo into a separate database."),
            )
        remove_demo()
    if Area.objects.exists():
        raise Conflict(
            _("The database already holds areas; nothing was changed."),
            remedy=_("--replace builds a new invented county."),
        )
    if taken := list(User.objects.filter(username__in=NAMES).values_list("username", flat=True)):
        raise Conflict(
            _("These demo login names are already taken: %(names)s.") % {"names": listed(taken)},
            remedy=_("Load the demo into a separate database."),
        )


def _counties(codes: list[tuple[str, int]], *, seed: int, day: dt.date) -> Iterator[County]:
    """One county after the other, so that only one is in memory."""
    for place, (code, households) in enumerate(codes):
        yield invent_county(code, households, place=place, seed=seed, day=day)


def _write_city(calendar: Calendar) -> int:
    """The city above the counties. Returns its key."""
    key = next_id(Area)
    name = next(each.name for each in read_divisions() if each.code == CITY)
    period = f"[{calendar.text(OLDEST)},)"
    columns = {
        "id": key,
        "code": CITY,
        "name": name,
        "level": "city",
        "kind": "",
        "period": period,
        "synthetic": True,
    }
    copy(Area, {column: [value] for column, value in columns.items()})
    return key


def _write_city_boundary(city: int, calendar: Calendar) -> None:
    """The counties stand side by side without touching: the city is all of them together."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO geodata_boundary (area_id, period, geometry, source, synthetic)
            SELECT %s, %s::daterange, ST_Multi(ST_Collect(part.geom)), %s, true
            FROM geodata_boundary b JOIN geodata_area a ON a.id = b.area_id, ST_Dump(b.geometry) part
            WHERE a.level = 'county'""",
            [city, f"[{calendar.text(OLDEST)},)", INVENTED],
        )
