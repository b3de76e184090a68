"""Counting what is kept of each grid and today (models.Tally): soon after something has changed, and when a day begins.

Events only leave marks (geodata/sql/tallies_follow.sql), so that none waits for another. One worker at a time takes the marks
of a few villages away and counts these in one transaction: of what ends by then a mark is among those it took, and of
what ends later one is still to come. A village without tallies of today is counted the same way, be it at midnight,
after an update or in a new installation. What a day leaves is compared with history before the next one is counted.
"""

import datetime as dt
import logging
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from geodata.coverage import states
from geodata.coverage.figures import WINDOWS, version
from geodata.coverage.leaves import Counts, Leaf, leaves_of
from geodata.coverage.tallies import beside_history, by_visits, parts
from geodata.coverage.through_time.comparing import note_tallies
from geodata.territory.models import Area

AT_ONCE = 20
"""Villages in one transaction: a moment at 20,000 households."""
USUAL = 90

LACKING = """SELECT v.id FROM geodata_area v WHERE v.level = 'village' AND NOT EXISTS (
    SELECT FROM geodata_tally t WHERE t.village_id = v.id AND t.grid_id IS NULL AND t.part = %(part)s AND t.day = %(on)s
        AND t.version = %(version)s) ORDER BY v.id LIMIT %(most)s"""
MARKED = "SELECT marked FROM take_tally_marks(%s) marked JOIN geodata_area v ON v.id = marked ORDER BY marked"
"""Of villages that are there still: an import of areas that was taken back leaves marks of others."""
WRITE = """INSERT INTO geodata_tally (village_id, grid_id, part, day, version, numbers, mended_on)
    SELECT village, grid, part, %(on)s, %(version)s, numbers::integer[], CASE WHEN village = ANY (%(mended)s) THEN %(on)s END
    FROM unnest(%(villages)s::bigint[], %(grids)s::bigint[], %(parts)s::text[], %(numbers)s::text[]) n (village, grid, part, numbers)
    ON CONFLICT (village_id, part, grid_id) DO UPDATE SET day = excluded.day, version = excluded.version, numbers = excluded.numbers,
        mended_on = coalesce(excluded.mended_on, geodata_tally.mended_on)"""
DROP = """DELETE FROM geodata_tally WHERE village_id = ANY (%(of)s) AND (village_id, coalesce(grid_id, 0), part) NOT IN (
    SELECT village, coalesce(grid, 0), part
    FROM unnest(%(villages)s::bigint[], %(grids)s::bigint[], %(parts)s::text[]) n (village, grid, part))"""

log = logging.getLogger("gridmap.jobs")


def due(on: dt.date) -> bool:
    """Is there anything to count? One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tallies_are_due(%s, %s)", [on, version()])
        return bool(cursor.fetchone()[0])


def count_some(on: dt.date, *, most: int = AT_ONCE) -> int:
    """Count villages in which something has changed, then such as have no tallies of that day; how many there were.

    In one transaction, and nobody else at the same time. `on` is today.
    """
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [most])
        changed = [row[0] for row in cursor.fetchall()]
        cursor.execute(LACKING, _told(on, most=most))
        lacking = [row[0] for row in cursor.fetchall() if row[0] not in set(changed)][: most - len(changed)]
    wrong = differences(lacking, before=on)
    if wrong:
        _mend(wrong)
        note_tallies(villages=len(wrong), today=on)
    if chosen := [*changed, *lacking]:
        _write(chosen, on, mended=wrong)
    return len(chosen)


def count_all(on: dt.date) -> int:
    """Until nothing is left to be counted."""
    done = 0
    while number := count_some(on):
        done += number
    return done


def differences(villages: Collection[int], *, before: dt.date) -> dict[int, list[str]]:
    """Of these villages those of which something else was kept of an earlier day than history says, and in which counts.

    What is marked is left out: there something has changed since it was counted.
    """
    found: dict[int, list[str]] = {}
    for day, of_day in _days(villages, before) if villages else ():
        question = states.Question(states.Selection(tuple(of_day)), on=day, window=USUAL)
        kept, told = beside_history(question)
        for village in {village for village, _grid in kept}:
            if names := _different(_of(village, kept), _of(village, told)):
                found[village] = names
    return found


def _of(village: int, leaves: dict[Leaf, Counts]) -> dict[Leaf, Counts]:
    return {place: counts for place, counts in leaves.items() if place[0] == village and any(counts.numbers)}


def _different(one: dict[Leaf, Counts], other: dict[Leaf, Counts]) -> list[str]:
    nothing = Counts()
    places = one.keys() | other.keys()
    return [
        name
        for name in nothing
        if any(one.get(place, nothing)[name] != other.get(place, nothing)[name] for place in places)
    ]


def _days(villages: Collection[int], before: dt.date) -> list[tuple[dt.date, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT day, array_agg(village_id) FROM geodata_tally
            WHERE village_id = ANY (%s) AND day < %s AND version = %s AND grid_id IS NULL AND part = %s GROUP BY day""",
            [list(villages), before, version(), str(USUAL)],
        )
        found: list[tuple[dt.date, list[int]]] = cursor.fetchall()
    return found


def _mend(wrong: dict[int, list[str]]) -> None:
    """What is kept is counted anew in any case; what it is counted from, too."""
    codes = dict(Area.objects.filter(pk__in=wrong).values_list("pk", "code"))
    log.error(
        "tallies of villages differed from history and are counted anew",
        extra={"count": len(wrong), "villages": {codes[pk]: names for pk, names in list(wrong.items())[:20]}},
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_facts(NULL, %s)", [list(wrong)])


def _write(villages: Sequence[int], on: dt.date, *, mended: Collection[int]) -> None:
    rows: dict[tuple[int, int | None, str], str] = {}
    by_facts, nothing, differing = states.facts_hold(on), Counts(), by_visits()
    usual = {(village, None): Counts() for village in villages} | _counted(villages, on, USUAL, by_facts)
    for window in WINDOWS:
        # What asks no visits is the same in all windows, and dear to count.
        seen = usual if window == USUAL else _counted(villages, on, window, by_facts)
        for place in usual.keys() | seen.keys():
            counts, visits = usual.get(place, nothing), seen.get(place, nothing)
            for part, names in parts(window).items():
                numbers = [(visits if name in differing else counts)[name] for name in names]
                rows[*place, part] = f"{{{','.join(map(str, numbers))}}}"
    told: dict[str, Any] = {
        "of": list(villages),
        "villages": [village for village, _grid, _part in rows],
        "grids": [grid for _village, grid, _part in rows],
        "parts": [part for _village, _grid, part in rows],
        "numbers": list(rows.values()),
        "mended": list(mended),
        "on": on,
        "version": version(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, told)
        cursor.execute(DROP, told)


def _counted(villages: Sequence[int], on: dt.date, window: int, by_facts: bool) -> dict[Leaf, Counts]:
    question = states.Question(states.Selection(tuple(villages)), on=on, window=window).knowing(by_facts)
    return leaves_of(question) if window == USUAL else leaves_of(question, lambda figure: figure.needs_visits)


def _told(on: dt.date, *, most: int) -> dict[str, Any]:
    return {"on": on, "version": version(), "part": str(USUAL), "most": most}
