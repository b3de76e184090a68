"""Who looks after whom: contact links between members and households, present and past."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.imports import persons, row_stage
from geodata.imports import roster as read
from geodata.imports.dates import day
from geodata.imports.headings import recognise
from geodata.imports.kind import Kind
from geodata.imports.privacy import without_ids
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.roster import Roster
from geodata.imports.staging import altered, entries, rows_of, run, table
from geodata.imports.table import Table
from geodata.imports.villages import Villages
from geodata.imports.wishes import Wishes

RANKS = {"first": "第一联系人 主 主要 是 1 一", "second": "第二联系人 次 副 备用 否 2 二"}
REASONS = {
    "handed_over": "移交 调整 更换 交接",
    "member_left": "党员离任 党员调离 离任 退出 党员迁出",
    "member_unable": "无法履职 党员无法联户 不能联户 身体原因",
    "household_left": "户迁出 住户迁出 农户迁出 搬离 迁出 户注销",
    "mistake": "录入错误 录入有误 登记错误 误录",
}
COLUMNS = {
    "user_id": "bigint",
    "member_id": "bigint",
    "person": "text",
    "primary": "boolean",
    "since": "date",
    "until": "date",
    "reason": "text",
    "former": "bigint",
}
# The link of the register that a row means began on its day, or is the open one if the row says no day.
# An open first contact of somebody else ends on the day when the new one begins.
MATCH = """
    UPDATE import_row s SET user_id = p.user_id FROM import_person p WHERE p.line = s.line;
    UPDATE import_row s SET member_id = m.id FROM geodata_member m WHERE m.user_id = s.user_id;
    UPDATE import_row s SET target = l.id FROM geodata_contactlink l
    WHERE l.household_id = s.household_id AND l.member_id = s.member_id
      AND (lower(l.period) = s.since OR s.since IS NULL AND upper_inf(l.period));
    UPDATE import_row SET fresh = target IS NULL;
    UPDATE import_row SET since = coalesce(since, %(on)s), "primary" = coalesce("primary", true) WHERE fresh;
    UPDATE import_row s SET former = l.id FROM geodata_contactlink l
    WHERE s.fresh AND s."primary" AND s.until IS NULL AND l.household_id = s.household_id AND l."primary"
      AND upper_inf(l.period) AND lower(l.period) < s.since AND l.member_id <> s.member_id;
    UPDATE import_row s SET changes = array_remove(ARRAY[
        CASE WHEN s."primary" <> l."primary" THEN 'primary' END,
        CASE WHEN s.until IS NOT NULL AND s.until + 1 IS DISTINCT FROM upper(l.period) THEN 'until' END,
        CASE WHEN s.until IS NOT NULL AND s.reason <> l.end_reason THEN 'reason' END], NULL)
    FROM geodata_contactlink l WHERE l.id = s.target;
"""
# As the links of these households would be, those of the file beside those of the register that stay.
LINKS = {
    "line": "integer",
    "household_id": "bigint",
    "member_id": "bigint",
    "primary": "boolean",
    "period": "daterange",
}
AFTER = f"""
    {table("import_after", LINKS)}
    INSERT INTO import_after
    SELECT s.line, s.household_id, s.member_id, coalesce(s."primary", l."primary") AS "primary",
           daterange(coalesce(s.since, lower(l.period)), coalesce(s.until + 1, upper(l.period))) AS period
    FROM import_row s LEFT JOIN geodata_contactlink l ON l.id = s.target
    WHERE s.household_id IS NOT NULL AND s.member_id IS NOT NULL
      AND NOT coalesce(coalesce(s.since, lower(l.period)) > s.until, false)
    UNION ALL
    SELECT NULL, l.household_id, l.member_id, l."primary",
           CASE WHEN f.line IS NULL THEN l.period ELSE daterange(lower(l.period), f.since) END
    FROM geodata_contactlink l LEFT JOIN import_row f ON f.former = l.id
    WHERE l.household_id IN (SELECT household_id FROM import_row)
      AND NOT EXISTS (SELECT FROM import_row t WHERE t.target = l.id)
"""  # noqa: S608  (names of ours)
CLASH = """
    SELECT DISTINCT ON (a.line) a.line, coalesce(b.line::text, ''), u.name || ' ' || b.period::text
    FROM import_after a
    JOIN import_after b ON b.household_id = a.household_id AND b.period && a.period
     AND (a."primary" AND b."primary" OR a.member_id = b.member_id)
     AND (b.line IS NULL OR b.line < a.line)
    JOIN geodata_member m ON m.id = b.member_id JOIN geodata_user u ON u.id = m.user_id
    WHERE a.line IS NOT NULL ORDER BY a.line, b.line
"""
NO_MEMBER = "SELECT line, coalesce(person, '') FROM import_row WHERE user_id IS NOT NULL AND member_id IS NULL ORDER BY line"
BACKWARDS = """
    SELECT s.line, s.until::text FROM import_row s LEFT JOIN geodata_contactlink l ON l.id = s.target
    WHERE s.until < coalesce(s.since, lower(l.period)) ORDER BY s.line
"""
NO_REASON = """
    SELECT s.line FROM import_row s LEFT JOIN geodata_contactlink l ON l.id = s.target
    WHERE s.until IS NOT NULL AND s.reason IS NULL AND coalesce(l.end_reason, '') = '' ORDER BY s.line
"""
UNABLE = """
    SELECT s.line, u.name, m.period @> %(on)s FROM import_row s
    JOIN geodata_member m ON m.id = s.member_id JOIN geodata_user u ON u.id = m.user_id
    WHERE s.fresh AND s.until IS NULL AND (m.ability <> 'able' OR NOT m.period @> %(on)s) ORDER BY s.line
"""
FULL = """
    SELECT min(s.line), u.name, count(*) + coalesce((
        SELECT count(*) FROM geodata_contactlink l WHERE l.member_id = m.id AND upper_inf(l.period)
          AND NOT EXISTS (SELECT FROM import_row f WHERE f.former = l.id)), 0) AS load, m.capacity
    FROM import_row s JOIN geodata_member m ON m.id = s.member_id JOIN geodata_user u ON u.id = m.user_id
    WHERE s.fresh AND s.until IS NULL GROUP BY m.id, u.name
"""
HANDED_OVER = """
    SELECT s.line, w.name, s.since::text FROM import_row s JOIN geodata_contactlink l ON l.id = s.former
    JOIN geodata_member m ON m.id = l.member_id JOIN geodata_user w ON w.id = m.user_id ORDER BY s.line
"""
CREATED = """
    SELECT s.line, concat_ws(' ', h.number, h.head_name, '–', coalesce(u.name, s.person)), v.name FROM import_row s
    LEFT JOIN geodata_household h ON h.id = s.household_id
    LEFT JOIN geodata_area v ON v.id = s.village_id LEFT JOIN geodata_user u ON u.id = s.user_id
    WHERE s.fresh ORDER BY s.line
"""
ALTERED = """
    SELECT s.line, concat_ws(' ', h.number, h.head_name, '–', u.name), v.name, f.field, coalesce(f.was, ''),
           coalesce(f.becomes, '')
    FROM import_row s
    JOIN geodata_household h ON h.id = s.household_id
    JOIN geodata_area v ON v.id = s.village_id
    JOIN geodata_user u ON u.id = s.user_id
    JOIN geodata_contactlink l ON l.id = s.target
    CROSS JOIN LATERAL (VALUES
        ('primary', l."primary"::text, s."primary"::text), ('until', (upper(l.period) - 1)::text, s.until::text),
        ('reason', l.end_reason, s.reason)) f (field, was, becomes)
    WHERE f.field = ANY (s.changes) ORDER BY s.line, f.field
"""
GONE = """
    SELECT NULL, concat_ws(' ', h.number, h.head_name, '–', u.name), v.name FROM geodata_contactlink l
    JOIN geodata_household h ON h.id = l.household_id JOIN geodata_area v ON v.id = l.village_id
    JOIN geodata_member m ON m.id = l.member_id JOIN geodata_user u ON u.id = m.user_id
    WHERE l.village_id IN (SELECT village_id FROM import_row) AND l.period @> %(on)s
      AND NOT EXISTS (SELECT FROM import_row s WHERE l.id IN (s.target, s.former)) ORDER BY v.code, h.number
"""
# The former contact ends before the new one begins: two open first contacts are against the law.
WRITE = """
    UPDATE geodata_contactlink l SET period = daterange(lower(l.period), s.since), end_reason = 'handed_over'
    FROM import_row s WHERE l.id = s.former;
    UPDATE geodata_contactlink l SET "primary" = coalesce(s."primary", l."primary"),
        period = CASE WHEN s.until IS NULL THEN l.period ELSE daterange(lower(l.period), s.until + 1) END,
        end_reason = CASE WHEN s.until IS NULL THEN l.end_reason ELSE coalesce(s.reason, l.end_reason) END
    FROM import_row s WHERE l.id = s.target AND s.changes <> '{}';
    INSERT INTO geodata_contactlink (household_id, village_id, member_id, "primary", period, end_reason, set_by_id)
    SELECT household_id, village_id, member_id, coalesce("primary", true), daterange(since, until + 1),
           CASE WHEN until IS NULL THEN '' ELSE reason END, %(by)s
    FROM import_row WHERE fresh ORDER BY line;
"""


class Links(Kind):
    """A link is recognised by household, member and first day; without a day it is the open one."""

    name = "links"
    label = gettext_lazy("contact links")
    fields = (
        *row_stage.HOUSEHOLD,
        *("member_name", "member_code", "member_phone", "primary", "since", "until", "reason"),
    )
    needed = ("household_no",)

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        villages = Villages.on(on)
        table = without_ids(table, villages=villages.by_code)
        fields = recognise(table, self.fields, chosen=wishes.columns)
        roster = Roster.of(table, fields)
        people = persons.read_list(roster, kind="member")
        codes = {village.pk: village.code for village in villages.by_code.values()}
        columns = row_stage.places(roster, villages, village=wishes.village)
        ranks = roster.read("primary", read.one_of(RANKS))
        row_stage.fill(
            COLUMNS,
            columns
            | {
                "person": people["name"],
                "primary": [rank and rank == "first" for rank in ranks],
                "since": roster.read("since", partial(day, last=on)),
                "until": roster.read("until", day),
                "reason": roster.read("reason", read.one_of(REASONS)),
            },
        )
        acting = [codes.get(village) for village in columns["village_id"]]
        persons.fill_one_a_line(table.lines, people, acting)
        questions, problems = persons.resolve(wishes.answers, new=False, column="member_name")
        nowhere, remarks = row_stage.find_households()
        run(MATCH, {"on": on})
        run(AFTER, {})
        problems += row_stage.outside(wishes.scope, self.right) + nowhere
        problems = row_stage.first_problems(_problems(on), spoken=problems) + problems
        return row_stage.reported(
            self,
            roster,
            problems=problems,
            remarks=remarks + _handed_over(),
            questions=questions,
            created=entries(CREATED),
            altered=altered(ALTERED),
            gone=entries(GONE, {"on": on}),
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        run(WRITE, {"by": wishes.by})


def _problems(on: dt.date) -> list[Problem]:
    return [
        Problem(line, "member_name", name, _("This person is no contact member."),
                _("Import the members first."))
        for line, name in rows_of(NO_MEMBER, {})
    ] + [
        Problem(line, "until", until, _("It ends before it begins."), _("Correct the days."))
        for line, until in rows_of(BACKWARDS, {})
    ] + [
        Problem(line, "reason", "", _("Say why the contact ends."), _("Add a column with the reason."))
        for (line,) in rows_of(NO_REASON, {})
    ] + [
        Problem(line, "since", what, _("The household has another contact on these days."),
                _("Correct the days; the other is in line %(line)s.") % {"line": other} if other
                else _("Correct the days, or end the recorded contact first."))
        for line, other, what in rows_of(CLASH, {})
    ] + [
        Problem(line, "member_name", name, _("This member is not able to look after households.") if there
                else _("This member has left."), _("Choose another member, or mend the list of members first."))
        for line, name, there in rows_of(UNABLE, {"on": on})
    ] + [
        Problem(line, "member_name", f"{name}: {load} / {capacity}", _("This member would have more households than the capacity."),
                _("Give some to another member, or raise the capacity."))
        for line, name, load, capacity in rows_of(FULL, {}) if load > capacity
    ]  # fmt: skip


def _handed_over() -> list[Problem]:
    return [
        Problem(line, "since", f"{name} → {day}", _("The former contact ends on that day."),
                _("Nothing to do, if that is meant."))
        for line, name, day in rows_of(HANDED_OVER, {})
    ]  # fmt: skip
