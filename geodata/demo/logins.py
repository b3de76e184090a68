"""The eight demo logins: four are invented people at their posts, four are offices of their own."""

import datetime as dt

import numpy as np
from django.contrib.auth.hashers import make_password

from geodata.accounts.models import User
from geodata.contacts.models import Duty
from geodata.demo.contacts import load_of
from geodata.demo.county import County
from geodata.demo.people import special_households
from geodata.demo.visiting import OVERDUE
from geodata.periods import since
from geodata.territory.models import Area

NAMES = ("county", "township", "village", "leader", "contact", "planner", "auditor", "admin")
OFFICES = {
    "county": ("王例政", Duty.Kind.COUNTY_OFFICER),
    "planner": ("李例图", Duty.Kind.PLANNER),
    "auditor": ("张例明", Duty.Kind.AUDITOR),
    "admin": ("刘例安", Duty.Kind.ADMINISTRATOR),
}
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
    found = {members + int(holders[0]): name for name, holders in posts.items() if len(holders)}
    return found | {contact: "contact"}


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
    """Create the offices of the county with that code, and let all eight sign in with the password."""
    hashed = make_password(password)
    User.objects.filter(username__in=set(NAMES) - set(OFFICES)).update(password=hashed)
    area = Area.objects.get(code=county)
    begun = since(day - dt.timedelta(days=365))
    for username, (name, kind) in OFFICES.items():
        user = User.objects.create(username=username, name=name, password=hashed, synthetic=True)
        everywhere = kind in (Duty.Kind.AUDITOR, Duty.Kind.ADMINISTRATOR)
        Duty.objects.create(user=user, kind=kind, area=None if everywhere else area, period=begun)
