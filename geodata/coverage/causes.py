"""Why does a household lack the contact it should have? One cause each, over the same states as every figure.

Without a first contact: it never had one, its member left, or became unable, or the contact ended otherwise. With one:
the member has left or is unable all the same, has more households than the capacity (the latest ones are those beyond
it), or lives outside the household's grid. The first that applies is the cause.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.coverage import states
from geodata.coverage.households import Key, beyond


class Cause(TextChoices):
    """In the order in which an office takes them up."""

    NEVER = "never", _("never had one")
    LEFT = "left", _("member left")
    UNABLE = "unable", _("member unable")
    ENDED = "ended", _("contact ended")
    OVER_CAPACITY = "over_capacity", _("member over capacity")
    OUTSIDE = "outside", _("member outside the grid")


CAUSES = """
, held AS (
    SELECT s.household_id, l.id AS link_id, l.member_id FROM state s
    JOIN geodata_contactlink l ON l.household_id = s.household_id AND l."primary" AND l.period @> %(on)s
), helper AS (
    SELECT m.id, m.village_id, m.ability, m.capacity, m.period @> %(on)s AS present, m.point
    FROM geodata_member m WHERE m.id IN (SELECT member_id FROM held)
), place AS (
    SELECT l.id AS link_id, row_number() OVER (
        PARTITION BY l.member_id ORDER BY l."primary" DESC, lower(l.period), l.id) AS place
    FROM geodata_contactlink l WHERE l.period @> %(on)s AND l.member_id IN (SELECT id FROM helper)
), lives AS MATERIALIZED (
    SELECT DISTINCT ON (h.id) h.id AS member_id, b.area_id AS grid_id FROM helper h
    JOIN geodata_area a ON a.parent_id = h.village_id AND a.level = 'grid' AND a.period @> %(on)s
    JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s AND ST_Covers(b.geometry, h.point)
    ORDER BY h.id, a.code
), last AS (
    SELECT DISTINCT ON (l.household_id) l.household_id, l.end_reason FROM state s
    JOIN geodata_contactlink l ON l.household_id = s.household_id AND l."primary"
        AND lower(l.period) <= %(on)s AND upper(l.period) <= %(on)s
    WHERE NOT s.linked ORDER BY l.household_id, l.period DESC
), caused AS MATERIALIZED (
    SELECT s.household_id, s.village_id, s.grid_id, s.special, s.exempt, held.member_id, CASE
        WHEN NOT s.linked THEN CASE WHEN last.household_id IS NULL THEN 'never'
            WHEN last.end_reason = 'member_left' THEN 'left'
            WHEN last.end_reason = 'member_unable' THEN 'unable' ELSE 'ended' END
        WHEN NOT helper.present THEN 'left'
        WHEN helper.ability <> 'able' THEN 'unable'
        WHEN place.place > helper.capacity THEN 'over_capacity'
        WHEN helper.village_id <> s.village_id OR lives.grid_id <> s.grid_id THEN 'outside' END AS cause
    FROM state s
    LEFT JOIN held ON held.household_id = s.household_id
    LEFT JOIN helper ON helper.id = held.member_id
    LEFT JOIN place ON place.link_id = held.link_id
    LEFT JOIN lives ON lives.member_id = helper.id
    LEFT JOIN last ON last.household_id = s.household_id
)
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A household, its cause, and the member it has on paper (key; None: nobody)."""

    household_id: int
    village_id: int
    grid_id: int | None
    special: bool
    exempt: bool
    member_id: int | None
    cause: str


def counted(question: states.Question) -> dict[str, int]:
    """How many households have each cause. Two queries."""
    found = _rows(question, "SELECT cause, count(*) FROM caused WHERE cause IS NOT NULL GROUP BY cause")
    counts = dict(found)
    return {cause.value: counts.get(cause.value, 0) for cause in Cause}


def by_village(question: states.Question) -> dict[int, dict[str, int]]:
    """The same for each village that has any. Two queries."""
    found: dict[int, dict[str, int]] = {}
    sums = "SELECT village_id, cause, count(*) FROM caused WHERE cause IS NOT NULL GROUP BY village_id, cause"
    for village, cause, count in _rows(question, sums):
        found.setdefault(village, {})[cause] = count
    return found


def page(
    question: states.Question, causes: tuple[str, ...], *, after: Key | None = None, limit: int = 50
) -> list[Gap]:
    """The next households with one of these causes, in the order (village, household). Two queries."""
    rest, key = beyond(after)
    found = _rows(
        question,
        f"SELECT * FROM caused WHERE cause = ANY (%(causes)s) {rest}"
        " ORDER BY village_id, household_id LIMIT %(limit)s",
        {
            "causes": list(causes),
            "limit": limit,
            **key,
        },
    )
    return [Gap(*row) for row in found]


def of_households(question: states.Question) -> dict[int, str]:
    """The cause of each household of the question that has one. Two queries."""
    return dict(_rows(question, "SELECT household_id, cause FROM caused WHERE cause IS NOT NULL"))


def _rows(
    question: states.Question, query: str, extra: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    return states.rows(question, f"{CAUSES} {query}", extra)
