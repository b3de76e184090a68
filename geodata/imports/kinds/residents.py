"""Residents from a list: those whom a care record or an entitlement concerns, with year of birth, phone, death and leaving.

ID numbers are never stored: their columns are left out before anything is read (without_ids).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.files import columns as read
from geodata.files.dates import day
from geodata.files.problems import Problem
from geodata.imports.kinds import row_stage
from geodata.imports.kinds.care import birth_year
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows
from geodata.imports.kinds.row_sql import RowImporter, of_household, plain, same, twice
from geodata.imports.kinds.staging import run

COLUMNS = {
    "resident": "text",
    "birth_year": "integer",
    "relation": "text",
    "phone": "text",
    "died_on": "date",
    "moved_out_on": "date",
}
# Known within one household by name and, where both are said, year of birth; the very same year first.
KNOWN = """
    r.household_id = s.household_id AND r.name = s.resident AND (
        r.birth_year IS NOT DISTINCT FROM s.birth_year
        OR (r.birth_year IS NULL OR s.birth_year IS NULL) AND NOT EXISTS (
            SELECT FROM geodata_resident x WHERE x.household_id = s.household_id AND x.name = s.resident
              AND x.birth_year IS NOT DISTINCT FROM s.birth_year))
"""
SQL = RowImporter(
    table="geodata_resident",
    key=KNOWN,
    fields=tuple(map(plain, ("birth_year", "relation", "phone", "died_on", "moved_out_on"))),
    new=same("household_id", "village_id", "birth_year", "died_on", "moved_out_on")
    | {
        "name": "resident",
        "relation": "coalesce(relation, '')",
        "phone": "coalesce(phone, '')",
        "synthetic": "false",
    },
    created=of_household("s", "s.resident"),
    told=of_household("r", "r.name"),
    missed="r.village_id IN (SELECT village_id FROM import_row)",
    dated=False,
    present="r.died_on IS NULL AND r.moved_out_on IS NULL",
)
GONE = "least(s.died_on, s.moved_out_on)"
# As the changes "resident died" and "resident moved out" end it: from that day on, and never before its first day.
END_CARE = f"""
    UPDATE geodata_carerecord c SET period = daterange(lower(c.period), greatest({GONE}, lower(c.period) + 1))
    FROM import_row s WHERE c.resident_id = s.target AND upper_inf(c.period) AND s.changes && '{{died_on,moved_out_on}}'
"""
PROBLEMS = (
    Fault("resident", gettext_lazy("The row names no resident."), gettext_lazy("Add the name of the resident."),
          "SELECT line FROM import_row WHERE resident IS NULL ORDER BY line"),
    Fault("resident", gettext_lazy("Several residents of this household have this name."), gettext_lazy("Add the year of birth."),
          f"""SELECT s.line, s.resident FROM import_row s JOIN geodata_resident r ON {KNOWN}
              GROUP BY s.line, s.resident HAVING count(*) > 1 ORDER BY s.line"""),
    Fault("resident", gettext_lazy("The same person appears in the file twice."),
          gettext_lazy("Keep one: the other is in line %(line)s."),
          twice("coalesce(target::text, concat_ws(' ', '-', household_id, resident, birth_year))", "resident")),
)  # fmt: skip
REMARKS = (
    Fault("resident", gettext_lazy("The care of this person ends with it."), gettext_lazy("Nothing has to be done."),
          """SELECT s.line, s.resident FROM import_row s JOIN geodata_carerecord c ON c.resident_id = s.target
             WHERE upper_inf(c.period) AND s.changes && '{died_on,moved_out_on}'
             GROUP BY s.line, s.resident ORDER BY s.line"""),
)  # fmt: skip


class Residents(RowKind):
    """A resident is recognised by household, name and year of birth. Who died or moved out is cared for no longer."""

    name = "residents"
    label = gettext_lazy("residents")
    fields = (
        *row_stage.HOUSEHOLD,
        *("resident", "birth_year", "relation", "phone", "died_on", "moved_out_on"),
    )
    needed = ("household_no", "resident")
    columns, sql, problems, remarks = COLUMNS, SQL, PROBLEMS, REMARKS

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        return row_stage.places(roster, rows.villages, village=rows.wishes.village) | {
            "resident": roster.read("resident", read.words(60, texts.name)),
            "birth_year": roster.read("birth_year", partial(birth_year, rows.on)),
            "relation": roster.read("relation", read.words(20, texts.line)),
            "phone": roster.read("phone", read.phone),
            "died_on": roster.read("died_on", partial(day, last=rows.on)),
            "moved_out_on": roster.read("moved_out_on", partial(day, last=rows.on)),
        }

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        return problems + row_stage.first_problems(super().with_own([], rows), spoken=problems)

    def write(self, *, on: dt.date, by: int | None) -> None:
        super().write(on=on, by=by)
        run(END_CARE, {})
