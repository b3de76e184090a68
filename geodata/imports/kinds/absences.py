"""Absences from a list: which household is away, since and until when, where, under which phone, and who stays."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.files import columns as read
from geodata.files.problems import Problem
from geodata.imports.kinds import row_stage
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows
from geodata.imports.kinds.row_sql import (
    BY_DAY,
    UNTIL,
    Overlap,
    RowImporter,
    compared,
    of_household,
    plain,
    same,
)
from geodata.imports.kinds.staging import run

STAYS = {
    "none": "无人留守 无 全家外出 举家外出",
    "elderly": "老人留守 老人 留守老人",
    "children": "儿童留守 儿童 孩子 留守儿童",
}
COLUMNS = {
    "away_in": "text",
    "phone": "text",
    "stays": "text",
    "leaves": "date",
    "begun": "boolean DEFAULT false",
}
SQL = RowImporter(
    table="geodata_absence",
    key=f"r.household_id = s.household_id AND {BY_DAY}",
    fresh={"since": "%(on)s", "stays": "'none'"},
    fields=(
        UNTIL,
        compared("where", "where", says="s.away_in", holds='r."where"', was='r."where"', becomes="s.away_in"),
        plain("phone"),
        plain("stays"),
    ),
    new=same("household_id", "village_id", "stays")
    | {
        "period": "daterange(since, until + 1)",
        "where": "coalesce(away_in, '')",
        "phone": "coalesce(phone, '')",
    },
    created=of_household("s", "s.away_in"),
    told=of_household("r", 'r."where"'),
    missed="r.village_id IN (SELECT village_id FROM import_row)",
    overlap=Overlap("household_id", {"stays": ("s.stays", "r.stays")}, rule="true"),
)
# Whoever is away on the day of the import lives in the house for a season from the first day on, as the change "away for a
# season" says it; what is recorded later of how it is lived in stays. The end of an absence is seen to by each day that begins.
AWAY = """
    UPDATE import_row s SET leaves = greatest(s.since, lower(o.period)), begun = coalesce(lower(o.period) >= s.since, false)
    FROM geodata_household h JOIN geodata_occupancyperiod o ON o.household_id = h.id AND upper_inf(o.period)
    WHERE h.id = s.household_id AND s.fresh AND h.occupancy = 'lived_in' AND s.since <= %(on)s
      AND coalesce(s.until >= %(on)s, true);
    UPDATE geodata_occupancyperiod o SET occupancy = 'seasonal' FROM import_row s
    WHERE o.household_id = s.household_id AND s.leaves IS NOT NULL AND s.begun AND upper_inf(o.period);
    UPDATE geodata_occupancyperiod o SET period = daterange(lower(o.period), s.leaves) FROM import_row s
    WHERE o.household_id = s.household_id AND s.leaves IS NOT NULL AND NOT s.begun AND upper_inf(o.period);
    INSERT INTO geodata_occupancyperiod (household_id, village_id, occupancy, period)
    SELECT household_id, village_id, 'seasonal', daterange(leaves, NULL) FROM import_row
    WHERE leaves IS NOT NULL AND NOT begun ORDER BY line;
    UPDATE geodata_household h SET occupancy = 'seasonal' FROM import_row s
    WHERE h.id = s.household_id AND s.leaves IS NOT NULL;
"""
PROBLEMS = (
    Fault("household_no", gettext_lazy("Nobody of this household is here any more."),
          gettext_lazy("Delete the row, or record first that the household came back."),
          """SELECT s.line, s.number FROM import_row s JOIN geodata_household h ON h.id = s.household_id
             WHERE s.fresh AND has_left(h.occupancy) ORDER BY s.line"""),
    Fault("until", gettext_lazy("It ends before it begins."), gettext_lazy("Correct the days."), SQL.backwards),
    Fault("since", gettext_lazy("An absence is already recorded for these days."),
          gettext_lazy("Correct the days; the other is in line %(line)s."), SQL.clash,
          alone=gettext_lazy("Leave out the day to change the recorded one.")),
)  # fmt: skip


class Absences(RowKind):
    """An absence is recognised by household and first day; without a day it is the open one."""

    name = "absences"
    label = gettext_lazy("absences")
    fields = (*row_stage.HOUSEHOLD, *("since", "until", "where", "phone", "stays"))
    needed = ("household_no",)
    columns, sql, problems = COLUMNS, SQL, PROBLEMS

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        return row_stage.places(roster, rows.villages, village=rows.wishes.village) | {
            **rows.days(),
            "away_in": roster.read("where", read.words(60, texts.line)),
            "phone": roster.read("phone", read.phone),
            "stays": roster.read("stays", read.one_of(STAYS)),
        }

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        return problems + row_stage.first_problems(super().with_own([], rows), spoken=problems)

    def write(self, *, on: dt.date, by: int | None) -> None:
        super().write(on=on, by=by)
        run(AWAY, {"on": on})
