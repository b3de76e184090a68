"""An invented month of the register: 120 changes of all kinds, proposed by contact members and confirmed by their villages, 12
that wait, and pairs of households that may be one, 8 with those that there are by chance.

All of it is done by the verbs that people use, as those people, on the days on which they would have done it.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import scope_of
from geodata.demo.arrays import Rng, stream
from geodata.demo.names import invent_names, invent_phones, opaque_letters
from geodata.people.inventing import inventing
from geodata.people.models import CareRecord, Household
from geodata.posts.models import Post
from geodata.register.comparing import number_of
from geodata.register.confirming import confirm_all
from geodata.register.models import RegisterChange
from geodata.register.proposing import Proposal, propose

CONFIRMED = {
    "corrected": 26, "moved_out": 12, "moved_in": 10, "new_head": 10, "new": 8, "moved": 8, "seasonal": 8, "care_added": 6,
    "came_back": 6, "split": 5, "care_verified": 5, "empty": 4, "merged": 3, "dissolved": 3, "care_ended": 2, "resident_added": 2,
    "resident_left": 1, "resident_died": 1,
}  # fmt: skip
WAITING = {"corrected": 5, "moved_out": 2, "new_head": 2, "seasonal": 1, "new": 1, "care_verified": 1}
PAIRS = 8
DAYS = 30
OF_CHIEF, OF_OTHERS = 80, 12
"""Households of the chief village and of each other one that something may happen to: the chief village's lists show something."""
CHANGES_KEY = 1_900
"""Of the stream of chance: the arrays take lower ones."""
PLACES = ("例市", "例县", "例镇")


@dataclass
class Month:
    """The county's households that changes may be about, and everything of chance. Nobody is taken twice."""

    day: dt.date
    rng: Rng
    calm: list[Household]
    """Lived in ever since the register was made, each with a contact."""
    away: list[Household]
    cared: list[Household]
    """With an open record of care of a resident."""
    proposers: dict[int, User]
    """By household (key): whoever looks after it."""
    officers: dict[int, User]
    """By village (key)."""
    scopes: dict[int, Scope] = field(default_factory=dict)

    def home(self) -> Household:
        return self.calm.pop()

    def two(self) -> tuple[Household, Household]:
        """Of one village."""
        first = self.home()
        place = next(n for n, home in enumerate(self.calm) if home.village_id == first.village_id)
        return first, self.calm.pop(place)

    def record(self) -> tuple[Household, CareRecord]:
        home = self.cared.pop()
        return home, home.care_records.filter(period__upper_inf=True, resident__isnull=False).order_by("pk")[
            0
        ]

    def scope(self, who: User) -> Scope:
        if who.pk not in self.scopes:
            self.scopes[who.pk] = scope_of(who, on=self.day)
        return self.scopes[who.pk]

    def name(self) -> str:
        return invent_names(1, self.rng)[0]

    def phone(self) -> str:
        return invent_phones(1, self.rng)[0]

    def pick(self, values: Sequence[Any]) -> Any:
        return values[int(self.rng.integers(len(values)))]

    def client_id(self) -> uuid.UUID:
        return uuid.UUID(bytes=self.rng.bytes(16), version=4)


Said = tuple[Household, dict[str, Any]]
"""Whom it is about, or beside whom a new household lives, and what is said."""


def live_a_month(county: str, chief: str, *, day: dt.date, seed: int) -> None:
    """Of the county and its chief village (codes), up to the day before: what is decided in the afternoon is past."""
    rng = stream(seed, int(county), CHANGES_KEY)
    with inventing(_names(rng)):
        month = _month(county, chief, day - dt.timedelta(days=1), rng)
        _confirm(month, _proposed(month, CONFIRMED, latest=1))
        _proposed(month, WAITING, latest=0)
        _pair_up(month, county)


def _names(rng: Rng) -> Iterator[str]:
    while True:
        yield from opaque_letters(64, rng)


def _month(county: str, chief: str, day: dt.date, rng: Rng) -> Month:
    known = Household.objects.filter(village__code__startswith=county).exclude(grid=None).exclude(point=None)
    for periods in ("placements", "occupancies"):
        lately = known.filter(**{f"{periods}__period__startswith__gte": day - dt.timedelta(days=2 * DAYS)})
        known = known.exclude(pk__in=lately.values("pk"))
    # A member who has left may still be linked: nobody has seen to it yet.
    present = Member.objects.filter(period__contains=day)
    links = ContactLink.objects.on(day).primary().filter(household__in=known, member__in=present)
    proposers = dict(links.values_list("household", "member__user"))
    kinds = dict(known.filter(pk__in=links.values("household")).values_list("pk", "occupancy"))
    open_care = CareRecord.objects.filter(period__upper_inf=True, resident__isnull=False, household__in=known)
    cared = set(open_care.values_list("household", flat=True))
    chances = [int(pk) for pk in rng.permutation(sorted(kinds))]
    lived_in = [pk for pk in chances if kinds[pk] == Household.Occupancy.LIVED_IN]
    sets = [
        _sample([pk for pk in lived_in if pk not in cared], chief),
        [pk for pk in chances if kinds[pk] == Household.Occupancy.SEASONAL][: 2 * CONFIRMED["came_back"]],
        [pk for pk in lived_in if pk in cared][: 2 * PAIRS],
    ]
    homes = Household.objects.select_related("village", "grid").in_bulk([pk for some in sets for pk in some])
    calm, away, looked_after = ([homes[pk] for pk in some] for some in sets)
    users = User.objects.in_bulk({proposers[pk] for pk in homes})
    posts = Post.objects.on(day).filter(kind=Post.Kind.VILLAGE_OFFICER, area__code__startswith=county)
    officers = {
        post.area_id: post.user for post in posts.select_related("user").order_by("-pk") if post.area_id
    }
    return Month(day, rng, calm, away, looked_after, {pk: users[proposers[pk]] for pk in homes}, officers)


def _sample(homes: Sequence[int], chief: str) -> list[int]:
    """Some of each village, in their order: more of the chief village."""
    villages = dict(Household.objects.filter(pk__in=homes).values_list("pk", "village__code"))
    left = defaultdict(lambda: OF_OTHERS, {chief: OF_CHIEF})
    sample = []
    for pk in homes:
        if left[villages[pk]]:
            left[villages[pk]] -= 1
            sample.append(pk)
    return sample


def _pair_up(month: Month, county: str) -> None:
    """Households that were entered twice: the second has the first's phone and name. Some look alike by chance."""
    officer = Post.objects.on(month.day).filter(kind=Post.Kind.COUNTY_OFFICER, area__code=county)[0].user
    for _pair in range(PAIRS - number_of(scope=month.scope(officer), area=None, on=month.day)):
        first = month.home()
        place, second = next(
            (n, home) for n, home in enumerate(month.calm) if home.village_id == first.village_id
        )
        month.calm.pop(place)
        phones = first.phones or [month.phone()]
        Household.objects.filter(pk=first.pk).update(phones=phones)
        Household.objects.filter(pk=second.pk).update(head_name=first.head_name, phones=phones)


def _proposed(month: Month, numbers: dict[str, int], *, latest: int) -> list[RegisterChange]:
    """So many of each kind, on days of the month; the last `latest` days before its end have none."""
    changes = []
    for kind, number in numbers.items():
        for _change in range(number):
            home, payload = SAID[kind](month)
            age = int(month.rng.integers(latest, DAYS if latest else DAYS // 2))
            changes.append(_propose(month, kind, home, payload, on=month.day - dt.timedelta(days=age)))
    return changes


def _propose(
    month: Month, kind: str, home: Household, payload: dict[str, Any], *, on: dt.date
) -> RegisterChange:
    # Who goes on in whose household is seen by whoever sees both.
    who = month.officers[home.village_id] if kind == "merged" else month.proposers[home.pk]
    new = kind in ("new", "moved_in")
    proposal = Proposal(
        month.client_id(),
        kind,
        on,
        household="" if new else home.token,
        area=home.grid.code if new and home.grid else "",
        payload=payload,
    )
    change, _new = propose(proposal=proposal, by=who, scope=month.scope(who), at=_at(on, 10), today=month.day)
    return change


def _confirm(month: Month, changes: Sequence[RegisterChange]) -> None:
    """Each village confirms its own of a week, a day or some after they were proposed."""
    weeks: dict[tuple[int, int], list[RegisterChange]] = defaultdict(list)
    for change in changes:
        if change.state == change.State.PROPOSED:
            weeks[(month.day - change.effective_on).days // 7, change.village_id].append(change)
    for (week, village), some in sorted(weeks.items(), reverse=True):
        by = month.officers[village]
        at = _at(max(month.day - dt.timedelta(days=7 * week), max(one.effective_on for one in some)), 16)
        decided = confirm_all(changes=some, by=by, scope=month.scope(by), at=at, today=month.day)
        if wrong := [one.error for one in decided if one.error]:
            raise wrong[0]


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


# -- What each kind says ----------------------------------------------------------------------------------------------
def _corrected(month: Month) -> Said:
    home = month.home()
    return home, {"phones": [month.phone()]}


def _new(month: Month) -> Said:
    """Next door."""
    home = month.home()
    size = int(month.rng.integers(1, 6))
    return home, {"head_name": month.name(), "phones": [month.phone()], "size": size, "point": _beside(home)}


def _beside(home: Household) -> dict[str, Any]:
    """Some forty metres off: too far for a duplicate."""
    assert home.point is not None
    return {"lon": round(home.point.x + 0.0004, 7), "lat": round(home.point.y, 7), "quality": "phone"}


def _moved_in(month: Month) -> Said:
    home, payload = _new(month)
    return home, payload | {"came_from": month.pick(PLACES)}


def _new_head(month: Month) -> Said:
    return month.home(), {"why": month.pick(["death", "death", "move"]), "head_name": month.name()}


def _moved(month: Month) -> Said:
    home = month.home()
    address = f"{home.village.name}新居{int(month.rng.integers(1, 99))}号"
    return home, {"address": address, "point": _beside(home)}


def _seasonal(month: Month) -> Said:
    stays = month.pick(["none", "elderly", "children"])
    phone = {"phone": month.phone()} if month.rng.random() < 0.7 else {}
    return month.home(), {"where": month.pick(PLACES), "stays": stays} | phone


def _split(month: Month) -> Said:
    home = month.home()
    return home, {"head_name": month.name(), "size": 1, "point": _beside(home)}


def _merged(month: Month) -> Said:
    home, other = month.two()
    return home, {"into": other.token, "number": "other"}


def _care_added(month: Month) -> Said:
    home = month.home()
    return home, {
        "category": "severe_disability",
        "name": month.name(),
        "birth_year": 1950,
        "source": "走访核实",
    }


def _care_verified(month: Month) -> Said:
    home, record = month.record()
    return home, {"record": record.pk}


def _resident_added(month: Month) -> Said:
    return month.home(), {"name": month.name(), "relation": "母亲", "birth_year": 1945}


def _of_resident(month: Month) -> Said:
    home, record = month.record()
    return home, {"resident": record.resident_id}


SAID: dict[str, Callable[[Month], Said]] = {
    "corrected": _corrected,
    "moved_out": lambda month: (month.home(), {"where": month.pick(PLACES)}),
    "moved_in": _moved_in,
    "new_head": _new_head,
    "new": _new,
    "moved": _moved,
    "seasonal": _seasonal,
    "care_added": _care_added,
    "came_back": lambda month: (month.away.pop(), {}),
    "split": _split,
    "care_verified": _care_verified,
    "empty": lambda month: (month.home(), {}),
    "merged": _merged,
    "dissolved": lambda month: (month.home(), {"why": "举家迁居"}),
    "care_ended": _care_verified,
    "resident_added": _resident_added,
    "resident_left": _of_resident,
    "resident_died": _of_resident,
}
