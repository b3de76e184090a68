"""Households behind a figure, as features. Who may not see details gets masked names and the grid's centre.

Above the village nobody gets households' own points: a list of more than one village shows each where its grid is,
but for those that a contact member looks after.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.geojson.bbox import Box
from api.geojson.rendering import feature, fragment
from geodata.base import periods
from geodata.base.round_trips import Statement, ask_at_once
from geodata.base.scope import Scope
from geodata.coverage import households, states
from geodata.coverage.figures import LISTS
from geodata.people.masking import MASKED_NAME, shown_name
from geodata.territory.models import DIGITS

Key = tuple[int, int]
"""(village id, household id): where a page ended."""

OPEN_VILLAGE, NEAR_VILLAGE = (
    "h.village_id = ANY (%(open_villages)s)",
    "h.village_id = ANY (%(near_villages)s)",
)
"""The same for a scope of whole villages, which is read at every row of a county."""
OPEN = "(h.village_id = ANY (%(open_villages)s) OR h.grid_id = ANY (%(open_grids)s) OR h.id = ANY (%(open_ones)s))"
"""Whether details may be shown, over geodata_household h."""
OWN_POINT = "(h.village_id = ANY (%(near_villages)s) OR h.grid_id = ANY (%(near_grids)s) OR h.id = ANY (%(open_ones)s))"
"""Whether the household's own point may be shown."""

BOX = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
OWN_IN_BOX = f"household_id IN (SELECT h.id FROM geodata_household h WHERE h.point && {BOX} AND {OWN_POINT})"
# A household is found where it is shown, which may be its grid: a box must not tell where it really is.
GRID_IN_BOX = f"""coalesce(grid_id, village_id) IN (
        SELECT b.area_id FROM geodata_boundary b
        WHERE b.period @> %(on)s AND ST_PointOnSurface(b.geometry) && {BOX})"""
NOT_OWN = f"household_id NOT IN (SELECT h.id FROM geodata_household h WHERE {OWN_POINT})"

COLUMNS = f"""page.village_id, page.household_id, h.token, /*open*/ AS open, h.number, h.head_name, h.address, h.size,
    /*occupancy*/ AS occupancy, v.code AS village, v.name AS village_name, g.code AS grid, g.name AS grid_name, page.linked, (
        SELECT u.name FROM geodata_contactlink l
        JOIN geodata_member m ON m.id = l.member_id JOIN geodata_user u ON u.id = m.user_id
        WHERE l.household_id = h.id AND l."primary" AND l.period @> %(on)s) AS contact,
    page.special, page.status, page.last_met, page."interval",
    CASE WHEN NOT page.has_point THEN NULL WHEN /*own*/ THEN 'own' ELSE 'grid' END AS shown,
    CASE WHEN page.has_point AND /*own*/ THEN ST_AsGeoJSON(h.point, {DIGITS}) END AS geometry,
    coalesce(page.grid_id, page.village_id) AS place"""
"""Links are looked up one by one: behind row-level security the planner cannot know how many hold on a day,
and as a join it reads those of the whole county."""

JOINS = """JOIN geodata_household h ON h.id = page.household_id
    JOIN geodata_area v ON v.id = page.village_id
    LEFT JOIN geodata_area g ON g.id = page.grid_id"""

CENTRES = f"""SELECT b.area_id, ST_AsGeoJSON(ST_PointOnSurface(b.geometry), {DIGITS}) AS middle FROM geodata_boundary b
    WHERE b.period @> %(on)s AND b.area_id IN (SELECT place FROM told WHERE shown = 'grid')"""
"""A point inside each area, worked out once an area and not once a household."""

TOLD = f"""SELECT shown.*, coalesce(shown.grid, shown.village) AS code, %(on)s::date AS day,
    CASE WHEN point = 'own' THEN own_point ELSE middle END AS geom FROM (
        SELECT page.village_id, page.household_id, h.token::text AS id, h.token::text AS token, NOT /*open*/ AS masked,
            h.number::text AS number, CASE WHEN /*open*/ THEN h.head_name ELSE {MASKED_NAME} END AS head,
            CASE WHEN /*open*/ THEN h.address END::text AS address, h.size,
            CASE WHEN /*open*/ THEN /*occupancy*/ END::text AS occupancy, v.code::text AS village,
            v.name::text AS village_name, g.code::text AS grid, g.name::text AS grid_name, page.linked, u.name::text AS contact,
            CASE WHEN /*open*/ THEN page.status END AS status, CASE WHEN /*open*/ THEN page.special END AS special,
            CASE WHEN /*open*/ THEN page.last_met END AS last_met, CASE WHEN /*open*/ THEN page."interval" END AS "interval",
            CASE WHEN NOT page.has_point THEN NULL WHEN /*own*/ THEN 'own' ELSE 'grid' END AS point,
            CASE WHEN page.has_point AND /*own*/ THEN h.point END AS own_point, middles.middle
        FROM page {JOINS} LEFT JOIN middles ON page.has_point AND middles.area_id = coalesce(page.grid_id, page.village_id)
        LEFT JOIN (geodata_member m JOIN geodata_user u ON u.id = m.user_id) ON m.id = (
            SELECT l.member_id FROM geodata_contactlink l
            WHERE l.household_id = h.id AND l."primary" AND l.period @> %(on)s)
    ) shown"""
"""What is told of each household and nothing else: whoever asks further asks this."""
MIDDLES = """SELECT b.area_id, ST_PointOnSurface(b.geometry) AS middle FROM geodata_boundary b
    WHERE b.period @> %(on)s::date AND b.area_id IN (SELECT coalesce(grid_id, village_id) FROM page)"""

OCCUPANCY_ON = """(
        SELECT o.occupancy FROM geodata_occupancyperiod o WHERE o.household_id = h.id AND o.period @> %(on)s)"""


@dataclass(frozen=True)
class Listing:
    """The households of a question behind a figure, as somebody sees them whose details end with `details`.

    `near`: the question is about one village, or less, so that points may be shown.
    """

    question: states.Question
    figure: str
    details: Scope
    near: bool
    box: Box | None = None

    @property
    def where(self) -> str:
        condition = LISTS[self.figure].condition
        if self.box is None:
            return condition
        return f"{condition} AND has_point AND {self._in_box}"

    @property
    def _in_box(self) -> str:
        if self._all_own:
            return OWN_IN_BOX
        if self.near or self.details.households:
            return f"({OWN_IN_BOX} OR ({GRID_IN_BOX} AND {NOT_OWN}))"
        return GRID_IN_BOX

    @property
    def _all_own(self) -> bool:
        """A whole village all of whose details may be shown: a household never changes its village."""
        chosen = self.question.selection
        whole = not (chosen.grids or chosen.households)
        return self.near and whole and self.details.villages.issuperset(chosen.villages)

    @property
    def _near_villages(self) -> frozenset[int]:
        """Where own points may be shown. Named one by one: behind a policy a box alone finds no index."""
        villages = self.question.selection.villages
        return (
            (self.details.villages.intersection(villages) if villages else self.details.villages)
            if self.near
            else frozenset()
        )

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "open_villages": list(self.details.villages),
            "open_grids": list(self.details.grids),
            "open_ones": list(self.details.households),
            "near_villages": list(self._near_villages),
            "near_grids": list(self.details.grids) if self.near else [],
            **(self.box._asdict() if self.box else {}),
        }

    def _asking(self, query: str, **more: Any) -> Statement:
        with_visits = LISTS[self.figure].needs_visits
        question = replace(self.question, gone=True) if LISTS[self.figure].gone else self.question
        question.knowing(self.question.by_facts)
        return states.statement(question, query, {**self.parameters, **more}, with_visits=with_visits)

    def page(self, *, after: Key | None, limit: int) -> "Page":
        """The next features after a key, and how many there are up to COUNTED: sent together, and one question more where it
        is not known whether facts hold.
        """
        # By village first: behind the policies that is the order in which an index answers.
        beyond = "AND (village_id, household_id) > (%(village)s, %(household)s)" if after else ""
        village, household = after or (0, 0)
        query = f""", page AS (
                SELECT * FROM state WHERE {self.where} {beyond} ORDER BY village_id, household_id LIMIT %(limit)s
            ), told AS MATERIALIZED (SELECT {self._columns} FROM page {JOINS}), centres AS MATERIALIZED ({CENTRES})
            SELECT told.*, centres.middle FROM told LEFT JOIN centres ON shown = 'grid' AND area_id = place
            ORDER BY village_id, household_id"""
        rows, ((matched,),) = ask_at_once(
            [
                self._asking(query, village=village, household=household, limit=limit + 1),
                self._asking(households.counting(self.where), **households.counting_to(households.COUNTED)),
            ]
        )
        more = (rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else None
        return Page([_feature(row[2:]) for row in rows[:limit]], more, matched)

    CUT = "/*cut*/"
    """A mark in `relation`: where more can be asked of a state before it is told, or only some of them taken."""

    def relation(self) -> str:
        """A WITH clause whose last relation is `told`: a row per household, of which nothing hidden can be asked any more.
        Its parameters are those of the question and these.
        """
        with_visits = LISTS[self.figure].needs_visits
        state = self.question.relation(with_visits=with_visits)
        page = f"page AS (SELECT * FROM state WHERE {self.where} {self.CUT})"
        return f"{state}, {page}, middles AS MATERIALIZED ({MIDDLES}), told AS ({self._filled(TOLD)})"

    @property
    def _columns(self) -> str:
        return self._filled(COLUMNS)

    def _filled(self, columns: str) -> str:
        today = self.question.on == periods.today()
        open_, own = (
            (OPEN, OWN_POINT)
            if self.details.grids or self.details.households
            else (OPEN_VILLAGE, NEAR_VILLAGE)
        )
        columns = columns.replace("/*occupancy*/", "h.occupancy" if today else OCCUPANCY_ON)
        return columns.replace("/*open*/", open_).replace(
            "/*own*/", own if self.near or own is OWN_POINT else "false"
        )


@dataclass(frozen=True)
class Page:
    """Features, the key to go on from if there are more, and how many there are on all pages: up to COUNTED, and one more."""

    features: list[dict[str, Any]]
    end: Key | None
    matched: int


def _feature(row: Sequence[Any]) -> dict[str, Any]:
    (token, full, number, head, address, size, occupancy, village, village_name, grid, grid_name,
     linked, contact, special, status, last_met, interval, point, geometry, _place, middle) = row  # fmt: skip
    properties = {
        "token": token,
        "masked": not full,
        "number": number,
        "head": shown_name(head, details=full),
        "address": address if full else None,
        "size": size,
        # Whether it is lived in, and when whom nobody visits was visited last, tells who is ill or away.
        "occupancy": occupancy if full else None,
        "village": village,
        "village_name": village_name,
        "grid": grid,
        "grid_name": grid_name,
        "linked": linked,
        "contact": contact,
        "status": status if full else None,
        "special": special if full else None,
        "last_met": _text(last_met) if full else None,
        "interval": interval if full else None,
        "point": point,
    }
    return feature(token, fragment(middle if point == "grid" else geometry), properties)


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
