"""Which households are behind a figure? Lists by keyset, in the order (village, id), and their length."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.coverage import states
from geodata.coverage.figures import FIGURES


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
Key = tuple[int, int]
"""(village id, household id): where a page ended."""


def beyond(after: Key | None) -> tuple[str, dict[str, int]]:
    """The rows after a key, as SQL to add to a condition on village_id and household_id, and its parameters."""
    if after is None:
        return "", {}
    village, household = after
    told = {"after_village": village, "after_household": household}
    return "AND (village_id, household_id) > (%(after_village)s, %(after_household)s)", told


def matched(question: states.Question, figure: str, *, most: int | None = None) -> int:
    """How many households the figure counts; beyond `most` only that there are more. Two queries."""
    wanted = FIGURES[figure]
    found = states.rows(
        question,
        f"SELECT count(*) FROM (SELECT FROM state WHERE {wanted.condition} LIMIT %(limit)s) counted",
        {"limit": None if most is None else most + 1},
        with_visits=wanted.needs_visits,
    )
    return int(found[0][0])


def page(
    question: states.Question, figure: str, *, after: Key | None = None, limit: int = 100
) -> list[State]:
    """The next households of the figure after a key. Two queries."""
    wanted = FIGURES[figure]
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


def most_urgent(question: states.Question, figure: str, *, limit: int) -> list[State]:
    """The households of the figure that wait longest: never met first, then by intervals gone by. Two queries."""
    wanted = FIGURES[figure]
    found = states.rows(
        question,
        f"SELECT {COLUMNS} FROM state WHERE {wanted.condition} ORDER BY last_met IS NOT NULL,"
        ' (%(on)s - last_met)::float / "interval" DESC, household_id LIMIT %(limit)s',
        {"limit": limit},
        with_visits=wanted.needs_visits,
    )
    return [State(*row) for row in found]


def everything(question: states.Question, figure: str, *, chunk: int = 5000) -> Iterator[list[State]]:
    """The whole list in chunks, for files."""
    after: Key | None = None
    while part := page(question, figure, after=after, limit=chunk):
        yield part
        after = (part[-1].village_id, part[-1].household_id)


def states_of(question: states.Question) -> dict[int, State]:
    """The states of a handful of households by id. Two queries."""
    return {row[0]: State(*row) for row in states.rows(question, f"SELECT {COLUMNS} FROM state")}
