"""Departments from a list: which offices a county or its townships have, what they are called, and since when.

What a file leaves out stays: a department is ended on its page, where its officers are seen.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.files import columns as read
from geodata.files.problems import Problem
from geodata.imports.kinds.households.household_doubts import elsewhere
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows, found
from geodata.imports.kinds.row_sql import Overlap, RowImporter, Told, plain, same
from geodata.imports.kinds.staging import rows_of, run
from geodata.posts.department_changes import LEVELS, may_change
from geodata.territory.models import Area

WORD = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
COLUMNS = {
    "area": "text",
    "township": "text",
    "area_id": "bigint",
    "code": "text",
    "department": "text",
    "name_en": "text",
}
# By its code, else the township that the row names; a row that names neither is of the county, where there is one alone.
AREA = """
    UPDATE import_row s SET area_id = a.id FROM geodata_area a WHERE a.code = s.area AND a.period @> %(on)s;
    UPDATE import_row s SET area_id = f.id FROM (
        SELECT s.line, min(t.id) AS id FROM import_row s
        JOIN geodata_area t ON t.level = 'township' AND t.period @> %(on)s AND s.township IN (t.name, t.code)
        WHERE s.area IS NULL AND s.township IS NOT NULL GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
    UPDATE import_row SET area_id = (SELECT min(c.id) FROM geodata_area c WHERE c.level = 'county' AND c.period @> %(on)s
        HAVING count(*) = 1)
    WHERE area IS NULL AND township IS NULL;
"""
SQL = RowImporter(
    table="geodata_department",
    # A day after the first of the department that is there means that department.
    key="""r.area_id = s.area_id AND r.code = s.code AND (lower(r.period) = s.since
        OR upper_inf(r.period) AND (s.since IS NULL OR lower(r.period) IS NULL OR lower(r.period) < s.since))""",
    fresh={"since": "%(on)s"},
    fields=(plain("department", "name"), plain("name_en")),
    new=same("area_id", "code")
    | {"name": "department", "name_en": "coalesce(name_en, '')", "period": "daterange(since, NULL)"},
    created=Told("s.department", "a.name", "LEFT JOIN geodata_area a ON a.id = s.area_id"),
    told=Told("r.name", "a.name", "JOIN geodata_area a ON a.id = r.area_id", order="a.code, r.code"),
    missed="r.area_id IN (SELECT area_id FROM import_row)",
    overlap=Overlap("area_id", {"code": ("s.code", "r.code")}, rule="a.code = b.code", of="b.code"),
)
PROBLEMS = (
    Fault("department_code", gettext_lazy("The row names no code."), gettext_lazy("Add the code of the department."),
          "SELECT line FROM import_row WHERE code IS NULL ORDER BY line"),
    Fault("department", gettext_lazy("A department needs a name."), gettext_lazy("Add its name."),
          "SELECT line FROM import_row WHERE fresh AND department IS NULL ORDER BY line"),
    Fault("since", gettext_lazy("This area already has a department of this code on these days."),
          gettext_lazy("Correct the days; the other is in line %(line)s."), SQL.clash,
          alone=gettext_lazy("Choose another code, or end the other one first.")),
)  # fmt: skip
NO_AREA = Fault(
    "area_code",
    gettext_lazy("The area of this department is not known."),
    gettext_lazy("Add the code of the county or the township."),
    "SELECT line, coalesce(area, township, '') FROM import_row WHERE area_id IS NULL ORDER BY line",
)
GIVEN = """
    SELECT area_id, array_agg(line ORDER BY line) FROM import_row WHERE area_id IS NOT NULL GROUP BY area_id ORDER BY min(line)
"""


class Departments(RowKind):
    """A department is recognised by area and code; the name in both languages may change."""

    name = "departments"
    label = gettext_lazy("departments")
    fields = ("county", "township", "area_code", "department_code", "department", "name_en", "since")
    needed = ("department_code",)
    right = Right.APPOINT
    columns, sql, problems = COLUMNS, SQL, PROBLEMS

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        return {
            "line": roster.table.lines,
            "area": roster.read("area_code", read.code(15)),
            "township": [text or None for text in map(read.usual, roster.texts("township"))],
            "code": roster.read("department_code", word),
            "department": roster.read("department", read.words(100, texts.name)),
            "name_en": roster.read("name_en", read.words(100, texts.line)),
            "since": rows.days()["since"],
        }

    def match(self, rows: Rows) -> None:
        run(AREA, rows.values)
        super().match(rows)

    def elsewhere(self, rows: Rows) -> Iterator[Problem]:
        yield from found([NO_AREA], rows.values)
        yield from _of_others(rows.wishes.scope)


def word(text: str) -> str:
    """A code as departments have them. BadInput: none."""
    code = read.usual(text).strip()
    if not WORD.fullmatch(code):
        raise BadInput(
            _("The code of a department is a word of small letters."),
            remedy=_("Use small letters a–z, digits and “_”, such as civil_affairs."),
        )
    return code


def _of_others(scope: Scope | None) -> Iterator[Problem]:
    """Departments of villages and grids, and those that are not the office's to name."""
    given = dict(rows_of(GIVEN, {}))
    areas = Area.objects.in_bulk(given)
    for pk, lines in given.items():
        for line in lines:
            if areas[pk].level not in LEVELS:
                yield Problem(line, "area_code", areas[pk].name, _("Only a county or a township has departments."),
                              _("Choose a county or a township."))  # fmt: skip
            elif scope is not None and not may_change(scope, areas[pk]):
                yield elsewhere(line, "area_code", areas[pk].name)
