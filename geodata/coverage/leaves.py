"""What is counted of households, by village and grid: the smallest parts of every area, of which all others are sums."""

import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from operator import add

from django.db import connection

from geodata import sql
from geodata.base.figures import Figure, holds
from geodata.base.manifest import Concept, concepts
from geodata.coverage import of_areas, states
from geodata.coverage.figures import FIGURES
from geodata.visits import schedule

BESIDE = ("visits", "person_times", *of_areas.NAMES)
"""Counts that are none of households: visits and person-times in the window, and what is counted of areas."""


def names() -> tuple[str, ...]:
    """Of all counts: those of households, as the manifests declare them, and those beside."""
    return _names(concepts())


@cache
def _names(_found: tuple[Concept, ...]) -> tuple[str, ...]:
    return (*FIGURES, *BESIDE)


@cache
def _places(found: tuple[Concept, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(_names(found))}


class Counts(Mapping[str, int]):
    """Households by figure, and what is counted beside: `counts["unlinked"]` or `counts.unlinked`. What is not given is 0."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: tuple[int, ...] = (), /, **counted: int) -> None:
        """`numbers`: all of them, in the order of `names`."""
        if not numbers:
            known = names()
            numbers = tuple([counted.get(name, 0) for name in known])
            if unknown := counted.keys() - set(known):
                raise TypeError(f"There is no such count: {', '.join(unknown)}.")
        self.numbers = numbers

    def as_dict(self) -> dict[str, int]:
        """The same as `dict(counts)`, for answers of many rows."""
        return dict(zip(names(), self.numbers, strict=True))

    def plus(self, other: "Counts") -> "Counts":
        return Counts(tuple(map(add, self.numbers, other.numbers)))

    @classmethod
    def sum_of(cls, parts: Iterable["Counts"]) -> "Counts":
        """Of many at once: a tenth of what adding them one by one takes."""
        return cls(tuple(map(sum, zip(*(part.numbers for part in parts), strict=True))))

    def __getitem__(self, name: str) -> int:
        return self.numbers[_places(concepts())[name]]

    def __getattr__(self, name: str) -> int:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(names())

    def __len__(self) -> int:
        return len(self.numbers)


Leaf = tuple[int, int | None]
"""Village and grid by id; without a grid what lies in the village and in none of its grids."""


OF_AREAS = (0,) * len(of_areas.NAMES)


def leaves_of(
    question: states.Question, figures: Callable[[Figure], bool] = lambda figure: True
) -> dict[Leaf, Counts]:
    """Counted from facts or history; a place without households has none. One query, two unless it is known whether facts hold.

    `figures`: which of them are asked; the others are 0.
    """
    leaves: dict[Leaf, Counts] = {}
    for village, grid, numbers in states.rows(question, counting(question, figures), with_visits=True):
        add_to(leaves, (village, grid), numbers)
    return leaves


def add_to(leaves: dict[Leaf, Counts], place: Leaf, numbers: Iterable[int]) -> None:
    """`numbers`: of households, visits and person-times, in the order of `names`."""
    counts = Counts((*numbers, *OF_AREAS))
    leaves[place] = leaves[place].plus(counts) if place in leaves else counts


def counting(question: states.Question, figures: Callable[[Figure], bool] = lambda figure: True) -> str:
    """SELECT over `state`: village, grid and an array of the numbers that `add_to` takes; of a place it may give two rows."""
    counted = ", ".join(
        f"count(*) FILTER (WHERE {figure.condition})" if figures(figure) else "0"
        for figure in FIGURES.values()
    )
    query = f"""SELECT village_id, grid_id, ARRAY[{counted}, sum(visits)::bigint, sum(person_times)::bigint] AS numbers
        FROM state GROUP BY village_id, grid_id"""
    # Whoever has left counts nowhere, but what was done there before was done. Of a category nobody has left: care ends.
    if not question.category:
        query += f"""
            UNION ALL SELECT village_id, grid_id, ARRAY[{"0, " * len(FIGURES)} visits, person_times::bigint]
            FROM ({question.visits_of_who_left}) gone (village_id, grid_id, visits, person_times)"""
    return query


def kept_query(question: states.Question) -> str:
    """Village, grid and the numbers of `kept_names` as an array, over `state`; each village has a row, and each of its grids."""
    nothing = f"ARRAY[{', '.join('0' for _ in counted_names())}]::bigint[]"
    kept = ", ".join(f"sum(numbers[{place + 1}])::integer" for place in kept_places())
    return f"""
        SELECT village_id, grid_id, ARRAY[{kept}]
        FROM ({counting(question, lambda figure: not figure.asks_a_table)}
              UNION ALL SELECT id, NULL, {nothing} FROM unnest(%(villages)s::bigint[]) id
              UNION ALL SELECT parent_id, id, {nothing} FROM geodata_area
                  WHERE level = 'grid' AND parent_id = ANY (%(villages)s) AND period @> %(on)s::date) counted
        GROUP BY village_id, grid_id"""


def of_own_tables(question: states.Question, figures: Collection[Figure]) -> dict[Leaf, Counts]:
    """The same of figures that ask a table of their own. Who was here, and in which house nobody lives, is looked up for those alone
    whom one of these tables names: all others count in none of them. One query.
    """
    sets = OwnSets()
    counted = ", ".join(f"count(*) FILTER (WHERE {sets.taken_out(figure.condition)})" for figure in figures)
    # Of grids it is the placement alone that tells; the village or the household narrow the occupancy, too.
    there = "true" if question.selection.grids else question.selection.condition
    query = f"""
        WITH {sets.relations}, state AS MATERIALIZED (
            SELECT household_id, village_id, here.grid_id, o.occupancy = 'empty' AS exempt
            FROM (SELECT household_id, village_id, grid_id FROM geodata_placement
                  WHERE {holds("period")} AND {question.selection.condition}) here
            JOIN named USING (household_id)
            JOIN (SELECT household_id, village_id, occupancy FROM geodata_occupancyperiod
                  WHERE {holds("period")} AND NOT has_left(occupancy) AND {there}) o USING (household_id, village_id))
        SELECT village_id, grid_id, {counted} FROM state GROUP BY village_id, grid_id"""
    with connection.cursor() as cursor:
        cursor.execute(query, question.parameters)
        return {
            (village, grid): Counts(
                **{figure.name: count for figure, count in zip(figures, counts, strict=True)}
            )
            for village, grid, *counts in cursor.fetchall()
        }


class OwnSets:
    """The sets of households that conditions ask, taken out of them: each is read once, whichever figures ask it."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.wanted: set[str] = set()

    def taken_out(self, condition: str) -> str:
        """The condition, with a name in the place of each set."""
        text, rest = "", condition
        while found := SET.search(rest):
            end = _closing(rest, found.end())
            name = self.names.setdefault(rest[found.end() : end], f"set_{len(self.names)}")
            if not found["not"]:
                self.wanted.add(name)
            text += f"{rest[: found.end()]}SELECT household_id FROM {name}"
            rest = rest[end:]
        return text + rest

    @property
    def relations(self) -> str:
        """Each set, and all that are `named` by one of which a figure asks that it holds the household."""
        sets = ", ".join(
            f"{name} (household_id) AS MATERIALIZED ({text})" for text, name in self.names.items()
        )
        named = " UNION ".join(f"SELECT household_id FROM {name}" for name in sorted(self.wanted))
        return f"{sets}, named AS MATERIALIZED ({named})"


SET = re.compile(r"(?P<not>NOT )?\bhousehold_id IN \((?=\s*SELECT\b)")


def _closing(text: str, start: int) -> int:
    """Where the parenthesis ends that was opened before the start."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise ValueError(text)


def own_figures(names_asked: Collection[str] | None = None) -> list[Figure]:
    """Those that ask a table of their own, of all or of the ones asked for. They are read anew by each reader: who is named in
    a need is shown none of it, and no sum of others may tell it.
    """
    return [
        figure
        for name, figure in FIGURES.items()
        if figure.asks_a_table and (names_asked is None or name in names_asked)
    ]


def kept_names() -> tuple[str, ...]:
    """The counts that follow from the state of a day alone, and are the same for every reader."""
    return tuple(name for name in counted_names() if name not in FIGURES or not FIGURES[name].asks_a_table)


def counted_names() -> tuple[str, ...]:
    """What is counted of households, visits and person-times, in the order of all counts."""
    return names()[: -len(of_areas.NAMES)]


def kept_places() -> list[int]:
    """Where they stand among all counts."""
    return [counted_names().index(name) for name in kept_names()]


def meaning() -> int:
    """Of what the kept numbers mean: another one for another figure, condition, or reading of a state."""
    return _meaning(concepts())


@cache
def _meaning(_found: tuple[Concept, ...]) -> int:
    meant = [f"{name}={FIGURES[name].condition}" for name in FIGURES if name in kept_names()]
    meant += [schedule.SQL, *(sql.text(name) for name in ("household_states", "counted_modes", "has_left"))]
    return zlib.crc32("\n".join(meant).encode()) & 0x7FFFFFFF
