"""Zeros that a spreadsheet took from the front of household numbers.

They are put back only where all numbers of the village have one length, which then proves it; elsewhere a number that
is the same but for its zeros is a problem.
"""

from django.utils.translation import gettext as _

from geodata.files.problems import Problem
from geodata.imports.kinds.staging import rows_of, run

RESTORE = """
    WITH even AS (
        SELECT village_id, min(length(number)) AS length FROM geodata_household
        WHERE village_id IN (SELECT village_id FROM {table} WHERE number IS NOT NULL)
        GROUP BY village_id HAVING min(length(number)) = max(length(number)) AND bool_and(number ~ '^[0-9]+$')
    )
    UPDATE {table} s SET number = h.number
    FROM even e JOIN geodata_household h ON h.village_id = e.village_id
    WHERE s.village_id = e.village_id AND s.number ~ '^[0-9]+$' AND length(s.number) < e.length
      AND h.number = lpad(s.number, e.length, '0')
"""
LOST = """
    SELECT s.line, s.number, min(h.number) FROM {table} s
    JOIN geodata_household h ON h.village_id = s.village_id AND h.number ~ '^0' AND s.number ~ '^[1-9][0-9]*$'
     AND ltrim(h.number, '0') = s.number
    WHERE NOT EXISTS (SELECT FROM geodata_household o WHERE o.village_id = s.village_id AND o.number = s.number)
    GROUP BY s.line, s.number ORDER BY s.line
"""


def restore(table: str) -> None:
    """Put zeros back in the staged rows of that temporary table, where the length proves them."""
    run(RESTORE.format(table=table), {})


def lost(table: str) -> list[Problem]:
    """Rows whose number is that of a registered household but for its zeros."""
    return [
        Problem(
            line,
            "household_no",
            number,
            _("The number seems to have lost its leading zeros."),
            _("The register has %(number)s: enter the number in full, as text.") % {"number": known},
        )
        for line, number, known in rows_of(LOST.format(table=table), {})
    ]
