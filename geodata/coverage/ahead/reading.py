"""Households, meetings and members of an area as the arrays of the arithmetic."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count

from geodata.base.figures import holds
from geodata.contacts.models import ContactLink
from geodata.coverage import states
from geodata.coverage.ahead.arithmetic import Homes, Shares, Whole
from geodata.coverage.ahead.compared import NOBODY, Looked
from geodata.territory.models import Area

Leaf = tuple[int, int | None]
"""Village and grid of a household, by id."""
GROUND = (Area.Level.VILLAGE, Area.Level.GRID)


@dataclass(frozen=True, slots=True)
class Places:
    """The grids below an area, and its villages for households outside every grid: where each household is counted. In the
    order of codes, so that those of any area stand one after the other.
    """

    areas: Sequence[Area]
    """The area itself and all below it."""
    ground: Sequence[Area]
    number: Mapping[int, int]

    @classmethod
    def below(cls, area: Area, *, on: dt.date) -> "Places":
        """One query."""
        areas = list(Area.objects.on(on).under(area.code).order_by("code"))
        ground = [each for each in areas if each.level in GROUND]
        return cls(areas, ground, {each.pk: number for number, each in enumerate(ground)})

    def of(self, leaf: Leaf) -> int:
        village, grid = leaf
        # A grid of former borders counts as its village.
        return self.number[grid if grid and grid in self.number else village]

    def inside(self, area: Area) -> tuple[int, int]:
        """The first of its places and the one after the last."""
        codes = [each.code for each in self.ground]
        return bisect_left(codes, area.code), bisect_left(codes, f"{area.code}~")

    def __len__(self) -> int:
        return len(self.ground)


@dataclass(frozen=True, slots=True)
class Read:
    """Those who are visited (nobody exempt), and where each stands in the arrays by id."""

    homes: Homes
    position: Mapping[int, int]


def read_homes(question: states.Question, places: Places) -> Read:
    """Two queries."""
    rows = states.rows(
        question,
        'SELECT household_id, village_id, grid_id, "interval", coalesce(%(on)s - last_met, -1), special, linked'
        " FROM state WHERE NOT exempt ORDER BY household_id",
    )
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 7
    place = [places.of(leaf) for leaf in zip(columns[1], columns[2], strict=True)]
    homes = Homes(
        interval=np.array(columns[3], np.int64),
        since=np.array(columns[4], np.int64),
        special=np.array(columns[5], np.bool_),
        linked=np.array(columns[6], np.bool_),
        place=np.array(place, np.int64),
    )
    return Read(homes, {household: number for number, household in enumerate(columns[0])})


def read_meetings(question: states.Question, *, since: dt.date) -> list[tuple[int, int]]:
    """Household and day (1: the one after `since`) of each meeting that started an interval anew, up to the question's day.
    Two queries.
    """
    return states.rows(
        question,
        "SELECT DISTINCT v.household_id, v.day - %(first)s FROM state JOIN geodata_visit v USING (household_id)"
        " WHERE v.state = 'valid' AND v.outcome = 'met' AND v.day > %(first)s AND v.day <= %(on)s"
        " AND state.counted & counted_modes(ARRAY[v.mode]) > 0",
        {"first": since},
    )


def read_members(question: states.Question, places: Places) -> Shares:
    """How many members' time each place has: of a member with households in several the part that they are of his own.
    Three queries.
    """
    here = states.rows(
        question,
        "SELECT l.member_id, state.village_id, state.grid_id, count(*)"
        " FROM state JOIN geodata_contactlink l USING (household_id)"
        f' WHERE l."primary" AND {holds("l.period")} GROUP BY 1, 2, 3',
    )
    whole = burdens({row[0] for row in here}, on=question.on)
    where = np.array([places.of((village, grid)) for _member, village, grid, _count in here], np.int64)
    shares = np.array([count / whole[member] for member, _village, _grid, count in here], np.float64)
    sums: Shares = np.bincount(where, weights=shares, minlength=len(places)).astype(np.float64)
    return sums


def positions(read: Read, meetings: Sequence[tuple[int, int]]) -> tuple[Whole, Whole]:
    """The meetings as arrays: positions of households, and days."""
    known = [(read.position[household], day) for household, day in meetings if household in read.position]
    table = np.array(known, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


LOOKED = f"""SELECT state.household_id, "interval", coalesce(%(on)s - last_met, -1), special, linked, NOT exempt, l.member_id{{more}}
    FROM state LEFT JOIN (SELECT household_id AS home, member_id FROM geodata_contactlink
                          WHERE "primary" AND {holds("period")}) l ON l.home = state.household_id
    ORDER BY 1"""


def read_looked(question: states.Question, *, more: str = "") -> tuple[Looked, list[tuple[Any, ...]]]:
    """The households of a question with their first contacts, and what `more` columns say of each. Three queries."""
    rows = states.rows(question, LOOKED.format(more=f", {more}" if more else ""))
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 7
    members = [NOBODY if member is None else member for member in columns[6]]
    homes = Homes(
        interval=np.array(columns[1], np.int64),
        since=np.array(columns[2], np.int64),
        special=np.array(columns[3], np.bool_),
        linked=np.array(columns[4], np.bool_),
        place=np.zeros(len(rows), np.int64),
    )
    looked = Looked(
        np.array(columns[0], np.int64),
        homes,
        np.array(columns[5], np.bool_),
        np.array(members, np.int64),
        burdens({*members} - {NOBODY}, on=question.on),
    )
    return looked, [row[7:] for row in rows]


def burdens(members: Collection[int], *, on: dt.date) -> dict[int, int]:
    """Of each of these members how many households have him or her as their first contact. One query."""
    links = ContactLink.objects.on(on).primary().filter(member__in=members)
    return dict(links.order_by().values_list("member").annotate(households=Count("pk")))
