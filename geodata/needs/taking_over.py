"""Needs that a list tells of: a ledger that was kept before, or what a hotline has passed on.

Each begins and moves by the table of all needs (lifecycle.py), as far as the list says that it has come, with a step for every move. Whoever
takes the list over writes down what others did: he or she has to hold the right to needs and to imports where it lies, and who has finished
what is not told. What a list calls sensitive is recorded by hand: nothing is sealed here.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from geodata.accounts.models import User
from geodata.audit.notices import Told, tell_each
from geodata.needs.beside_models import Dispute
from geodata.needs.concept import NoticeKind
from geodata.needs.deadlines import schedule
from geodata.needs.lifecycle import BEGINNINGS, LIFE
from geodata.needs.links import ALL_NEW
from geodata.needs.models import Need, NeedStep
from geodata.needs.recording import NeedReport, as_recorded
from geodata.needs.service import UNANSWERED
from geodata.needs.settings_models import NeedCategory
from geodata.needs.telling import holders
from geodata.needs.units import give_to_office
from geodata.needs.words import CONTENT, OPEN, Answer, How, Kind, Move, SettledIn, State
from geodata.people.models import Household
from geodata.territory.models import Area
from geodata.visits.record import as_kept

M = Move
SETTLED = (State.DONE, State.FOLLOWED_UP, State.CLOSED)
IN = {1: SettledIn.VILLAGE, 2: SettledIn.TOWNSHIP, 3: SettledIn.COUNTY}
BEFORE_DUE = dt.timedelta(days=1)
"""How long before the day of the list its holder is reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of a list: what it tells of, where that is, and how far it has come. `answer` is "" where nobody has asked."""

    report: NeedReport
    village: Area
    grid: Area | None = None
    home: Household | None = None
    state: State = State.NEW
    result: str = ""
    settled_on: dt.date | None = None
    answer: str = ""
    due_on: dt.date | None = None
    """By when the list wants it settled; else the county's deadlines say it."""


def stands(row: Listed, *, at: dt.datetime) -> State:
    """How far it has come by our table: satisfied or asked in vain it is closed, as the service does it; else it waits for an answer."""
    if row.state not in SETTLED:
        return row.state
    if row.answer in CONTENT:
        return State.CLOSED
    if row.answer:
        return State.FOLLOWED_UP
    assert row.settled_on is not None  # The import asks for it.
    over = row.state == State.CLOSED or at - midday(row.settled_on) >= UNANSWERED
    return State.CLOSED if over else State.DONE


def way(state: State, *, level: int, answered: bool) -> Sequence[Move]:
    """The moves that lead there, each of the table: on the spot in the village, and as an office settles it above."""
    if state not in SETTLED:
        moves = (M.RECORD, M.ACCEPT, M.BEGIN)
        return moves[: (State.NEW, State.ACCEPTED, State.IN_PROGRESS).index(state) + 1]
    settled: tuple[Move, ...] = (M.SETTLE_AT_ONCE,) if level == 1 else (M.RECORD, M.ACCEPT, M.SETTLE)
    followed = (M.FOLLOW_UP,) if answered else ()
    return (*settled, *followed, *((M.CLOSE,) if state == State.CLOSED else ()))


def take_over(rows: Collection[Listed], *, by: User, at: dt.datetime) -> list[Need]:
    """The needs of these rows with their steps. Which rows may be taken is judged by the import that brings them.

    Whoever is to accept some of them is told once how many there are: a notice for each would bury what else is new.
    """
    categories = {one.code: one for one in NeedCategory.objects.all()}
    limits = _Limits(at)
    needs = [_need(row, categories[row.report.category], limits, by=by, at=at) for row in rows]
    Need.objects.bulk_create(needs, batch_size=500)
    steps = [step for need, row in zip(needs, rows, strict=True) for step in _steps(need, row, by=by, at=at)]
    NeedStep.objects.bulk_create(steps, batch_size=1000)
    Dispute.objects.bulk_create(Dispute(need=need) for need in needs if need.kind == Kind.DISPUTE)
    _tell([need for need in needs if need.state == State.NEW], by=by, at=at)
    return needs


def _tell(needs: Iterable[Need], *, by: User, at: dt.datetime) -> None:
    """Two queries for each place, however many it has."""
    places: dict[tuple[int, int | None, int], list[Need]] = {}
    for need in needs:
        places.setdefault((need.village_id, need.grid_id, need.level), []).append(need)
    counts: Counter[int] = Counter()
    for some in places.values():
        counts.update(dict.fromkeys(holders(some[0], on=at.date()) - {by.pk}, len(some)))
    told = [Told(user, str(number), ALL_NEW) for user, number in counts.items()]
    tell_each(told, kind=NoticeKind.NEED_NEW, at=at)


class _Limits:
    """Deadlines that begin at one moment: those of a village, category, urgency and level are reckoned once."""

    FIELDS = ("rule_id", "counted_from", "due_at", "remind_at", "calendar")

    def __init__(self, at: dt.datetime) -> None:
        self._at = at
        self._known: dict[tuple[int, int, int, int], Need] = {}

    def put(self, need: Need) -> None:
        key = (need.village_id, need.category_id, need.urgency, need.level)
        if key not in self._known:
            schedule(need, at=self._at)
            self._known[key] = need
        for name in self.FIELDS:
            setattr(need, name, getattr(self._known[key], name))


def _need(row: Listed, category: NeedCategory, limits: _Limits, *, by: User, at: dt.datetime) -> Need:
    need = as_recorded(
        row.report, village=row.village, grid=row.grid, home=row.home, category=category, by=by, at=at
    )
    give_to_office(need)
    need.state = stands(row, at=at)
    if need.state in OPEN:
        _limit(need, row.due_on, limits, at=at)
        return need
    assert row.settled_on is not None  # The import asks for it.
    need.result = as_kept(row.result).strip()[:1000]
    need.how, need.settled_at = How.SPOT, midday(row.settled_on)
    need.settled_level, need.settled_in = need.level, IN[need.level]
    need.state_since, need.answer = min(need.settled_at, at), row.answer
    if need.state == State.CLOSED:
        need.state_since, need.answer, need.ended_at = at, row.answer or Answer.NONE, at
    return need


def _limit(need: Need, due_on: dt.date | None, limits: _Limits, *, at: dt.datetime) -> None:
    """A day that the list sets stands instead of the county's rule: no rule reckons it anew."""
    if due_on is None:
        limits.put(need)
        return
    end = timezone.make_aware(dt.datetime.combine(due_on, dt.time(23, 59, 59)))
    need.counted_from, need.due_at = at, end
    need.remind_at = end - BEFORE_DUE if end - BEFORE_DUE > at else None


def _steps(need: Need, row: Listed, *, by: User, at: dt.datetime) -> Iterable[NeedStep]:
    before = ""
    for move in way(State(need.state), level=need.level, answered=bool(row.answer)):
        turn = LIFE.table[before][move] if before else BEGINNINGS[move]
        payload = {"answer": row.answer} if move == Move.FOLLOW_UP else {}
        yield NeedStep(
            need=need, move=move, before=before, after=turn.state, level=need.level, level_after=need.level, at=at,
            by=None if move == Move.CLOSE else by, due_at=need.due_at, payload=payload,
        )  # fmt: skip
        before = turn.state


def midday(day: dt.date) -> dt.datetime:
    """Of a day alone it is not known when."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
