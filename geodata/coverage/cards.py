"""Which households hold a contact card that still says who looks after them? Over the same states as every figure.

A question of its own: it reads a table that the figures do not need, and they stay as fast as they are.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.figures import holds
from geodata.coverage import states
from geodata.coverage.households import Key, beyond


class CardState(TextChoices):
    """Of a lived-in household with a first contact; the others need no card."""

    MISSING = "missing", _("Never printed")
    OUTDATED = "outdated", _("Out of date: the contact or the grid has changed")
    WAITING = "waiting", _("Printed, not handed over")
    HELD = "held", _("Delivered")


LACKING = (CardState.MISSING, CardState.OUTDATED)
"""What is to be printed: the reprint list."""

CARDS = f"""
, card AS MATERIALIZED (
    SELECT DISTINCT ON (c.household_id) c.* FROM geodata_card c
    JOIN state s ON s.household_id = c.household_id
    WHERE c.kind = 'contact' AND c.printed_on <= %(on)s
    ORDER BY c.household_id, c.printed_on DESC, c.id DESC
), carded AS MATERIALIZED (
    SELECT s.household_id, s.village_id, s.grid_id, l.id AS link_id, l.member_id, card.id AS card_id,
        card.printed_on, card.delivered_on,
        CASE WHEN card.id IS NULL THEN 'missing'
            WHEN card.link_id <> l.id OR card.member_id <> l.member_id THEN 'outdated'
            -- Redrawn since: the card names the grid of its day.
            WHEN EXISTS (SELECT FROM geodata_placement p WHERE p.household_id = card.household_id
                AND p.period @> card.printed_on AND p.grid_id IS DISTINCT FROM s.grid_id) THEN 'outdated'
            WHEN card.delivered_on IS NULL OR card.delivered_on > %(on)s THEN 'waiting' ELSE 'held' END AS held
    FROM state s
    JOIN geodata_contactlink l ON l.household_id = s.household_id AND l."primary" AND {holds("l.period")}
    LEFT JOIN card ON card.household_id = s.household_id
    WHERE NOT s.exempt
)
"""
COLUMNS = "household_id, village_id, grid_id, link_id, member_id, card_id, printed_on, delivered_on, held"


@dataclass(frozen=True, slots=True)
class Carded:
    """A household, its first contact (link and member), and its latest card if there is one."""

    household_id: int
    village_id: int
    grid_id: int | None
    link_id: int
    member_id: int
    card_id: int | None
    printed_on: dt.date | None
    delivered_on: dt.date | None
    state: str


def counted(question: states.Question) -> dict[str, int]:
    """How many households are in each state. Two queries."""
    found = dict(_rows(question, "SELECT held, count(*) FROM carded GROUP BY held"))
    return {state.value: found.get(state.value, 0) for state in CardState}


def page(
    question: states.Question, wanted: tuple[str, ...], *, after: Key | None = None, limit: int = 100
) -> list[Carded]:
    """The next households in one of these states, in the order (village, household). Two queries."""
    rest, key = beyond(after)
    found = _rows(
        question,
        f"SELECT {COLUMNS} FROM carded WHERE held = ANY (%(wanted)s) {rest}"
        " ORDER BY village_id, household_id LIMIT %(limit)s",
        {
            "wanted": list(wanted),
            "limit": limit,
            **key,
        },
    )
    return [Carded(*row) for row in found]


def in_the_house(question: states.Question) -> list[int]:
    """The households (ids) with a card, printed or delivered, that says who looks after them and in which grid. Two queries."""
    kept = {"kept": [CardState.WAITING.value, CardState.HELD.value]}
    query = "SELECT household_id FROM carded WHERE held = ANY (%(kept)s) ORDER BY household_id"
    return [int(pk) for (pk,) in _rows(question, query, kept)]


def of_household(question: states.Question) -> Carded | None:
    """The one household of the question; None where no card is needed. Two queries."""
    return next((Carded(*row) for row in _rows(question, f"SELECT {COLUMNS} FROM carded")), None)


def _rows(
    question: states.Question, query: str, extra: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    return states.rows(question, f"{CARDS} {query}", extra)
