"""Why does a household lack the contact it should have? One cause each, over the same states as every figure.

Without a first contact: it never had one, its member left, or became unable, or the contact ended otherwise. With one:
the member has left or is unable all the same, has more households than the capacity (the latest ones are those beyond
it), or lives outside the household's grid. The first that applies is the cause.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.figures import holds
from geodata.coverage import states
from geodata.coverage.households import Key, beyond
from geodata.people.placing import grid_of_each


class Cause(TextChoices):
    """In the order in which an office takes them up."""

    NEVER = "never", _("Never had one")
    LEFT = "left", _("member left")
    UNABLE = "unable", _("member unable")
    ENDED = "ended", _("Contact ended")
    OVER_CAPACITY = "over_capacity", _("Member over capacity")
    OUTSIDE = "outside", _("Member outside the grid")


HOLDS = holds("l.period")
CAUSES = f"""
, held AS (
    SELECT s.household_id, l.id AS link_id, l.member_id FROM state s
    JOIN geodata_contactlink l ON l.household_id = s.household_id AND l."primary" AND {HOLDS} AND /*there*/
), helper AS (
    SELECT m.id, m.village_id, b.ability, b.capacity, m.period @> %(on)s AS present, m.point
    FROM geodata_member m LEFT JOIN geodata_memberability b ON b.member_id = m.id AND b.period @> %(on)s
    WHERE m.id IN (SELECT member_id FROM held)
), laden AS MATERIALIZED (
    SELECT helper.id FROM helper JOIN geodata_contactlink l ON l.member_id = helper.id AND {HOLDS}
    GROUP BY helper.id, helper.capacity HAVING count(*) > helper.capacity
), place AS (
    SELECT l.id AS link_id, row_number() OVER (
        PARTITION BY l.member_id ORDER BY l."primary" DESC, lower(l.period), l.id) AS place
    FROM geodata_contactlink l WHERE {HOLDS} AND l.member_id IN (SELECT id FROM laden)
), lives AS MATERIALIZED (
    {grid_of_each("helper")}
), last AS (
    SELECT DISTINCT ON (l.household_id) l.household_id, l.end_reason FROM state s
    JOIN geodata_contactlink l ON l.household_id = s.household_id AND l."primary" AND /*there*/
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
    LEFT JOIN lives ON lives.id = helper.id
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


@dataclass(frozen=True, slots=True)
class Gaps:
    """Of an area the causes by village, of those that have any, and a page of the households."""

    by_village: dict[int, dict[str, int]]
    page: list[Gap]

    @property
    def counts(self) -> dict[str, int]:
        """How many households have each cause."""
        return {cause.value: sum(of[cause.value] for of in self.by_village.values()) for cause in Cause}


LISTED = """, listed AS (
    SELECT * FROM caused WHERE cause = ANY (%(causes)s) {rest} ORDER BY village_id, household_id LIMIT %(limit)s)
SELECT * FROM listed"""
BESIDE = """ UNION ALL SELECT NULL, village_id, NULL, NULL, NULL, count(*), cause FROM caused
    WHERE cause IS NOT NULL GROUP BY village_id, cause"""


def counted_and_listed(
    question: states.Question, causes: Sequence[str], *, after: Key | None = None, limit: int = 50
) -> Gaps:
    """What `counted` and `page` tell, looked through once. Two queries."""
    rows = _listed(question, causes, after, limit, beside=BESIDE)
    by_village: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Cause.values, 0))
    for household, village, _grid, _special, _exempt, count, cause in rows:
        if household is None:
            by_village[village][cause] = count
    return Gaps(dict(by_village), [Gap(*row) for row in rows if row[0] is not None])


def page(
    question: states.Question, causes: Sequence[str], *, after: Key | None = None, limit: int = 50
) -> list[Gap]:
    """The next households with one of these causes, in the order (village, household). Two queries."""
    return [Gap(*row) for row in _listed(question, causes, after, limit)]


def _listed(
    question: states.Question, causes: Sequence[str], after: Key | None, limit: int, *, beside: str = ""
) -> list[tuple[Any, ...]]:
    rest, key = beyond(after)
    told = {"causes": list(causes), "limit": limit, **key}
    found = _rows(question, LISTED.format(rest=rest) + beside, told)
    return sorted(found, key=lambda row: (row[1], row[0] or 0))


def of_households(question: states.Question) -> dict[int, str]:
    """The cause of each household of the question that has one. Two queries."""
    return dict(_rows(question, "SELECT household_id, cause FROM caused WHERE cause IS NOT NULL"))


def _rows(
    question: states.Question, query: str, extra: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    return states.rows(question, f"{_causes(question)} {query}", extra)


def execute(question: states.Question, query: str, extra: dict[str, Any]) -> None:
    """Run a statement of ours over `state`, with visits of the window, and `caused`: what keeps both."""
    text, told = states.statement(question, f"{_causes(question)} {query}", extra, with_visits=True)
    with connection.cursor() as cursor:
        cursor.execute(text, told)


def _causes(question: states.Question) -> str:
    """A link stands in the village of its household: so a county's are found by the index, and not among a city's."""
    villages = (
        "%(villages)s" if question.selection.only_villages else "ARRAY(SELECT DISTINCT village_id FROM state)"
    )
    return CAUSES.replace("/*there*/", f"l.village_id = ANY ({villages})")
