"""What a meeting decides about a line is done with it: the decision and the move that it makes are one transaction."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.agenda import Deed, Outcome, Verb
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.scope import Scope
from geodata.meetings.concept import Action
from geodata.meetings.gathering import SOURCES, day_of
from geodata.meetings.holding import locked
from geodata.meetings.lifecycle import LIFE
from geodata.meetings.models import AgendaItem, Decision, Meeting
from geodata.meetings.rhythm import Rhythm
from geodata.meetings.rules import rhythm_of
from geodata.meetings.words import DecisionState, Level, Move, State
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area
from geodata.visits.visitors import Gone, strangers

TO_DO = (Outcome.HANDLE, Outcome.ASSIGN)
"""Somebody does it by a day; everything else is done as it is said."""
FREE = "free"
LONGEST, FARTHEST = 500, dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was decided. Who does it and by when is preset by the rule, where it is not said."""

    outcome: str
    text: str = ""
    owner: int | None = None
    """The key of an account."""
    department: str = ""
    office: str = ""
    due_on: dt.date | None = None


@transaction.atomic
def decide(
    *, meeting: Meeting, number: int, said: Said, by: User, scope: Scope, at: dt.datetime
) -> AgendaItem:
    """Of the line of that number. Raises NotAllowed, NotFound, BadInput, Conflict, and what the verb of the move raises."""
    found = _held(meeting, by=by, scope=scope, at=at)
    item = found.items.select_for_update().filter(number=number).first()
    if item is None:
        raise NotFound(str(number), field="item", value=number)
    if item.outcome:
        raise Conflict(_("This line was decided already."), field="item", remedy=_("Bring it up anew."))
    verb = verb_of(item.source, said.outcome)
    deed = _deed(found, item, said, by=by, scope=scope, at=at)
    verb(item.ref, deed)
    item.outcome, item.text, item.decided_by, item.decided_at = said.outcome, deed.text, by, at
    item.save(update_fields=["outcome", "text", "decided_by", "decided_at"])
    if said.outcome != Outcome.DEFER:
        _decision(found, item, deed)
    record_access(
        user=by, action=Action.MEETING_DECIDED, at=at, subject=str(found.key), details={"item": number, "outcome": said.outcome}
    )  # fmt: skip
    return item


def verb_of(name: str, outcome: str) -> Verb:
    """What that outcome does with a line of that source. Raises Conflict where it is not offered."""
    source = SOURCES.get(name)
    if source is None or outcome not in source.verbs:
        raise Conflict(
            _("“%(what)s” cannot be decided by “%(outcome)s”.")
            % {"what": source.label if source else name, "outcome": _label(outcome)},
            field="outcome",
            value=outcome,
            remedy=_("Choose one that is offered."),
        )
    return source.verbs[outcome]


def _label(outcome: str) -> str:
    return str(Outcome(outcome).label) if outcome in Outcome.values else outcome


def _held(meeting: Meeting, *, by: User, scope: Scope, at: dt.datetime) -> Meeting:
    """Locked; the first decision begins it."""
    found = locked(meeting)
    if found.state == State.HELD:
        LIFE.check(found, Move.CONFIRM, by=by, scope=scope)
        return found
    return LIFE.write(found, Move.BEGIN, by=by, scope=scope, at=at)


def _deed(meeting: Meeting, item: AgendaItem, said: Said, *, by: User, scope: Scope, at: dt.datetime) -> Deed:
    on, text = timezone.localdate(at), texts.free(said.text)[:LONGEST]
    refuse_id_numbers([text], field="text")
    deed = Deed(area=meeting.area, by=by, scope=scope, at=at, on=on, text=text)
    if said.outcome not in TO_DO:
        return deed
    due_on = said.due_on or on + dt.timedelta(days=_rhythm(meeting).due_days)
    if not on <= due_on <= on + FARTHEST:
        raise BadInput(
            _("The day is from today on, within a year."), field="due_on", value=due_on.isoformat()
        )
    preset = presets([item], meeting, on=on)[item.number]
    in_village, assigned = meeting.level == Level.VILLAGE, said.outcome == Outcome.ASSIGN
    user, department = preset.owner, preset.department if assigned and not in_village else ""
    if said.owner or said.department or said.office:
        user = _owner(said.owner, meeting, on) if said.owner else None
        department = said.department
    elif assigned and not in_village:
        user = None
    return Deed(
        area=meeting.area, by=by, scope=scope, at=at, on=on, text=text, user=user, department=department, office=said.office,
        due_on=due_on,
    )  # fmt: skip


def _rhythm(meeting: Meeting) -> Rhythm:
    return rhythm_of(meeting.area, on=day_of(meeting)) or Rhythm(weekday=5)


def _owner(key: int, meeting: Meeting, on: dt.date) -> User:
    """Known in the area: of its villages, or of an office in or above it. Raises BadInput."""
    user = User.objects.filter(pk=key, is_active=True).first()
    known = user is not None and (
        not strangers([Gone(meeting.code, on, [key])])[0]
        or Post.objects.on(on).filter(user=key, area__code__startswith=meeting.code).exists()
    )
    if user is None or not known:
        raise BadInput(_("Not known in this area: %(ids)s.") % {"ids": key}, field="owner", value=key)
    return user


def _decision(meeting: Meeting, item: AgendaItem, deed: Deed) -> None:
    to_do = item.outcome in TO_DO
    department = area = None
    if to_do and deed.department:
        department = (
            Department.objects.on(deed.on).filter(code=deed.department, area__code__startswith=meeting.code[:6])
            .filter(area__code__in=[meeting.code, meeting.code[:6]]).order_by("-area__code").first()
        )  # fmt: skip
    if to_do and deed.office:
        area = Area.objects.on(deed.on).filter(code=deed.office, code__startswith=meeting.code).first()
    Decision.objects.create(
        item=item, meeting=meeting, outcome=item.outcome, owner=deed.user, unit_area=(area or meeting.area) if to_do else None,
        unit_department=department, due_on=deed.due_on, text=deed.text, state=DecisionState.OPEN if to_do else DecisionState.DONE,
        done_on=None if to_do else deed.on, at=deed.at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preset:
    """Who takes a line in hand unless the meeting says who, and by when."""

    owner: User | None = None
    department: str = ""
    due_on: dt.date | None = None


LEADERS = {
    15: (Post.Kind.SMALL_LEADER, Post.Kind.CADRE),
    12: (Post.Kind.VILLAGE_OFFICER, Post.Kind.MEDIUM_LEADER),
    9: (Post.Kind.TOWNSHIP_OFFICER,),
    6: (Post.Kind.COUNTY_OFFICER,),
}
"""By the digits of an area's code the posts whose holder takes in hand what lies there, the first before the others."""


def presets(items: Collection[AgendaItem], meeting: Meeting, *, on: dt.date) -> Mapping[int, Preset]:
    """By number. Who leads the place of a line; where nobody does, who leads the area. Two queries."""
    places = {item.snapshot.get("place") or meeting.code for item in items} | {meeting.code}
    kinds = [kind for known in LEADERS.values() for kind in known]
    posts = Post.objects.on(on).filter(area__code__in=places, kind__in=kinds).select_related("user", "area")
    leaders: dict[str, tuple[int, Post]] = {}
    for post in posts.order_by("pk"):
        assert post.area is not None  # Asked for by its code.
        rank = LEADERS.get(len(post.area.code), ())
        if post.kind in rank:
            found = (rank.index(post.kind), post)
            leaders[post.area.code] = min(leaders.get(post.area.code, found), found, key=lambda each: each[0])
    due_on = on + dt.timedelta(days=_rhythm(meeting).due_days)
    told = {}
    for item in items:
        place = item.snapshot.get("place") or meeting.code
        leader = leaders.get(place) or leaders.get(meeting.code)
        told[item.number] = Preset(
            leader[1].user if leader else None, item.snapshot.get("department", ""), due_on
        )
    return told


@transaction.atomic
def bring_up(*, meeting: Meeting, text: str, by: User, scope: Scope, at: dt.datetime) -> AgendaItem:
    """A free matter, while the meeting is under way. Raises NotAllowed, BadInput, Conflict."""
    found = _held(meeting, by=by, scope=scope, at=at)
    said = texts.line(text)[:200]
    if not said:
        raise BadInput(_("Say what it is about."), field="text")
    refuse_id_numbers([said], field="text")
    number = 1 + max((item.number for item in found.items.only("number")), default=0)
    item = AgendaItem.objects.create(
        meeting=found, number=number, source=FREE, things=FREE, ref=f"{found.key}:{number}", label=said, at=at,
        snapshot={"n": 1, "of": None, "as_of": timezone.localdate(at).isoformat(), "place": found.code, "deferred": 0},
    )  # fmt: skip
    record_access(
        user=by, action=Action.MEETING_DECIDED, at=at, subject=str(found.key), details={"brought_up": number}
    )
    return item
