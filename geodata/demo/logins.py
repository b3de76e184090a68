"""The ten demo logins: four are invented people at their posts, six are offices of their own."""

import datetime as dt

import numpy as np
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.periods import since
from geodata.demo.arrays import stream
from geodata.demo.contacts import load_of
from geodata.demo.county import County
from geodata.demo.names import invent_names
from geodata.demo.people import special_households
from geodata.demo.visiting import OVERDUE
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area

NAMES = (
    "county", "township", "village", "leader", "contact", "water", "agriculture", "planner", "auditor", "admin",
)  # fmt: skip
OFFICES = {
    "county": ("王例政", Post.Kind.COUNTY_OFFICER),
    "planner": ("李例图", Post.Kind.PLANNER),
    "auditor": ("张例明", Post.Kind.AUDITOR),
    "admin": ("刘例安", Post.Kind.ADMINISTRATOR),
}
DEPARTMENTS = {"water": "赵例水", "agriculture": "周例农"}
"""Officers of these departments sign in under their codes; those of others have no login."""
DEPARTMENTS_KEY = 1_902
WANTED_LOAD = 12


def people_with_logins(county: County) -> dict[int, str]:
    """Position among the county's users and login name, of people in the chief village and its township."""
    contact = _contact(county)
    members = len(county.members.name)
    kind, place = np.array(county.posts.kind), county.posts.place
    in_office = county.posts.until_age < 0
    village = county.chief_village
    leaders = np.flatnonzero((kind == "small_leader") & in_office)
    leaders = leaders[county.grids.village[place[leaders]] == village]
    # The contact member's own grid first, else any led grid of the village.
    leaders = leaders[np.argsort(place[leaders] != county.members.grid[contact], kind="stable")]
    posts = {
        "leader": leaders,
        "village": np.flatnonzero((kind == "village_officer") & (place == village)),
        "township": np.flatnonzero(
            (kind == "township_officer") & (place == county.lines.village_township[village])
        ),
    }
    names = {members + int(holders[0]): name for name, holders in posts.items() if len(holders)}
    return names | {contact: "contact"}


def _contact(county: County) -> int:
    """A helping member of the chief village: some special households, some not visited in time, nearest to 12 in all."""
    members, links = county.members, county.links
    load = load_of(links, len(members.name))
    special = special_households(county.care, len(county.households.size))[links.household] & (
        links.until_age < 0
    )
    specials = np.bincount(links.member[special], minlength=len(load))
    late = (county.state[links.household] <= OVERDUE) & (links.until_age < 0)
    dull = (specials < 2) | (np.bincount(links.member[late], minlength=len(load)) < 1)
    elsewhere = members.village != county.chief_village
    order = np.lexsort((np.abs(load - WANTED_LOAD), dull, ~members.helps, elsewhere))
    return int(order[0])


def open_logins(county: str, *, password: str, day: dt.date) -> None:
    """Create the offices of the county with that code, and let all ten sign in with the password."""
    hashed = make_password(password)
    User.objects.filter(username__in=set(NAMES) - {*OFFICES, *DEPARTMENTS}).update(password=hashed)
    area = Area.objects.get(code=county)
    begun = since(day - dt.timedelta(days=365))
    for username, (name, kind) in OFFICES.items():
        user = User.objects.create(username=username, name=name, password=hashed, synthetic=True)
        everywhere = kind in (Post.Kind.AUDITOR, Post.Kind.ADMINISTRATOR)
        Post.objects.create(user=user, kind=kind, area=None if everywhere else area, period=begun)
    _fill_departments(area, hashed, begun, day)


def _fill_departments(county: Area, hashed: str, begun: periods.DateRange, day: dt.date) -> None:
    """An officer for each department of the county; every other one of those without a login has signed in all the same."""
    rng = stream(int(county.code), DEPARTMENTS_KEY)
    departments = Department.objects.of(county).order_by("code")
    names = invent_names(len(departments), rng)
    signed_in = timezone.make_aware(dt.datetime.combine(day - dt.timedelta(days=3), dt.time(8, 30)))
    for place, (department, name) in enumerate(zip(departments, names, strict=True)):
        login = department.code if department.code in DEPARTMENTS else f"{county.code}-{department.code}"
        user = User.objects.create(
            username=login, name=DEPARTMENTS.get(department.code, name), synthetic=True,
            password=hashed if login in DEPARTMENTS else make_password(None),
            last_login=signed_in if login not in DEPARTMENTS and place % 2 else None,
        )  # fmt: skip
        Post.objects.create(
            user=user, kind=Post.Kind.DEPARTMENT_OFFICER, area=county, department=department, period=begun
        )
