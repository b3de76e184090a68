"""Needs that the demo's logins find on their pages: in the chief village one of every state at every level, and sensitive ones."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.contacts.models import ContactLink
from geodata.demo.needs import texts
from geodata.demo.needs.beginnings import Beginning, Recorder
from geodata.demo.needs.courses import ASSIGN, CONSULT, Plan, Story
from geodata.needs.note_models import OldNotes
from geodata.needs.words import Kind, Move, Source, State
from geodata.people.models import Household
from geodata.territory.models import Area

OFFERED = "contact"
SOON = 0.15
"""The pace of what is brought to a state and left there."""


@dataclass(frozen=True)
class Shown:
    """So many days old, of a category, left in a state at a level; `own`: of a household of the login `contact`."""

    age: int
    category: str
    stop: str
    level: int = 1
    own: bool = False
    kind: str = ""
    urgency: int = 1
    plan: dict[str, Any] = field(default_factory=dict)
    twice: bool = False


def _to(department: str, **more: Any) -> dict[str, Any]:
    return {"how": ASSIGN, "department": department, **more}


S = State
SHOWN = (
    *(Shown(1, category, S.NEW) for category in ("power", "roads", "drainage")),
    Shown(1, "water", S.NEW, own=True),
    *(Shown(6, category, S.NEW) for category in ("policy", "environment")),
    Shown(4, "power", S.NEW, twice=True),
    Shown(13, "housing", S.NEW),  # nobody accepted it: with the township by now
    *(Shown(3, category, S.ACCEPTED) for category in ("roads", "medical", "environment")),
    *(Shown(5, category, S.ACCEPTED, 2) for category in ("roads", "drainage")),
    Shown(7, "housing", S.ACCEPTED, 3),
    Shown(4, "environment", S.CONSULTING, plan={"how": CONSULT}),
    Shown(6, "land", S.CONSULTING, 2, plan={"how": CONSULT}),
    Shown(3, "power", S.ASSIGNED, plan={"how": ASSIGN}),
    *(Shown(5, category, S.ASSIGNED, 2, plan={"how": ASSIGN}) for category in ("roads", "policy")),
    *(Shown(age, "water", S.ASSIGNED, 3, plan=_to("water")) for age in (4, 6)),
    *(Shown(age, "sales", S.ASSIGNED, 3, plan=_to("agriculture")) for age in (4, 5)),
    Shown(8, "drainage", S.ASSIGNED, 3, plan=_to("water", refused=True)),
    *(Shown(4, category, S.IN_PROGRESS) for category in ("roads", "work")),
    Shown(9, "water", S.IN_PROGRESS, 3, plan=_to("water", longer="asked")),
    Shown(11, "drainage", S.IN_PROGRESS, 3, plan=_to("water", urged=True)),
    Shown(8, "land", S.IN_PROGRESS, 3, plan=_to("agriculture")),
    Shown(12, "sales", S.IN_PROGRESS, 3, plan=_to("agriculture", longer="granted")),
    Shown(48, "water", S.IN_PROGRESS, 3, plan=_to("water", urged=True)),  # late, and supervised
    Shown(40, "land", S.IN_PROGRESS, 3, plan=_to("agriculture")),
    *(Shown(age, "roads", S.IN_PROGRESS, 2, plan={"neglected": True, "returned": True}) for age in (30, 36)),
    Shown(44, "housing", S.IN_PROGRESS, 3),
    Shown(52, "environment", S.CONSULTING, 3, plan={"how": CONSULT}),
    Shown(9, "power", S.DONE),
    Shown(10, "policy", S.DONE, own=True),
    Shown(4, "medical", S.DONE, own=True),
    Shown(14, "drainage", S.DONE, 2),
    Shown(20, "roads", S.FOLLOWED_UP, plan={"answers": ["not", "not"]}),
    Shown(16, "water", S.DECLINED, plan={"ends": Move.DECLINE, "why": "asks_nothing"}),
    Shown(14, "work", S.WITHDRAWN, plan={"ends": Move.WITHDRAW}),
    Shown(30, "drainage", S.CLOSED, own=True, plan={"answers": ["not", "mostly"]}),
    Shown(40, "roads", S.CLOSED, plan={"answers": []}),
    Shown(35, "power", S.CLOSED, 2, urgency=2),
    Shown(2, "neighbours", S.NEW, kind=Kind.DISPUTE),
    Shown(6, "boundary", S.CONSULTING, kind=Kind.DISPUTE, plan={"how": CONSULT}),
    Shown(9, "land", S.IN_PROGRESS, 2, kind=Kind.DISPUTE),
    Shown(50, "family", S.CLOSED, own=True, kind=Kind.DISPUTE, plan={"revisited": False}),
    Shown(44, "neighbours", S.CLOSED, 2, kind=Kind.DISPUTE),
    Shown(60, "water", S.CLOSED, 3, plan=_to("water")),
    Shown(75, "sales", S.CLOSED, 3, plan=_to("agriculture")),
)  # fmt: skip
DELICATE = (
    ("contact", 12, S.IN_PROGRESS, 2),
    ("village", 9, S.CONSULTING, 2),
    ("leader", 60, S.CLOSED, 2),
    ("township", 8, S.ACCEPTED, 3),
    ("", 3, S.NEW, 2),
)
"""Whom a sensitive need is about (a login, or nobody by name), how old it is and where it stands."""


def shown_to_logins(recorder: Recorder, *, chief: Area, day: dt.date) -> list[Story]:
    own, others = _homes(chief, day)
    recorder.offices.know([home.pk for home in (*own, *others)])
    stories = []
    for place, one in enumerate(SHOWN):
        home = own[place % len(own)] if one.own else others[place % len(others)]
        times = range(2 if one.twice else 1)
        stories += [recorder.story(_told(recorder, one, home, place), _plan(one)) for _time in times]
    stories += _delicate(recorder, others)
    stories.append(_merged(recorder, stories[0], others[0]))
    return stories


def offer_notes(*, day: dt.date) -> None:
    """The login `contact` is asked about old notes, as whoever had written some was by the update that brought needs."""
    user = User.objects.filter(username=OFFERED).first()
    if user is not None:
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        known = {
            "since": day - dt.timedelta(days=365),
            "before": moment,
            "until": day + dt.timedelta(days=30),
        }
        OldNotes.objects.create(user=user, **known)


def _homes(chief: Area, day: dt.date) -> tuple[list[Household], list[Household]]:
    """Those of the login `contact`, and the others of the village that are lived in; in the smallest county one is the other."""
    lived_in = (
        Household.objects.filter(village=chief, grid__isnull=False, occupancy=Household.Occupancy.LIVED_IN)
        .select_related("grid")
        .order_by("pk")
    )
    links = ContactLink.objects.on(day).primary().filter(member__user__username="contact")
    own = set(links.values_list("household", flat=True))
    mine = [home for home in lived_in if home.pk in own]
    others = [home for home in lived_in if home.pk not in own]
    return mine or others, others or mine


def _plan(one: Shown) -> Plan:
    plan: dict[str, Any] = {"level": one.level, "stop": one.stop, "pace": SOON} | one.plan
    return Plan(**plan)


def _told(recorder: Recorder, one: Shown, home: Household, place: int) -> Beginning:
    matters = (texts.QUARRELS if one.kind else texts.MATTERS)[one.category]
    by = recorder.offices.contacts.get(home.pk) or recorder.offices.officer(
        recorder.offices.areas[home.village_id], 1
    )
    return Beginning(
        _morning(recorder.end, one.age), by, one.category, matters[place % len(matters)], home=home, kind=one.kind,
        source=Source.PHONE, urgency=one.urgency,
    )  # fmt: skip


def _morning(end: dt.datetime, age: int) -> dt.datetime:
    day = timezone.localdate(end) - dt.timedelta(days=age)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30)))


def _delicate(recorder: Recorder, homes: list[Household]) -> list[Story]:
    """Recorded by the office that looks into them, and one by the village, which does not see it any more."""
    stories = []
    logins = {user.username: user for user in User.objects.filter(username__in=[one[0] for one in DELICATE])}
    for place, (login, age, stop, level) in enumerate(DELICATE):
        home, named = homes[(5 + place) % len(homes)], logins.get(login)
        village = recorder.offices.areas[home.village_id]
        least = 3 if login == "township" else 2
        by = recorder.offices.officer(village, least if login else 1)
        told = Beginning(
            _morning(recorder.end, age), by, "other", texts.DELICATE[place], home=home, source=Source.OFFICE,
            sensitive=True, named=(named.pk,) if named else (), least_level=least, level=least,
        )  # fmt: skip
        plan = Plan(level=level, stop=stop, pace=SOON, how=CONSULT if stop == S.CONSULTING else "settle")
        stories.append(recorder.story(told, plan))
    return stories


def _merged(recorder: Recorder, other: Story, home: Household) -> Story:
    """Told twice, and found to be the same."""
    told = _told(recorder, SHOWN[0], home, 0)
    story = recorder.story(told, Plan(stop=S.MERGED))
    way = story.way
    way.now += dt.timedelta(hours=2)
    way.go(
        Move.MERGE, recorder.offices.holder(way.need), payload={"into": other.way.need}, merged_into=other.way.need
    )  # fmt: skip
    return story
