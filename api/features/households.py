"""Households behind a figure, as features. Who may not see details gets masked names and the grid's centre.

Above the village nobody gets households' own points: a list of more than one village shows each where its grid is,
but for those that a contact member looks after.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Func

from api.features.geojson import DIGITS, feature, fragment
from api.serializers.bbox import Box
from geodata import periods
from geodata.contacts.models import Member
from geodata.coverage import states
from geodata.coverage.figures import FIGURES
from geodata.people.masking import masked_name
from geodata.territory.models import Boundary
from geodata.territory.scope import Scope

MEMBER = 14
"""Where COLUMNS has the member who looks after the household."""

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

COLUMNS = f"""page.village_id, page.household_id, h.token, /*open*/, h.number, h.head_name, h.address, h.size,
    /*occupancy*/, v.code, v.name, g.code, g.name, page.linked, (
        SELECT l.member_id FROM geodata_contactlink l
        WHERE l.household_id = h.id AND l."primary" AND l.period @> %(on)s),
    page.special, page.status, page.last_met, page."interval",
    CASE WHEN NOT page.has_point THEN NULL WHEN /*own*/ THEN 'own' ELSE 'grid' END,
    CASE WHEN page.has_point AND /*own*/ THEN ST_AsGeoJSON(h.point, {DIGITS}) END,
    coalesce(page.grid_id, page.village_id)"""
"""Links are looked up one by one: behind row-level security the planner cannot know how many hold on a day,
and as a join it reads those of the whole county."""

JOINS = """JOIN geodata_household h ON h.id = page.household_id
    JOIN geodata_area v ON v.id = page.village_id
    LEFT JOIN geodata_area g ON g.id = page.grid_id"""

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
        condition = FIGURES[self.figure].condition
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
        asked = self.question.selection.villages
        return (
            (self.details.villages.intersection(asked) if asked else self.details.villages)
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

    def rows(self, query: str, **more: Any) -> list[tuple[Any, ...]]:
        with_visits = FIGURES[self.figure].needs_visits
        return states.rows(self.question, query, {**self.parameters, **more}, with_visits=with_visits)

    def matched(self) -> int:
        """How many there are. Two queries."""
        return int(self.rows(f"SELECT count(*) FROM state WHERE {self.where}")[0][0])

    def page(self, *, after: Key | None, limit: int) -> tuple[list[dict[str, Any]], Key | None]:
        """The next features after a key, and the key to go on from if there are more. Four queries."""
        beyond = "AND (village_id, household_id) > (%(village)s, %(household)s)" if after else ""
        village, household = after or (0, 0)
        found = self.rows(
            f"""SELECT {self._columns} FROM (
                SELECT * FROM state WHERE {self.where} {beyond}
                ORDER BY village_id, household_id LIMIT %(limit)s
            ) page {JOINS} ORDER BY page.village_id, page.household_id""",
            village=village,
            household=household,
            limit=limit + 1,
        )
        more = (found[limit - 1][0], found[limit - 1][1]) if len(found) > limit else None
        contacts = _names({row[MEMBER] for row in found} - {None})
        centres = _centres({row[-1] for row in found if row[-3] == "grid"}, on=self.question.on)
        return [_feature(row[2:], contacts, centres) for row in found[:limit]], more

    @property
    def _columns(self) -> str:
        today = self.question.on == periods.today()
        open_, own = (
            (OPEN, OWN_POINT)
            if self.details.grids or self.details.households
            else (OPEN_VILLAGE, NEAR_VILLAGE)
        )
        columns = COLUMNS.replace("/*occupancy*/", "h.occupancy" if today else OCCUPANCY_ON)
        return columns.replace("/*open*/", open_).replace(
            "/*own*/", own if self.near or own is OWN_POINT else "false"
        )


def _names(members: set[int]) -> dict[int, str]:
    return dict(Member.objects.filter(pk__in=members).values_list("pk", "user__name"))


def _centres(areas: set[int], *, on: dt.date) -> dict[int, str]:
    """A point inside each area, as GeoJSON: worked out once an area, not once a household."""
    rows = Boundary.objects.on(on).filter(area__in=areas)
    inner = AsGeoJSON(
        Func("geometry", function="ST_PointOnSurface", output_field=PointField()), precision=DIGITS
    )
    return dict(rows.annotate(inner=inner).values_list("area_id", "inner"))


def _feature(row: Sequence[Any], contacts: dict[int, str], centres: dict[int, str]) -> dict[str, Any]:
    (token, full, number, head, address, size, occupancy, village, village_name, grid, grid_name,
     linked, member, special, status, last_met, interval, point, geometry, place) = row  # fmt: skip
    properties = {
        "token": token,
        "masked": not full,
        "number": number,
        "head": head if full else masked_name(head),
        "address": address if full else None,
        "size": size,
        # Whether it is lived in, and when whom nobody visits was visited last, tells who is ill or away.
        "occupancy": occupancy if full else None,
        "village": village,
        "village_name": village_name,
        "grid": grid,
        "grid_name": grid_name,
        "linked": linked,
        "contact": contacts.get(member),
        "status": status if full else None,
        "special": special if full else None,
        "last_met": _text(last_met) if full else None,
        "interval": interval if full else None,
        "point": point,
    }
    return feature(token, fragment(centres.get(place) if point == "grid" else geometry), properties)


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
