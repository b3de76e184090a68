"""Who may be named as a visitor of a household?"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput
from geodata.base.wording import figure, listed
from geodata.contacts.models import Member
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory.models import Area

MOST_VISITORS = 20
"""Of one visit, whatever the door."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Who is told to have gone to a village (its code) on a day; None: whatever the day."""

    village: str
    day: dt.date | None
    users: Collection[int]


def strangers(visits: Sequence[Gone]) -> list[set[int]]:
    """Of each the users whom the village did not know. Two queries, whatever the number.

    It knows its members and the holders of posts in or above it whose time there had not ended by that day. When that
    began does not matter: who went along before somebody wrote down who he is went along all the same.
    """
    ties = _ties(set().union(*(one.users for one in visits)))
    return [{user for user in one.users if not _is_known(ties.get(user, ()), one)} for one in visits]


def check_visitors(
    *, household: Household, visitors: Collection[int], besides: Collection[int], on: dt.date
) -> None:
    """No `strangers`, but for those `besides`: who enters the visit, or stands in it already. Two queries at most.

    Raises BadInput naming those who are, in the same words whether they exist or not.
    """
    if not (others := set(visitors) - set(besides)):
        return
    (unknown,) = strangers([Gone(household.village.code, on, others)])
    if unknown:
        raise not_known(sorted(unknown))


Tie = tuple[str, dt.date | None]
"""The code of a place, and the first day on which the user no longer belongs there."""


def _ties(users: Collection[int]) -> dict[int, list[Tie]]:
    members = Member.objects.filter(user__in=users)
    posts = Post.objects.filter(user__in=users, area__isnull=False)
    ties: dict[int, list[Tie]] = {}
    for rows, code in ((members, "village__code"), (posts, "area__code")):
        for user, place, period in rows.values_list("user_id", code, "period"):
            ties.setdefault(user, []).append((place, period.upper))
    return ties


def _is_known(ties: Iterable[Tie], visit: Gone) -> bool:
    return any(
        (place.startswith(visit.village) or visit.village.startswith(place))
        and (visit.day is None or after is None or after > visit.day)
        for place, after in ties
    )


def check_number(visitors: Collection[int | str]) -> None:
    """No more than one visit has. By their ids or, from paper, their names. Raises BadInput."""
    if (count := len(set(visitors))) > MOST_VISITORS:
        raise BadInput(
            _("%(count)s visitors are named; a visit has %(most)s at most.")
            % {"count": figure(count), "most": figure(MOST_VISITORS)},
            field="visitors",
            value=count,
            remedy=_("Keep only those who entered the house, or record it as two visits."),
        )


def not_known(strangers: Sequence[int | str]) -> BadInput:
    """By their ids or, from paper, their names."""
    return BadInput(
        _("Not known in this village: %(ids)s.") % {"ids": listed(strangers)},
        field="visitors",
        value=strangers,
        remedy=_("Name members of the village, or people who hold a post for it."),
    )


def known_visitors(visitors: Iterable[tuple[Area, Collection[int]]]) -> dict[int, set[int]]:
    """Which of the users (ids) that are told of a village it knows from any day, by the village's id. Two queries."""
    named: dict[int, tuple[str, set[int]]] = {}
    for village, users in visitors:
        named.setdefault(village.pk, (village.code, set()))[1].update(users)
    unknown = strangers([Gone(code, None, users) for code, users in named.values()])
    return {pk: users - out for (pk, (_code, users)), out in zip(named.items(), unknown, strict=True)}


def names_of_held(held: Any) -> str:
    """Who went along, of a visit that is held or was. Whoever handed it in may have named any number: a stranger to the
    village is not told by name."""
    known = known_visitors([(held.village, held.visitors)])[held.village_id]
    names = list(User.objects.filter(pk__in=known).order_by("pk").values_list("name", flat=True))
    return listed(
        [*names, *([_("visitors not known in the village")] if len(names) < len(held.visitors) else [])]
    )
