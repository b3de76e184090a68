"""Which households are behind a figure? Lists by keyset, in the order (village, id), and their length."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geodata.base.figures import Figure
from geodata.coverage import states, tallies
from geodata.coverage.figures import LISTS


@dataclass(frozen=True, slots=True)
class State:
    """What a list tells of one household on the day."""

    household_id: int
    village_id: int
    grid_id: int | None
    linked: bool
    special: bool
    interval: int
    last_met: dt.date | None
    status: str


COLUMNS = 'household_id, village_id, grid_id, linked, special, "interval", last_met, status'
COUNTED = 1_000
"""Of a list that is longer it is only said that it is: to count it costs more than to show a page of it."""
Key = tuple[int, int]
"""(village id, household id): where a page ended."""

NEVER = dt.date.min
MET = f"coalesce(last_met, date '{NEVER}')"
Met = tuple[dt.date, int]
"""(day of the last meeting or NEVER, household id): where a page in that order ended."""


def beyond(after: Key | None) -> tuple[str, dict[str, int]]:
    """The rows after a key, as SQL to add to a condition on village_id and household_id, and its parameters."""
    if after is None:
        return "", {}
    village, household = after
    told = {"after_village": village, "after_household": household}
    return "AND (village_id, household_id) > (%(after_village)s, %(after_household)s)", told


def _listed(question: states.Question, name: str) -> tuple[Figure, states.Question]:
    """The figure, and the question of whom it lists."""
    figure = LISTS[name]
    return figure, question if question.gone == figure.gone else replace(question, gone=figure.gone)


def matched(question: states.Question, figure: str, *, most: int | None = None) -> int:
    """How many households the figure counts; beyond `most` only that there are more. What is kept of whole areas today is
    read (two queries), everything else counted (three at most).
    """
    if (kept := tallies.matched(question, figure)) is not None:
        return kept if most is None else min(kept, most + 1)
    wanted, question = _listed(question, figure)
    found = states.rows(
        question, counting(wanted.condition), counting_to(most), with_visits=wanted.needs_visits
    )
    return int(found[0][0])


def counting(condition: str) -> str:
    """The question for `matched`, whose parameters are `counting_to`."""
    return f"SELECT count(*) FROM (SELECT FROM state WHERE {condition} LIMIT %(most)s) counted"


def counting_to(most: int | None) -> dict[str, int | None]:
    return {"most": None if most is None else most + 1}


def page(
    question: states.Question, figure: str, *, after: Key | None = None, limit: int = 100
) -> list[State]:
    """The next households of the figure after a key. Two queries."""
    wanted, question = _listed(question, figure)
    rest, key = beyond(after)
    found = states.rows(
        question,
        f"SELECT {COLUMNS} FROM state WHERE {wanted.condition} {rest}"
        " ORDER BY village_id, household_id LIMIT %(limit)s",
        {
            "limit": limit,
            **key,
        },
        with_visits=wanted.needs_visits,
    )
    return [State(*row) for row in found]


def page_by_last_met(
    question: states.Question,
    figure: str,
    *,
    after: Met | None = None,
    limit: int = 100,
    latest: bool = False,
) -> list[State]:
    """The next households by the day on which somebody was last met: never and the earliest first, or the latest. Two
    queries; each page reads all of the figure.
    """
    wanted, question = _listed(question, figure)
    sign, way = ("<", "DESC") if latest else (">", "ASC")
    rest = f"AND ({MET}, household_id) {sign} (%(after_day)s, %(after_household)s)" if after else ""
    day, household = after or (None, None)
    found = states.rows(
        question,
        f"SELECT {COLUMNS} FROM state WHERE {wanted.condition} {rest}"
        f" ORDER BY {MET} {way}, household_id {way} LIMIT %(limit)s",
        {"limit": limit, "after_day": day, "after_household": household},
        with_visits=wanted.needs_visits,
    )
    return [State(*row) for row in found]


def most_urgent(question: states.Question, figure: str, *, limit: int) -> list[State]:
    """The households of the figure that wait longest: never met first, then by intervals gone by. Two queries."""
    wanted, question = _listed(question, figure)
    found = states.rows(
        question,
        f"SELECT {COLUMNS} FROM state WHERE {wanted.condition} ORDER BY last_met IS NOT NULL,"
        ' (%(on)s - last_met)::float / "interval" DESC, household_id LIMIT %(limit)s',
        {"limit": limit},
        with_visits=wanted.needs_visits,
    )
    return [State(*row) for row in found]


def state_of(household: int, *, on: dt.date) -> State | None:
    """Of one household, for its own page, where it is shown when it has left, too; None where it was not known on that day.
    Two queries, four for one that left.
    """
    question = states.Question(states.Selection(households=(household,)), on=on)
    return states_of(question).get(household) or states_of(replace(question, gone=True)).get(household)


def everything(question: states.Question, figure: str, *, chunk: int = 5000) -> Iterator[list[State]]:
    """The whole list in chunks, for files."""
    after: Key | None = None
    while part := page(question, figure, after=after, limit=chunk):
        yield part
        after = (part[-1].village_id, part[-1].household_id)


def states_of(question: states.Question) -> dict[int, State]:
    """The states of a handful of households by id. Two queries."""
    return {row[0]: State(*row) for row in states.rows(question, f"SELECT {COLUMNS} FROM state")}
