"""Staged rows of the kinds that stand beside households and persons: one temporary table, asked as a set.

A kind adds its own columns. `household_id` is filled from village and number, `person` of a row from persons.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from geodata.base import texts
from geodata.base.scope import Right, Scope
from geodata.files import columns as read
from geodata.files.columns import Roster
from geodata.files.compressed_rows import Packed, in_blocks
from geodata.files.problems import Problem, in_words_of_file, packed
from geodata.imports.kinds import leading_zeros
from geodata.imports.kinds.households.household_doubts import elsewhere
from geodata.imports.kinds.households.household_rows import NUMBER, villages_of
from geodata.imports.kinds.importer import Kind
from geodata.imports.kinds.staging import analyze, rows_of, run, table
from geodata.imports.kinds.villages import Villages
from geodata.imports.runs import progress
from geodata.imports.runs.report import Report

PLACE = ("village_code", "village", "township", "county")
HOUSEHOLD = (*PLACE, "household_no", "head_name")

USUAL = {
    "line": "integer",
    "village_id": "bigint",
    "household_id": "bigint",
    "number": "text",
    "head_name": "text",
    "user_id": "bigint",
    "person": "text",
    "since": "date",
    "until": "date",
    "target": "bigint",
    "former": "bigint",
    "fresh": "boolean",
    "changes": "text[] DEFAULT '{}'",
}
"""Columns of every kind. `target` is the row of the register, `fresh` that there is none yet, `former` what it ends."""

FIND = """
    UPDATE import_row s SET household_id = h.id FROM geodata_household h
    WHERE h.village_id = s.village_id AND h.number = s.number
"""
# Whoever still lists a merged household means the one in which it goes on; what was over by then was its own.
FOLLOW = """
    WITH RECURSIVE goes_on (id, other, day) AS (
        SELECT l.source_id, l.household_id, l."on" FROM geodata_householdlineage l
        WHERE l.kind = 'merged' AND l.source_id IN (SELECT household_id FROM import_row)
        UNION ALL
        SELECT g.id, l.household_id, g.day FROM goes_on g
        JOIN geodata_householdlineage l ON l.source_id = g.other AND l.kind = 'merged'
    )
    UPDATE import_row s SET household_id = g.other FROM goes_on g
    WHERE g.id = s.household_id AND (s.until IS NULL OR s.until > g.day) AND NOT EXISTS (
        SELECT FROM geodata_householdlineage l WHERE l.source_id = g.other AND l.kind = 'merged')
    RETURNING s.line, s.number, (SELECT number FROM geodata_household h WHERE h.id = g.other)
"""
NOT_FOUND = "SELECT line, coalesce(number, '') FROM import_row WHERE household_id IS NULL ORDER BY line"
OTHER_HEAD = """
    SELECT s.line, s.head_name, h.head_name FROM import_row s JOIN geodata_household h ON h.id = s.household_id
    WHERE s.head_name <> h.head_name ORDER BY s.line
"""
NO_VILLAGE = "SELECT line FROM import_row WHERE village_id IS NULL ORDER BY line"
ELSEWHERE = """
    SELECT s.line, v.name FROM import_row s JOIN geodata_area v ON v.id = s.village_id
    WHERE s.village_id <> ALL (%(villages)s) ORDER BY s.line
"""
COUNTS = """
    SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh AND changes <> '{}'),
           count(*) FILTER (WHERE NOT fresh AND changes = '{}') FROM import_row
"""
CHANGES = """
    SELECT unnest(changes) AS name, count(*) FROM import_row WHERE NOT fresh GROUP BY name ORDER BY count(*) DESC, name
"""


def fill(columns: Mapping[str, str], values: Mapping[str, Sequence[Any]]) -> None:
    """Stage the rows. `columns`: name → type of what the kind adds; `values`: name → one value per row."""
    names = ", ".join(f'"{name}"' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(table("import_row", USUAL | dict(columns)))
        for block in progress.read(in_blocks(zip(*values.values(), strict=True)), len(values["line"])):
            with cursor.copy(f"COPY import_row ({names}) FROM STDIN") as copy:
                for row in block:
                    copy.write_row(row)
        cursor.execute(analyze("import_row"))
    # Whatever the kind asks of them comes next.
    progress.tell(_("Comparing with the register"))


def places(roster: Roster, villages: Villages, *, village: str = "") -> dict[str, list[Any]]:
    """The village and household number of each row, as columns for `fill`."""
    numbers = roster.read("household_no", read.code(NUMBER))
    found = villages_of(roster, villages, village, numbers, roster.read("grid", read.code(100)))
    heads = roster.read("head_name", read.words(60, texts.name))
    return {"line": list(roster.table.lines), "village_id": found, "number": numbers, "head_name": heads}


def find_households() -> tuple[list[Problem], list[Problem]]:
    """Fill in each row's household. Problems: there is none of that number; remarks: its head has another name."""
    leading_zeros.restore("import_row")
    run(FIND, {})
    followed = sorted(rows_of(FOLLOW, {}))
    problems = leading_zeros.lost("import_row")
    spoken = {problem.line for problem in problems}
    problems += [
        Problem(
            line,
            "household_no",
            number,
            _("The village has no household of this number.") if number else _("The row names no household."),
            _("Enter the number as it stands in the register, as text.")
            if number
            else _("Add the household number."),
        )
        for line, number in rows_of(NOT_FOUND, {})
        if line not in spoken
    ]
    remarks = [
        Problem(line, "head_name", name, _("The register has a different head of this household."), head)
        for line, name, head in rows_of(OTHER_HEAD, {})
    ]
    remarks += [
        Problem(
            line,
            "household_no",
            number,
            _("This household goes on in No. %(number)s: the row is taken as about that one.")
            % {"number": other},
            _("Give that number, or leave the row out."),
        )
        for line, number, other in followed
    ]
    return problems, remarks


def outside(scope: Scope | None, right: Right) -> list[Problem]:
    """Rows without a village, and those in villages of others."""
    found = [
        Problem(
            line,
            "village",
            "",
            _("The row names no village."),
            _("Add the village code, or --village for all rows."),
        )
        for (line,) in rows_of(NO_VILLAGE, {})
    ]
    if scope is None:
        return found
    values = {"villages": sorted(scope.to(right).villages)}
    return found + [elsewhere(line, "village", name) for line, name in rows_of(ELSEWHERE, values)]


def counts() -> dict[str, Any]:
    """What would happen, as fields of a report."""
    [(new, changed, unchanged)] = rows_of(COUNTS, {})
    return {"new": new, "changed": changed, "unchanged": unchanged, "changes": dict(rows_of(CHANGES, {}))}


def first_problems(problems: Iterable[Problem], *, spoken: Iterable[Problem]) -> list[Problem]:
    """Only of lines that nothing is said of yet: one fault gives one problem."""
    lines = {problem.line for problem in spoken}
    return [problem for problem in problems if problem.line not in lines or problem.line is None]


def together(roster: Roster, problems: Sequence[Problem]) -> Packed[Problem]:
    """What was wrong on reading, then what else is wrong with the other lines, in the words of the file."""
    more = first_problems(problems, spoken=roster.problems)
    return packed(chain(roster.problems, in_words_of_file(more, roster.fields)))


def reported(
    kind: Kind,
    roster: Roster,
    *,
    problems: Sequence[Problem],
    remarks: Sequence[Problem],
    notes: Iterable[str] = (),
    **more: Any,
) -> Report:
    """The report of the staged rows."""
    table, fields = roster.table, roster.fields
    return Report(
        kind.name,
        rows=len(table),
        fields=fields,
        unused=[name for name in table.headings if not any(name in used for used in fields.values())],
        notes=[*table.notes, *notes],
        problems=together(roster, problems),
        remarks=packed(in_words_of_file(remarks, fields)),
        **counts(),
        **more,
    )
