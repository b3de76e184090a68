"""Reading what is kept of each grid and today (models.Tally): the same counts as from facts, without counting.

What is kept of a village answers while no mark says that something has changed there since; the other villages are counted
from facts in the same statement, so that one moment answers all. Who counts and when: tallying.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection

from geodata.base import periods
from geodata.base.manifest import Concept, concepts
from geodata.coverage import states
from geodata.coverage.figures import FIGURES, WINDOWS, version
from geodata.coverage.leaves import OF_AREAS, Counts, Leaf, add_to, counting, leaves_of

KEPT = """
    SELECT village_id, {columns} FROM geodata_tally
    WHERE day = %(on)s AND version = %(version)s AND part = ANY (%(parts)s) AND {selection}
      AND village_id NOT IN (SELECT old_tallies()) {group}"""
BESIDE = ("visits", "person_times")

Rows = Iterable[tuple[int, int | None, str, list[int]]]
"""Village, grid, part, numbers."""


def parts(window: int) -> Mapping[str, tuple[str, ...]]:
    """The names of what each part of a tally counts, in the order of its numbers. Figures that ask what only a right shows
    stand apart by that right: a policy shows a row or hides it."""
    return _parts(concepts(), window)


@cache
def _parts(_found: tuple[Concept, ...], window: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, figure in FIGURES.items():
        part = figure.right.value if figure.right else str(window)
        found[part] = (*found.get(part, ()), name)
    found[str(window)] = (*found[str(window)], *BESIDE)
    return found


def by_visits() -> frozenset[str]:
    """Names of what differs from window to window."""
    return frozenset({*BESIDE, *(name for name, figure in FIGURES.items() if figure.needs_visits)})


def kept_or_counted(question: states.Question, *, by_village: bool = False) -> dict[Leaf, Counts]:
    """Counts by (village, grid), as `leaves_of` gives them; `by_village`: what is kept may be given by (village, None).

    One query where everything is kept, two where something has changed since, one where nothing is kept.
    """
    if not may_answer(question):
        return leaves_of(question)
    found = _joined(_kept(question, by_village=by_village), question)
    rest = missing(question.selection, found)
    while rest != states.Selection():
        found = _beside(question, rest)
        # What was kept at the first look may have changed by the second.
        more = missing(_without(question.selection, rest), found)
        if more == states.Selection():
            break
        rest = states.Selection(rest.villages + more.villages, rest.grids + more.grids)
    return {place: counts for place, counts in found.items() if any(counts.numbers)}


def matched(question: states.Question, figure: str) -> int | None:
    """How many households of that figure there are, if it is kept of all that is asked; None: it has to be counted. One query."""
    kept = sums(question, figure) if figure in FIGURES else None
    return kept[0] if kept else None


def sums(question: states.Question, *names: str) -> list[int] | None:
    """The same of several counts that stand in one part."""
    asked = question.selection
    if (asked.villages and asked.grids) or not may_answer(question):
        return None
    part, known = next((part, of) for part, of in parts(question.window).items() if names[0] in of)
    columns = ", ".join(
        f"numbers[{known.index(name) + 1}] AS number_{place}" for place, name in enumerate(names)
    )
    kept = KEPT.format(columns=f"grid_id, {columns}", selection=asked.condition, group="")
    summed = ", ".join(f"sum(number_{place})" for place in range(len(names)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(DISTINCT village_id), count(*), {summed} FROM ({kept}) kept",
            _told(question) | {"parts": [part]},
        )
        villages, places, *numbers = cursor.fetchone()
    whole = villages == len(asked.villages) if asked.villages else places == len(asked.grids)
    return [int(number) for number in numbers] if whole else None


def may_answer(question: states.Question) -> bool:
    """Is it of today, of all households and of places, in a window of which tallies are kept?"""
    asked = question.selection
    return (
        question.window in WINDOWS
        and not (question.category or question.gone or asked.households)
        and bool(asked.villages or asked.grids)
        and question.on == periods.today()
        and question.tallied
    )


def missing(asked: states.Selection, found: dict[Leaf, Counts]) -> states.Selection:
    """What of it is not kept. Of a village something always is, if only that nobody lives outside its grids."""
    villages = {village for village, _grid in found}
    grids = {grid for _village, grid in found}
    return states.Selection(
        tuple(pk for pk in asked.villages if pk not in villages),
        tuple(pk for pk in asked.grids if pk not in grids),
    )


def _without(asked: states.Selection, rest: states.Selection) -> states.Selection:
    return states.Selection(
        tuple(pk for pk in asked.villages if pk not in set(rest.villages)),
        tuple(pk for pk in asked.grids if pk not in set(rest.grids)),
    )


def _told(question: states.Question) -> dict[str, Any]:
    return {**question.parameters, "version": version(), "parts": list(parts(question.window))}


def _kept(question: states.Question, *, by_village: bool) -> Rows:
    columns, group = "grid_id, part, numbers", ""
    if by_village and not question.selection.grids:
        most = max(map(len, parts(question.window).values()))
        sums = ", ".join(f"sum(numbers[{place}])" for place in range(1, most + 1))
        columns, group = f"NULL, part, ARRAY[{sums}]", "GROUP BY village_id, part"
    with connection.cursor() as cursor:
        cursor.execute(
            KEPT.format(columns=columns, selection=question.selection.condition, group=group), _told(question)
        )
        found: Rows = cursor.fetchall()
    return found


def _joined(rows: Rows, question: states.Question) -> dict[Leaf, Counts]:
    """The parts of each place together. What is not shown was not counted for whoever asks, either."""
    told = parts(question.window)
    found: dict[Leaf, dict[str, list[int]]] = defaultdict(dict)
    for village, grid, part, numbers in rows:
        found[village, grid][part] = numbers
    order = [name for names in told.values() for name in names]
    arranged = itemgetter(*(order.index(name) for name in (*FIGURES, *BESIDE)))
    nothing = {part: [0] * len(names) for part, names in told.items()}
    return {
        place: Counts((*arranged([n for part, none in nothing.items() for n in kept.get(part, none)[: len(none)]]), *OF_AREAS))
        for place, kept in found.items()
    }  # fmt: skip


def _beside(question: states.Question, rest: states.Selection) -> dict[Leaf, Counts]:
    """The rest counted, and all else as it is kept, in one statement."""
    kept = _without(question.selection, rest)
    condition = kept.condition.replace("%(villages)s", "%(kept_villages)s").replace(
        "%(grids)s", "%(kept_grids)s"
    )
    counted_now = replace(question, selection=rest).knowing(question.by_facts)
    query = f"""SELECT village_id, grid_id, '' AS part, numbers FROM ({counting(counted_now)}) counted
        UNION ALL {KEPT.format(columns="grid_id, part, numbers", selection=condition, group="")}"""
    told = _told(question) | {"kept_villages": list(kept.villages), "kept_grids": list(kept.grids)}
    rows = states.rows(counted_now, query, told | counted_now.parameters, with_visits=True)
    found = _joined([row for row in rows if row[2]], question)
    for village, grid, part, numbers in rows:
        if not part:
            add_to(found, (village, grid), numbers)
    return found


def beside_history(question: states.Question) -> tuple[dict[Leaf, Counts], dict[Leaf, Counts]]:
    """What is kept of the day of the question, and what history says of it, at one moment."""
    question = question.knowing(by_facts=False)
    query = f"""SELECT village_id, grid_id, '' AS part, numbers FROM ({counting(question)}) counted
        UNION ALL {KEPT.format(columns="grid_id, part, numbers", selection=question.selection.condition, group="")}"""
    rows = states.rows(question, query, _told(question), with_visits=True)
    told: dict[Leaf, Counts] = {}
    for village, grid, part, numbers in rows:
        if not part:
            add_to(told, (village, grid), numbers)
    return _joined([row for row in rows if row[2]], question), told
