"""Care records from a list: which household, or which resident of it, belongs to a care category, since and until when."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.files import columns as read
from geodata.files.dates import day
from geodata.files.problems import Problem
from geodata.imports.kinds import row_stage
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows
from geodata.imports.kinds.row_sql import BY_DAY, UNTIL, Overlap, RowImporter, of_household, plain, same
from geodata.imports.kinds.staging import run
from geodata.people.models import CareCategory

BORN = dt.date(1900, 3, 1)
COLUMNS = {
    "category": "text",
    "category_id": "bigint",
    "resident": "text",
    "birth_year": "integer",
    "relation": "text",
    "resident_id": "bigint",
    "source": "text",
    "verified_on": "date",
}
# A resident is known within one household by name and, where both are said, year of birth.
RESIDENT = """
    geodata_resident r ON r.household_id = s.household_id AND r.name = s.resident
     AND (s.birth_year IS NULL OR r.birth_year IS NULL OR r.birth_year = s.birth_year)
"""
FIND = f"""
    UPDATE import_row s SET category_id = c.id FROM geodata_carecategory c WHERE c.code = s.category;
    UPDATE import_row s SET resident_id = f.id FROM (
        SELECT s.line, min(r.id) AS id FROM import_row s JOIN {RESIDENT} GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
"""
SQL = RowImporter(
    table="geodata_carerecord",
    key=f"""r.household_id = s.household_id AND r.category_id = s.category_id AND {BY_DAY}
        AND r.resident_id IS NOT DISTINCT FROM s.resident_id AND (s.resident IS NULL) = (r.resident_id IS NULL)""",
    fresh={"since": "%(on)s"},
    fields=(UNTIL, plain("source"), plain("verified_on")),
    new=same("household_id", "village_id", "resident_id", "category_id", "verified_on")
    | {"period": "daterange(since, until + 1)", "source": "coalesce(source, '')"},
    created=of_household(
        "s", "s.resident, '–', g.name", "LEFT JOIN geodata_carecategory g ON g.id = s.category_id"
    ),
    told=of_household(
        "r",
        "p.name, '–', g.name",
        """JOIN geodata_carecategory g ON g.id = r.category_id
        LEFT JOIN geodata_resident p ON p.id = r.resident_id""",
    ),
    missed="(r.village_id, r.category_id) IN (SELECT village_id, category_id FROM import_row)",
    overlap=Overlap(
        "household_id",
        {
            "category_id": ("s.category_id", "r.category_id"),
            "who": (
                "coalesce(s.resident_id::text, s.resident || coalesce(s.birth_year::text, ''), '')",
                "coalesce(r.resident_id::text, '')",
            ),
        },
        rule="a.category_id = b.category_id AND a.who = b.who",
    ),
)
NEW_RESIDENTS = """
    WITH named AS (
        SELECT household_id, village_id, resident, birth_year, max(coalesce(relation, '')) AS relation
        FROM import_row WHERE fresh AND resident IS NOT NULL AND resident_id IS NULL
        GROUP BY household_id, village_id, resident, birth_year
    ), made AS (
        SELECT nextval('geodata_resident_id_seq') AS id, n.* FROM named n
    ), kept AS (
        UPDATE import_row s SET resident_id = m.id FROM made m
        WHERE s.fresh AND s.resident_id IS NULL AND m.household_id = s.household_id AND m.resident = s.resident
          AND m.birth_year IS NOT DISTINCT FROM s.birth_year
    )
    INSERT INTO geodata_resident (id, household_id, village_id, name, birth_year, relation, synthetic)
    SELECT id, household_id, village_id, resident, birth_year, relation, false FROM made ORDER BY id
"""
PROBLEMS = (
    Fault("category", gettext_lazy("The row names no care category."), gettext_lazy("Add a column with the category."),
          "SELECT line FROM import_row WHERE category IS NULL ORDER BY line"),
    Fault("resident", gettext_lazy("Several residents of this household have this name."), gettext_lazy("Add the year of birth."),
          f"""SELECT s.line, s.resident FROM import_row s JOIN {RESIDENT}
              GROUP BY s.line, s.resident HAVING count(*) > 1 ORDER BY s.line"""),
    Fault("until", gettext_lazy("It ends before it begins."), gettext_lazy("Correct the days."), SQL.backwards),
    Fault("since", gettext_lazy("This care category is already recorded for these days."),
          gettext_lazy("Correct the days; the other is in line %(line)s."), SQL.clash,
          alone=gettext_lazy("Leave out the day to change the recorded one.")),
)  # fmt: skip


class Care(RowKind):
    """A record is recognised by household, resident, category and first day; without a day it is the open one."""

    name = "care"
    label = gettext_lazy("care records")
    fields = (
        *row_stage.HOUSEHOLD,
        *("category", "resident", "birth_year", "relation", "since", "until", "source", "verified_on"),
    )
    needed = ("household_no", "category")
    columns, sql, problems = COLUMNS, SQL, PROBLEMS

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        return row_stage.places(roster, rows.villages, village=rows.wishes.village) | {
            "category": roster.read("category", _category()),
            "resident": roster.read("resident", read.words(60, texts.name)),
            "birth_year": roster.read("birth_year", partial(birth_year, rows.on)),
            "relation": roster.read("relation", read.words(20, texts.line)),
            **rows.days(),
            "source": roster.read("source", read.words(100, texts.line)),
            "verified_on": roster.read("verified_on", partial(day, last=rows.on)),
        }

    def match(self, rows: Rows) -> None:
        run(FIND, {})
        super().match(rows)

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        return problems + row_stage.first_problems(super().with_own([], rows), spoken=problems)

    def write(self, *, on: dt.date, by: int | None) -> None:
        run(NEW_RESIDENTS, {})
        super().write(on=on, by=by)


_MONTH = re.compile(r"((?:19|20)\d\d)(?:年|[-./年]?(?:0?[1-9]|1[0-2])月?)?", re.ASCII)
"""A year, alone or with its month: 1950, 1950年, 1950-03, 195003, 1950年3月."""


def birth_year(on: dt.date, text: str) -> int:
    """The year of birth, of which a whole day of birth gives the year alone. BadInput: none."""
    month = _MONTH.fullmatch("".join(read.usual(text).split()).removesuffix(".0"))
    year = int(month[1]) if month else day(text, first=BORN, last=on).year
    if not 1900 <= year <= on.year:
        raise BadInput(_("This is not a year of birth."), remedy=_("Write four digits, such as 1950."))
    return year


def _category() -> Callable[[str], str]:
    """The code of a category by any form of its name: 低保 is 低保户, 五保对象 is 特困(五保)户."""
    found = list(CareCategory.objects.values_list("code", "name", "name_en"))
    codes = {form: code for code, *names in found for form in _forms(code, *names)}

    def take(text: str) -> str:
        code = codes.get(re.sub(r"\s", "", read.usual(text)).casefold())
        if code is None:
            names = "; ".join(name for _code, name, _english in found)
            raise BadInput(
                _("This care category is not recognised."),
                remedy=_("Accepted values: %(list)s") % {"list": names},
            )
        return code

    return take


def _forms(code: str, name: str, english: str) -> set[str]:
    bare = name.removesuffix("户")
    bases = {bare, re.sub(r"\(.*\)", "", bare), *re.findall(r"\((.+)\)", bare)}
    return {code, re.sub(r"\s", "", english).casefold()} | {
        f"{base}{ending}" for base in bases for ending in ("", "户", "对象", "人员", "家庭")
    }
