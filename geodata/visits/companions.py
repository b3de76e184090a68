"""Who may be named as a visitor of a household?"""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.contacts.models import Duty, Member
from geodata.errors import BadInput
from geodata.people.models import Household
from geodata.periods import covers
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.wording import listed


def check_visitors(*, household: Household, visitors: Collection[int], by: User, on: dt.date) -> None:
    """Members of the village, holders of posts in or above it, and whoever enters the visit. Three queries at most.

    Raises BadInput naming those who are none of these, in the same words whether they exist or not.
    """
    others = set(visitors) - {by.pk}
    if not others:
        return
    village = household.village.code
    members = Member.objects.filter(covers(on), village=household.village_id, user__in=others)
    place = Q(area__code__startswith=village) | Q(area__code__in=codes.ancestors(village))
    posts = Duty.objects.on(on).filter(place, user__in=others)
    known = {*members.values_list("user_id", flat=True), *posts.values_list("user_id", flat=True)}
    if strangers := sorted(others - known):
        raise BadInput(
            _("Not known in this village: %(ids)s.") % {"ids": listed(strangers)},
            field="visitors",
            value=strangers,
            remedy=_("Name members of the village, or those who hold a post for it."),
        )


def known_visitors(told: Iterable[tuple[Area, Collection[int]]]) -> dict[int, set[int]]:
    """Which of the users (ids) that are told of a village it knows from any day, by the village's id. Two queries."""
    found: dict[int, set[int]] = {}
    places: dict[int, str] = {}
    for village, users in told:
        places[village.pk] = village.code
        found.setdefault(village.pk, set()).update(users)
    everybody = set().union(*found.values())
    members = set(Member.objects.filter(user__in=everybody).values_list("user_id", "village_id"))
    posts = list(
        Duty.objects.filter(user__in=everybody, area__isnull=False).values_list("user_id", "area__code")
    )
    for pk, code in places.items():
        here = {user for user, place in members if place == pk}
        here |= {user for user, area in posts if area.startswith(code) or code.startswith(area)}
        found[pk] &= here
    return found
