"""A figure: one condition on a household, so that its count, its list, its map and its file cannot differ.

Concepts declare theirs in their manifests; geodata/coverage asks all of them in one statement. A condition is SQL over the
relation `state` of geodata/coverage/states.py: household_id, village_id, grid_id, linked, special, exempt, has_point,
interval, last_met, status, visits, person_times. A table of one's own is asked as a set, which is read once a question and
not once a household, and `within` the villages of the question, whose day is `%(on)s`:

    f"household_id IN (SELECT n.household_id FROM geodata_need n WHERE {within('n.village_id')} AND n.due < %(on)s)"

A moment is never compared with that day itself, but with `midnight` of it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from geodata.base.scope import Right

ZONE = "Asia/Shanghai"
"""By whose clock days begin. The settings have it from here: conditions are read while they are made."""


def midnight(day: str) -> str:
    """SQL: the moment at which a day (SQL of a date) begins.

    A moment that is compared with a date as it is would be cut by the zone of the connection: in UTC, at eight in the morning.
    """
    return f"(({day})::timestamp AT TIME ZONE '{ZONE}')"


def holds(period: str) -> str:
    """SQL: does a period (SQL of a range of days) hold on the day of the question?

    Behind policies the planner knows nothing of periods and takes one in 200 to hold, so that it joins a county row by row;
    of what it cannot look into, it takes one in two. No index on the period is used: another condition has to choose the rows.
    """
    return f"coalesce({period} @> %(on)s::date, false)"


def within(village: str) -> str:
    """SQL: does a row stand in the villages that are asked about? True where grids or single households are.

    So a county's rows are found by the index, and not among all that its reader may see. `village`: SQL of a row's village,
    which is its household's by a law.
    """
    return f"(%(within)s::bigint[] IS NULL OR {village} = ANY (%(within)s::bigint[]))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    name: str
    label: Promise | str
    condition: str
    """Its text is ours: nothing that anybody typed is part of it."""
    place: int
    """Where it stands among all."""
    of: str = "households"
    """The figure that is its denominator."""
    open: bool = False
    """Its number and its list are told without details too; else only with them (geodata/coverage/disclosure.py)."""
    gap: str = ""
    """The name under which its list is asked for, where somebody has to do something about each household of it."""
    breaks: str = ""
    """The four percentages at which a map by it changes its colour; none: there is no such map."""
    gone: bool = False
    """A list of those that had left on the day, and of nobody else: it is asked for by its name, and no count has it."""
    right: Right | None = None
    """Without it the rows that the condition asks are shown to nobody (geodata/sql/policies): what is kept of it is not, either."""
    help: Promise | str = ""
    """What is counted and what is to be done about it, as its list, its files and the API say it."""

    @property
    def needs_visits(self) -> bool:
        return "visits" in self.condition

    @property
    def asks_a_table(self) -> bool:
        """Does it ask a table of its own, beside the state? Who sees its rows may be told apart from who sees the household's."""
        return "SELECT" in self.condition
