"""Whom do I look after, and who waits longest? The own households of a contact member or a grid leader, on one day."""

import datetime as dt
from dataclasses import dataclass

from geodata.contacts.candidates import companions_of
from geodata.coverage import states
from geodata.coverage.households import State, states_of
from geodata.people.models import Household
from geodata.people.spelling import initials, spelled
from geodata.territory.scope import Right, Scope
from geodata.visits.reasons import Rhythm, in_short, rhythms_of
from geodata.visits.rhythm import Status

MOST = 400
"""Households of one person: beyond, the most urgent ones."""

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
    """urgent (special and overdue), due (overdue, never or due soon) or rest."""
    reason: str
    counts: list[str]
    """The modes of visits that count here, by the household's rule."""
    last_met: dt.date | None
    point: tuple[float, float] | None
    companions: list[int]


def own_part(scope: Scope) -> Scope:
    """What somebody looks after in person: single households, and grids as their leader."""
    grants = [grant for grant in scope.to(Right.VISIT).grants if grant.households or grant.grids]
    return Scope(tuple(grants))


def own_homes(scope: Scope, *, on: dt.date) -> list[OwnHome]:
    """The most urgent first. Ten queries, whatever the number."""
    own = own_part(scope)
    if not own.grants:
        return []
    selection = states.select(scope=own, area=None, on=on)
    found = sorted(states_of(states.Question(selection, on=on)).values(), key=urgency)[:MOST]
    rows = Household.objects.within(own).filter(pk__in=[state.household_id for state in found])
    homes = {row.pk: row for row in rows.select_related("village", "grid")}
    known = [state for state in found if state.household_id in homes]
    rhythms = rhythms_of(list(homes.values()), on=on)
    along = companions_of(list(homes.values()), on=on)
    return [
        _own(state, homes[state.household_id], rhythms[state.household_id], along, on=on) for state in known
    ]


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
    state: State, home: Household, rhythm: Rhythm, along: dict[int, list[int]], *, on: dt.date
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
        group=_group(state),
        reason=in_short(rhythm, status=state.status, last_met=state.last_met, on=on),
        counts=list(rhythm.modes),
        last_met=state.last_met,
        point=(round(home.point.x, 6), round(home.point.y, 6)) if home.point else None,
        companions=along.get(home.pk, []),
    )


def _group(state: State) -> str:
    if state.special and state.status in UNSEEN:
        return "urgent"
    return "due" if state.status in (*UNSEEN, Status.DUE) else "rest"
