"""Care records from a list: which household, or which resident of it, belongs to a care category, since and until when."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata import texts
from geodata.errors import BadInput
from geodata.imports import roster as read
from geodata.imports import row_stage
from geodata.imports.dates import day
from geodata.imports.headings import recognise
from geodata.imports.kind import Kind
from geodata.imports.privacy import without_ids
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.roster import Roster
from geodata.imports.staging import altered, entries, rows_of, run
from geodata.imports.table import Table
from geodata.imports.villages import Villages
from geodata.imports.wishes import Wishes
from geodata.people.models import CareCategory

BORN = dt.date(1900, 3, 1)
COLUMNS = {
    "category": "text",
    "category_id": "bigint",
    "resident": "text",
    "birth_year": "integer",
    "relation": "text",
    "resident_id": "bigint",
    "since": "date",
    "until": "date",
    "source": "text",
    "verified_on": "date",
}
# A resident is known within one household by name and, where both are said, year of birth.
MATCH = """
    UPDATE import_row s SET category_id = c.id FROM geodata_carecategory c WHERE c.code = s.category;
    UPDATE import_row s SET resident_id = f.id FROM (
        SELECT s.line, min(r.id) AS id FROM import_row s
        JOIN geodata_resident r ON r.household_id = s.household_id AND r.name = s.resident
         AND (s.birth_year IS NULL OR r.birth_year IS NULL OR r.birth_year = s.birth_year)
        GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
    UPDATE import_row s SET target = c.id FROM geodata_carerecord c
    WHERE c.household_id = s.household_id AND c.category_id = s.category_id
      AND c.resident_id IS NOT DISTINCT FROM s.resident_id AND (s.resident IS NULL) = (c.resident_id IS NULL)
      AND (lower(c.period) = s.since OR s.since IS NULL AND upper_inf(c.period));
    UPDATE import_row SET fresh = target IS NULL;
    UPDATE import_row SET since = coalesce(since, %(on)s) WHERE fresh;
    UPDATE import_row s SET changes = array_remove(ARRAY[
        CASE WHEN s.until IS NOT NULL AND s.until + 1 IS DISTINCT FROM upper(c.period) THEN 'until' END,
        CASE WHEN s.source <> c.source THEN 'source' END,
        CASE WHEN s.verified_on IS NOT NULL AND s.verified_on IS DISTINCT FROM c.verified_on THEN 'verified_on' END], NULL)
    FROM geodata_carerecord c WHERE c.id = s.target;
"""
TWO_RESIDENTS = """
    SELECT s.line, s.resident FROM import_row s JOIN geodata_resident r ON r.household_id = s.household_id AND r.name = s.resident
     AND (s.birth_year IS NULL OR r.birth_year IS NULL OR r.birth_year = s.birth_year)
    GROUP BY s.line, s.resident HAVING count(*) > 1 ORDER BY s.line
"""
NO_CATEGORY = "SELECT line FROM import_row WHERE category IS NULL ORDER BY line"
BACKWARDS = """
    SELECT s.line, s.until::text FROM import_row s LEFT JOIN geodata_carerecord c ON c.id = s.target
    WHERE s.until < coalesce(s.since, lower(c.period)) ORDER BY s.line
"""
CLASH = """
    WITH after AS (
        SELECT s.line, s.household_id, s.category_id, coalesce(s.resident_id::text, s.resident || coalesce(s.birth_year::text, ''), '') AS who,
               daterange(coalesce(s.since, lower(c.period)), coalesce(s.until + 1, upper(c.period))) AS period
        FROM import_row s LEFT JOIN geodata_carerecord c ON c.id = s.target
        WHERE s.household_id IS NOT NULL AND s.category_id IS NOT NULL
          AND NOT coalesce(coalesce(s.since, lower(c.period)) > s.until, false)
        UNION ALL
        SELECT NULL, c.household_id, c.category_id, coalesce(c.resident_id::text, ''), c.period FROM geodata_carerecord c
        WHERE c.household_id IN (SELECT household_id FROM import_row)
          AND NOT EXISTS (SELECT FROM import_row t WHERE t.target = c.id)
    )
    SELECT DISTINCT ON (a.line) a.line, coalesce(b.line::text, ''), b.period::text FROM after a
    JOIN after b ON b.household_id = a.household_id AND b.category_id = a.category_id AND b.who = a.who
     AND b.period && a.period AND (b.line IS NULL OR b.line < a.line)
    WHERE a.line IS NOT NULL ORDER BY a.line, b.line
"""
CREATED = """
    SELECT s.line, concat_ws(' ', h.number, h.head_name, s.resident, '–', c.name), v.name FROM import_row s
    LEFT JOIN geodata_household h ON h.id = s.household_id LEFT JOIN geodata_area v ON v.id = s.village_id
    LEFT JOIN geodata_carecategory c ON c.id = s.category_id WHERE s.fresh ORDER BY s.line
"""
ALTERED = """
    SELECT s.line, concat_ws(' ', h.number, h.head_name, s.resident, '–', g.name), v.name, f.field, coalesce(f.was, ''),
           coalesce(f.becomes, '')
    FROM import_row s
    JOIN geodata_carerecord c ON c.id = s.target
    JOIN geodata_household h ON h.id = s.household_id
    JOIN geodata_carecategory g ON g.id = s.category_id
    JOIN geodata_area v ON v.id = s.village_id
    CROSS JOIN LATERAL (VALUES
        ('until', (upper(c.period) - 1)::text, s.until::text), ('source', c.source, s.source),
        ('verified_on', c.verified_on::text, s.verified_on::text)) f (field, was, becomes)
    WHERE f.field = ANY (s.changes) ORDER BY s.line, f.field
"""
GONE = """
    SELECT NULL, concat_ws(' ', h.number, h.head_name, r.name, '–', g.name), v.name FROM geodata_carerecord c
    JOIN geodata_household h ON h.id = c.household_id JOIN geodata_carecategory g ON g.id = c.category_id
    JOIN geodata_area v ON v.id = c.village_id LEFT JOIN geodata_resident r ON r.id = c.resident_id
    WHERE c.period @> %(on)s AND (c.village_id, c.category_id) IN (SELECT village_id, category_id FROM import_row)
      AND NOT EXISTS (SELECT FROM import_row s WHERE s.target = c.id) ORDER BY v.code, h.number
"""
WRITE = """
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
    SELECT id, household_id, village_id, resident, birth_year, relation, false FROM made ORDER BY id;
    INSERT INTO geodata_carerecord (household_id, village_id, resident_id, category_id, period, source, verified_on)
    SELECT household_id, village_id, resident_id, category_id, daterange(since, until + 1), coalesce(source, ''), verified_on
    FROM import_row WHERE fresh ORDER BY line;
    UPDATE geodata_carerecord c SET source = coalesce(s.source, c.source), verified_on = coalesce(s.verified_on, c.verified_on),
        period = CASE WHEN s.until IS NULL THEN c.period ELSE daterange(lower(c.period), s.until + 1) END
    FROM import_row s WHERE c.id = s.target AND s.changes <> '{}';
"""


class Care(Kind):
    """A record is recognised by household, resident, category and first day; without a day it is the open one."""

    name = "care"
    label = gettext_lazy("care records")
    fields = (
        *row_stage.HOUSEHOLD,
        *("category", "resident", "birth_year", "relation", "since", "until", "source", "verified_on"),
    )
    needed = ("household_no", "category")

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        villages = Villages.on(on)
        table = without_ids(table, villages=villages.by_code)
        fields = recognise(table, self.fields, chosen=wishes.columns)
        roster = Roster.of(table, fields)
        row_stage.fill(
            COLUMNS,
            row_stage.places(roster, villages, village=wishes.village)
            | {
                "category": roster.read("category", _category()),
                "resident": roster.read("resident", read.words(60, texts.name)),
                "birth_year": roster.read("birth_year", partial(birth_year, on)),
                "relation": roster.read("relation", read.words(20, texts.line)),
                "since": roster.read("since", partial(day, last=on)),
                "until": roster.read("until", day),
                "source": roster.read("source", read.words(100, texts.line)),
                "verified_on": roster.read("verified_on", partial(day, last=on)),
            },
        )
        nowhere, remarks = row_stage.find_households()
        run(MATCH, {"on": on})
        problems = row_stage.outside(wishes.scope, self.right) + nowhere
        return row_stage.reported(
            self,
            roster,
            problems=problems + row_stage.first_problems(_problems(), spoken=problems),
            remarks=remarks,
            created=entries(CREATED),
            altered=altered(ALTERED),
            gone=entries(GONE, {"on": on}),
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        run(WRITE, {})


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
                _("This care category is not known."), remedy=_("Known are: %(list)s") % {"list": names}
            )
        return code

    return take


def _forms(code: str, name: str, english: str) -> set[str]:
    bare = name.removesuffix("户")
    bases = {bare, re.sub(r"\(.*\)", "", bare), *re.findall(r"\((.+)\)", bare)}
    return {code, re.sub(r"\s", "", english).casefold()} | {
        f"{base}{ending}" for base in bases for ending in ("", "户", "对象", "人员", "家庭")
    }


def _problems() -> list[Problem]:
    return [
        Problem(line, "category", "", _("The row names no care category."), _("Add a column with the category."))
        for (line,) in rows_of(NO_CATEGORY, {})
    ] + [
        Problem(line, "resident", name, _("Several residents of this household have this name."),
                _("Add the year of birth."))
        for line, name in rows_of(TWO_RESIDENTS, {})
    ] + [
        Problem(line, "until", until, _("It ends before it begins."), _("Correct the days."))
        for line, until in rows_of(BACKWARDS, {})
    ] + [
        Problem(line, "since", what, _("This care category is already recorded for these days."),
                _("Correct the days; the other is in line %(line)s.") % {"line": other} if other
                else _("Leave the day out to change the recorded one."))
        for line, other, what in rows_of(CLASH, {})
    ]  # fmt: skip
