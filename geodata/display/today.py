"""Whom do I look after, and who waits longest? The own households of a contact member or a grid leader, on one day."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from geodata.base.manifest import concepts
from geodata.base.scope import Right, Scope
from geodata.contacts.candidates import companions_of
from geodata.coverage import states
from geodata.coverage.households import State, states_of
from geodata.coverage.week import of_week
from geodata.people.models import Household
from geodata.people.spelling import initials, spelled
from geodata.visits.explanation import Rhythm, in_short, rhythms_of, why_today
from geodata.visits.figures import AHEAD
from geodata.visits.schedule import Status

MOST = 400
"""Households of one person: beyond, the most urgent ones."""

SOON = 14
"""Days ahead of which somebody's own list tells."""
UNSEEN = (Status.NEVER, Status.OVERDUE, Status.LONG)
URGENT = (Status.LONG, Status.NEVER, Status.OVERDUE, Status.DUE, Status.OK, Status.EXEMPT)


@dataclass(frozen=True, slots=True)
class OwnHome:
    """A household of one's own, with the reason of its place in the list in words."""

    token: str
    number: str
    head: str
    spelled: list[str]
    """Its name in pinyin and by initials, to be found by."""
    place: str
    address: str
    phones: list[str]
    status: str
    special: bool
    group: str
    """urgent (special and overdue), due (overdue, never, due soon, or with something else to do) or rest."""
    week: str
    """met or due where it is of this week's work (coverage/week.py), else empty."""
    why: str
    """Why to go today, or that there is time, as short as can be."""
    reason: str
    """The same with its rule, in a sentence."""
    tasks: list[str]
    """What else is to be done there, a line each, as the concepts tell it."""
    waiting: list[str]
    """What waits for somebody else to decide, a line each."""
    counts: list[str]
    """The modes of visits that count here, by the household's rule."""
    last_met: dt.date | None
    due_by: dt.date | None
    """The last day of its time, for one that is not owed a visit yet."""
    point: tuple[float, float] | None
    companions: list[int]


def own_part(scope: Scope) -> Scope:
    """What somebody looks after in person: single households, and grids as their leader."""
    grants = [grant for grant in scope.to(Right.VISIT).grants if grant.households or grant.grids]
    return Scope(tuple(grants))


def begins_with_today(scope: Scope) -> bool:
    """Whose first page is the own households: contact members and grid leaders who hold no office of an area."""
    return bool(own_part(scope).grants) and not scope.villages


def own_homes(scope: Scope, *, on: dt.date) -> list[OwnHome]:
    """The most urgent first. Some dozen queries, whatever the number."""
    own = own_part(scope)
    if not own.grants:
        return []
    selection = states.select(scope=own, area=None, on=on)
    urgent = sorted(states_of(states.Question(selection, on=on)).values(), key=urgency)[:MOST]
    weekly = of_week(urgent, on=on)
    rows = Household.objects.within(own).filter(pk__in=[state.household_id for state in urgent])
    homes = {row.pk: row for row in rows.select_related("village", "grid")}
    known = [state for state in urgent if state.household_id in homes]
    rhythms = rhythms_of(list(homes.values()), on=on)
    along = companions_of(list(homes.values()), on=on)
    tasks, waiting = tasks_of(list(homes.values()), on=on), waiting_of(list(homes.values()))
    return [
        _own(
            state,
            homes[state.household_id],
            rhythms[state.household_id],
            along,
            tasks.get(state.household_id, []),
            waiting.get(state.household_id, []),
            week=weekly.get(state.household_id, ""),
            on=on,
        )
        for state in known
    ]


def own_villages(scope: Scope) -> list[int]:
    """Where they are. One query."""
    own = own_part(scope)
    if not own.grants:
        return []
    return list(Household.objects.within(own).order_by().values_list("village", flat=True).distinct())


def tasks_of(homes: Collection[Household], *, on: dt.date) -> dict[int, list[str]]:
    """The lines of each household, in the order of concepts. Each concept asks of all at once."""
    found: dict[int, list[str]] = {}
    for concept in concepts():
        for household, lines in (concept.today(homes, on) if concept.today else {}).items():
            found.setdefault(household, []).extend(lines)
    return found


def waiting_of(homes: Collection[Household]) -> dict[int, list[str]]:
    """The same of what waits for somebody else."""
    found: dict[int, list[str]] = {}
    for concept in concepts():
        for household, lines in (concept.waiting(homes) if concept.waiting else {}).items():
            found.setdefault(household, []).extend(lines)
    return found


def urgency(state: State) -> tuple[bool, int, bool, dt.date, int]:
    """Special and overdue first, then by how long nobody was met."""
    return (
        not (state.special and state.status in UNSEEN),
        URGENT.index(Status(state.status)),
        not state.special,
        state.last_met or dt.date.min,
        state.household_id,
    )


def _own(
    state: State,
    home: Household,
    rhythm: Rhythm,
    along: dict[int, list[int]],
    tasks: list[str],
    waiting: list[str],
    *,
    week: str,
    on: dt.date,
) -> OwnHome:
    return OwnHome(
        token=home.token,
        number=home.number,
        head=home.head_name,
        spelled=[*initials(home.head_name), *spelled(home.head_name)],
        place=f"{home.place} {home.group}".strip(),
        address=home.address,
        phones=list(home.phones),
        status=state.status,
        special=state.special,
        group=_group(state, tasks),
        week=week,
        why=_first(
            why_today(rhythm, status=state.status, special=state.special, last_met=state.last_met, on=on)
        ),
        reason=in_short(rhythm, status=state.status, last_met=state.last_met, on=on),
        tasks=tasks,
        waiting=waiting,
        counts=list(rhythm.modes),
        last_met=state.last_met,
        due_by=_due_by(state),
        point=(round(home.point.x, 6), round(home.point.y, 6)) if home.point else None,
        companions=along.get(home.pk, []),
    )


def _first(text: str) -> str:
    """At the head of a line."""
    return text[:1].upper() + text[1:]


def _due_by(state: State) -> dt.date | None:
    if state.last_met is None or state.status not in (Status.OK, Status.DUE):
        return None
    return state.last_met + dt.timedelta(days=state.interval)


def falling_due(homes: Collection[OwnHome], *, on: dt.date) -> dict[int, int]:
    """How many of these are not owed a visit today and will be in 7 and in 14 days, if nobody goes there. It is of the own list
    alone, and compares nobody with anybody.
    """
    ahead = {days: on + dt.timedelta(days=days) for days in AHEAD if days <= SOON}
    return {
        days: sum(home.due_by is not None and home.due_by < day for home in homes)
        for days, day in ahead.items()
    }


def _group(state: State, tasks: list[str]) -> str:
    if state.special and state.status in UNSEEN:
        return "urgent"
    return "due" if tasks or state.status in (*UNSEEN, Status.DUE) else "rest"
