"""What whoever looks after households takes along of their needs: what is open there, who is to be asked, and what waits for oneself.

It lies on a phone for a day: no word of a sensitive need or of a dispute, no party, no result, no task.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import periods, wording
from geodata.base.scope import Right, Scope
from geodata.needs.assigning import assignments_of
from geodata.needs.beside_models import UNDER_WAY
from geodata.needs.finding import is_late
from geodata.needs.lifecycle import LIFE
from geodata.needs.links import link_of
from geodata.needs.models import Need
from geodata.needs.settings_models import NeedCategory
from geodata.needs.waiting import to_answer
from geodata.needs.words import OPEN, Kind, Level, Move, State, Urgency

MOST, MOST_WAITING, LETTERS = 200, 20, 40


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A need of a household of one's own that is open, or done and to be followed up."""

    id: uuid.UUID
    version: int
    number: str
    household: str
    category: str
    words: str
    """How it begins; nothing of a dispute."""
    told: str
    late: bool
    ask: bool
    """May the reader ask those concerned how it went?"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An assignment or a supervision that waits for the reader."""

    number: str
    told: str
    late: bool
    link: str


@dataclass(frozen=True, slots=True)
class NeedsAlong:
    categories: list[tuple[str, str]]
    needs: list[OwnNeed]
    waiting: list[Waiting]


def needs_along(
    tokens: Collection[str], *, by: User, scope: Scope, at: dt.datetime, on: dt.date
) -> NeedsAlong:
    """Of the households of these tokens. Four queries at most, whatever their number."""
    if not scope.may(Right.NEED):
        return NeedsAlong([], [], [])
    return NeedsAlong(
        categories(on), own_needs(tokens, by=by, scope=scope, at=at), waiting(by=by, scope=scope, at=at)
    )


def categories(on: dt.date) -> list[tuple[str, str]]:
    """Codes and names of those in use, in the county's order."""
    return [(one.code, str(one)) for one in NeedCategory.objects.filter(periods.covers(on))]


def own_needs(tokens: Collection[str], *, by: User, scope: Scope, at: dt.datetime) -> list[OwnNeed]:
    """Those to be followed up first, then the first due. One query."""
    needs = (
        Need.objects.within(scope, by=by.pk)
        .told()
        .filter(state__in=(*OPEN, State.DONE), household__token__in=tokens)
        .select_related("household", "category")
        .order_by(Case(When(state=State.DONE, then=0), default=1), F("due_at").asc(nulls_last=True), "pk")
    )
    return [_own(need, by=by, scope=scope, at=at) for need in needs[:MOST]]


def _own(need: Need, *, by: User, scope: Scope, at: dt.datetime) -> OwnNeed:
    assert need.household is not None
    return OwnNeed(
        id=need.client_id,
        version=need.version,
        number=need.number,
        household=need.household.token,
        category=str(need.category),
        words=_beginning(need),
        told=" · ".join(_told(need)),
        late=is_late(need, at=at),
        ask=Move.FOLLOW_UP in LIFE.moves_from(need, scope=scope, by=by),
    )


def _beginning(need: Need) -> str:
    if need.kind == Kind.DISPUTE:
        return ""
    text = need.title or " ".join(need.text.split())
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"


def _told(need: Need) -> Iterator[str]:
    """State, and of an open one with whom it is and by when it is to be settled."""
    yield str(State(need.state).label)
    if need.state in OPEN:
        yield str(Level(need.level).label)
        if need.urgency > Urgency.ORDINARY:
            yield str(Urgency(need.urgency).label)
        if need.due_at is not None:
            yield _("due %(day)s") % {"day": wording.moment(need.due_at)}


def waiting(*, by: User, scope: Scope, at: dt.datetime) -> list[Waiting]:
    """Assignments under way and supervisions without an answer, the first due first. Two queries."""
    found = sorted(chain(_assignments(by, scope), _supervisions(by, scope)), key=lambda each: each[0])
    return [
        Waiting(number, told % {"day": wording.moment(due)}, due < at, link)
        for due, number, told, link in found[:MOST_WAITING]
    ]


Line = tuple[dt.datetime, str, str, str]


def _assignments(by: User, scope: Scope) -> Iterator[Line]:
    given = assignments_of(scope, by=by).filter(state__in=UNDER_WAY).order_by("due_at", "pk")
    for one in given[:MOST_WAITING]:
        yield one.due_at, one.number, _("assigned to you, due %(day)s"), "/assignments/"


def _supervisions(by: User, scope: Scope) -> Iterator[Line]:
    """Of needs themselves, not of what is assigned of them: that stands among the assignments."""
    seen = Need.objects.within(scope, by=by.pk).told()
    for one in to_answer(seen, scope).filter(assignment=None)[:MOST_WAITING]:
        told = _("to be answered by %(day)s") if one.answer_by else _("urged on %(day)s")
        yield one.answer_by or one.at, one.need.number, told, link_of(one.need)
