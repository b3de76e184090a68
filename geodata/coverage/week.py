"""What of some households falls due this week, and what of it is done? Of the work: whoever went.

A week is Monday to Sunday. A household is of the week when, as things stood before Monday, its visit was to be made by Sunday
(or long before); it is done when somebody was met there since Monday in a way that counts.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from geodata.coverage import states
from geodata.coverage.households import State, states_of
from geodata.visits.schedule import Status, next_visit_by

DUE, MET = "due", "met"


def week_of(on: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday."""
    first = on - dt.timedelta(days=on.weekday())
    return first, first + dt.timedelta(days=6)


def of_week(now: Collection[State], *, on: dt.date) -> Mapping[int, str]:
    """DUE or MET by household, of those that are of the week; `now` is their state on the day. One query at most."""
    first, last = week_of(on)
    met = [state.household_id for state in now if state.last_met and state.last_met >= first]
    before: dict[int, State] = {}
    if met:
        selection = states.Selection(households=tuple(sorted(met)))
        before = states_of(states.Question(selection, on=first - dt.timedelta(days=1)))
    told = {state.household_id: DUE for state in now if _by(state, last)}
    return told | {pk: MET for pk in met if pk not in before or _by(before[pk], last)}


def _by(state: State, last: dt.date) -> bool:
    """Is it to be visited by that day?"""
    if state.status == Status.EXEMPT:
        return False
    wanted = next_visit_by(last_met=state.last_met, interval=state.interval)
    return wanted is None or wanted <= last
