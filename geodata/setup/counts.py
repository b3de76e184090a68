"""How far an installation has come, in numbers and nobody's names."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.db.models import Count, Q

from geodata.accounts.models import User
from geodata.contacts.models import Member
from geodata.people.models import CareCategory
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary
from geodata.visits.models import VisitRule


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the whole installation, today."""

    administrators: int
    offices: int
    """Posts of counties, townships and villages that are filled."""
    counties: int
    townships: int
    villages: int
    bordered: int
    """Villages with a border."""
    grids: int
    gridded: int
    """Villages with a grid."""
    categories: int
    rules: int
    households: int
    linked: int
    members: int
    accounts: int
    signing_in: int
    """Accounts that have a password."""


def counts(*, on: dt.date) -> Counts:
    """Eight queries. Without the right to all accounts in force, households are none."""
    areas = dict(Area.objects.on(on).values_list("level").annotate(n=Count("pk")))
    villages = Area.objects.on(on).level(Area.Level.VILLAGE)
    borders = Boundary.objects.on(on).values("area")
    accounts = User.objects.filter(is_active=True)
    no_password = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    posts = Post.objects.on(on)
    households, linked = _households()
    return Counts(
        administrators=posts.filter(kind=Post.Kind.ADMINISTRATOR).count(),
        offices=posts.exclude(area=None).count(),
        counties=areas.get("county", 0),
        townships=areas.get("township", 0),
        villages=areas.get("village", 0),
        bordered=villages.filter(pk__in=borders).count(),
        grids=areas.get("grid", 0),
        gridded=villages.filter(pk__in=Area.objects.on(on).level(Area.Level.GRID).values("parent")).count(),
        categories=CareCategory.objects.count(),
        rules=VisitRule.objects.filter(period__contains=on).count(),
        households=households,
        linked=linked,
        members=Member.objects.filter(period__contains=on).count(),
        accounts=accounts.count(),
        signing_in=accounts.exclude(no_password).count(),
    )


def _households() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT households, linked FROM households_of_installation()")
        households, linked = cursor.fetchone()
    return households, linked
