"""Who looks after whom: contact links between members and households, present and past."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.files import columns as read
from geodata.files.problems import Problem
from geodata.imports.kinds import persons, row_stage
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows, found
from geodata.imports.kinds.row_sql import BY_DAY, UNTIL, Overlap, RowImporter, of_household, plain, same
from geodata.imports.kinds.staging import rows_of, run

RANKS = {"first": "第一联系人 主 主要 是 1 一", "second": "第二联系人 次 副 备用 否 2 二"}
REASONS = {
    "handed_over": "移交 调整 更换 交接",
    "member_left": "党员离任 党员调离 离任 退出 党员迁出",
    "member_unable": "无法履职 党员无法联户 不能联户 身体原因",
    "household_left": "户迁出 住户迁出 农户迁出 搬离 迁出 户注销",
    "mistake": "录入错误 录入有误 登记错误 误录",
}
COLUMNS = {
    "member_id": "bigint",
    "primary": "boolean",
    "reason": "text",
}
MEMBER = "UPDATE import_row s SET member_id = m.id FROM geodata_member m WHERE m.user_id = s.user_id"
WHO = "JOIN geodata_member m ON m.id = {row}.member_id JOIN geodata_user u ON u.id = m.user_id"
# An open first contact of somebody else ends on the day when the new one begins.
SQL = RowImporter(
    table="geodata_contactlink",
    key=f"r.household_id = s.household_id AND r.member_id = s.member_id AND {BY_DAY}",
    fresh={"since": "%(on)s", "primary": "true"},
    replaces="""s."primary" AND r."primary" AND r.household_id = s.household_id AND r.member_id <> s.member_id""",
    ended=", end_reason = 'handed_over'",
    fields=(
        plain("primary"),
        UNTIL,
        plain("reason", "end_reason", says="CASE WHEN s.until IS NOT NULL THEN s.reason END"),
    ),
    new=same("household_id", "village_id", "member_id", "primary")
    | {
        "period": "daterange(since, until + 1)",
        "end_reason": "CASE WHEN until IS NULL THEN '' ELSE reason END",
        "set_by_id": "%(by)s",
    },
    created=of_household(
        "s", "'–', coalesce(u.name, s.person)", "LEFT JOIN geodata_user u ON u.id = s.user_id"
    ),
    told=of_household("r", "'–', u.name", WHO.format(row="r")),
    missed="r.village_id IN (SELECT village_id FROM import_row)",
    overlap=Overlap(
        "household_id",
        {
            "member_id": ("s.member_id", "r.member_id"),
            "primary": ('coalesce(s."primary", r."primary")', 'r."primary"'),
        },
        rule="""a.member_id = b.member_id OR a.member_id <> b.member_id AND a."primary" AND b."primary" """,
        of="u.name",
        joins=WHO.format(row="b"),
    ),
)
UNABLE = f"""
    SELECT s.line, u.name, m.period @> %(on)s FROM import_row s {WHO.format(row="s")}
    WHERE s.fresh AND s.until IS NULL AND (m.ability <> 'able' OR NOT m.period @> %(on)s) ORDER BY s.line
"""
FULL = f"""
    SELECT line, concat(name, ': ', load, ' / ', capacity) FROM (
        SELECT min(s.line) AS line, u.name, m.capacity, count(*) + (
            SELECT count(*) FROM geodata_contactlink l WHERE l.member_id = m.id AND upper_inf(l.period)
              AND NOT EXISTS (SELECT FROM import_row f WHERE f.former = l.id)) AS load
        FROM import_row s {WHO.format(row="s")} WHERE s.fresh AND s.until IS NULL GROUP BY m.id, u.name
    ) t WHERE load > capacity
"""
PROBLEMS = (
    Fault("member_name", gettext_lazy("This person is not a contact member."), gettext_lazy("Import the members first."),
          "SELECT line, coalesce(person, '') FROM import_row WHERE user_id IS NOT NULL AND member_id IS NULL ORDER BY line"),
    Fault("until", gettext_lazy("It ends before it begins."), gettext_lazy("Correct the days."), SQL.backwards),
    Fault("reason", gettext_lazy("Give the reason why the contact ends."), gettext_lazy("Add a column with the reason."),
          """SELECT s.line FROM import_row s LEFT JOIN geodata_contactlink l ON l.id = s.target
             WHERE s.until IS NOT NULL AND s.reason IS NULL AND coalesce(l.end_reason, '') = '' ORDER BY s.line"""),
    Fault("since", gettext_lazy("The household has another contact on these days."),
          gettext_lazy("Correct the days; the other is in line %(line)s."), SQL.clash,
          alone=gettext_lazy("Correct the days, or end the recorded contact first.")),
)  # fmt: skip
TOO_MANY = Fault(
    "member_name",
    gettext_lazy("This member would have more households than the capacity."),
    gettext_lazy("Give some to another member, or raise the capacity."),
    FULL,
)
HANDED_OVER = Fault(
    "since",
    gettext_lazy("The former contact ends on that day."),
    gettext_lazy("Nothing to do, if this is intended."),
    f"""SELECT s.line, u.name || ' → ' || s.since FROM import_row s JOIN geodata_contactlink l ON l.id = s.former
        {WHO.format(row="l")} ORDER BY s.line""",
)


class Links(RowKind):
    """A link is recognised by household, member and first day; without a day it is the open one."""

    name = "links"
    label = gettext_lazy("contact links")
    fields = (
        *row_stage.HOUSEHOLD,
        *("member_name", "member_code", "member_phone", "primary", "since", "until", "reason"),
    )
    needed = ("household_no",)
    columns, sql, problems, remarks = COLUMNS, SQL, PROBLEMS, (HANDED_OVER,)
    person = "member"

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        rows.people = persons.read_list(roster, kind="member")
        columns = row_stage.places(roster, rows.villages, village=rows.wishes.village)
        ranks = roster.read("primary", read.one_of(RANKS))
        return columns | {
            "person": rows.people["name"],
            "primary": [rank and rank == "first" for rank in ranks],
            **rows.days(),
            "reason": roster.read("reason", read.one_of(REASONS)),
        }

    def match(self, rows: Rows) -> None:
        run(MEMBER, {})
        super().match(rows)

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        unable = [
            Problem(line, "member_name", name, _("This member is not able to look after households.") if there
                    else _("This member has left."), _("Choose another member, or fix the list of members"
                                                       " first."))
            for line, name, there in rows_of(UNABLE, rows.values)
        ]  # fmt: skip
        own = [*super().with_own([], rows), *unable, *found([TOO_MANY], rows.values)]
        return row_stage.first_problems(own, spoken=problems) + problems
