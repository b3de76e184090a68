"""Contact members from a list: branch, home, phone, capacity, able or why not, member from and until."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.wording import listed
from geodata.contacts.office_accounts import accounts_of
from geodata.files import columns as read
from geodata.files.problems import Problem
from geodata.imports.kinds import persons, row_stage
from geodata.imports.kinds.households.household_doubts import elsewhere
from geodata.imports.kinds.households.household_points import points
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows
from geodata.imports.kinds.row_sql import (
    SINCE,
    UNTIL,
    Field,
    RowImporter,
    Told,
    compared,
    place,
    plain,
    same,
    twice,
)
from geodata.imports.kinds.staging import rows_of, run

ABILITIES = {
    "able": "能 能够联户 是 可以 能联户 正常",
    "away": "外出 务工 外出务工 在外",
    "ill": "生病 重病 患病",
    "aged": "高龄 年老 70岁以上 70岁及以上 年满70岁",
    "other": "否 不能 其他 其他原因 因其他原因不能联户",
}
KINDS = {
    "party_member": "党员 联户党员",
    "resident_cadre": "驻村干部 驻村",
    "linked_cadre": "联村干部 联村 包村干部",
    "group": "村组干部 村组 组长 村民小组长",
    "office": "机关干部 机关",
}
MOST = 200
"""Households that a member may be given, by the law of the table."""
COLUMNS = {
    "branch": "text",
    "branch_id": "bigint",
    "ability": "text",
    "member_kind": "text",
    "capacity": "integer",
    "point": "geometry(Point, 4326)",
    "phone": "text",
    "keeps_phone": "boolean DEFAULT true",
}
# A branch is known by its name where it is at home; one name may stand in many villages.
BRANCH = """
    UPDATE import_row s SET branch_id = f.id FROM (
        SELECT s.line, min(b.id) AS id FROM import_row s
        JOIN geodata_area v ON v.id = s.village_id
        JOIN geodata_branch b ON b.name = s.branch OR s.branch IS NULL AND b.kind = 'village'
        WHERE EXISTS (SELECT FROM geodata_branch_areas j JOIN geodata_area a ON a.id = j.area_id
                      WHERE j.branch_id = b.id AND j.period @> %(on)s AND (a.id = v.id OR s.branch IS NOT NULL AND
                            (a.parent_id = v.id OR a.id = v.parent_id)))
           OR EXISTS (SELECT FROM geodata_member m WHERE m.branch_id = b.id AND m.village_id = v.id)
        GROUP BY s.line, s.branch HAVING s.branch IS NOT NULL OR count(*) = 1
    ) f WHERE f.line = s.line
"""
PHONE = """
    UPDATE import_row s SET keeps_phone = is_phone_of(s.user_id, s.phone) OR NOT (%(all)s OR s.user_id = ANY (%(own)s))
    WHERE s.user_id IS NOT NULL AND s.phone IS NOT NULL
"""
SQL = RowImporter(
    table="geodata_member",
    key="r.user_id = s.user_id",
    fresh={"since": "%(on)s", "ability": "'able'", "capacity": "20"},
    fields=(
        Field(
            "branch",
            "branch_id",
            says="s.branch_id",
            differs="s.branch IS NOT NULL AND s.branch_id IS DISTINCT FROM r.branch_id",
            was="b.name",
            becomes="s.branch",
        ),
        compared(
            "village", "village_id", says="s.village_id", holds="r.village_id", was="v.name", becomes="n.name"
        ),
        plain("ability"),
        plain("capacity"),
        plain("member_kind", "kind"),
        SINCE,
        UNTIL,
        place("point"),
        Field(
            "person_phone", "", says="s.phone", differs="NOT s.keeps_phone", was="p.number", becomes="s.phone"
        ),
    ),
    new=same("user_id", "branch_id", "village_id", "point", "ability", "capacity")
    | {
        "kind": "coalesce(member_kind, 'party_member')",
        "period": "daterange(since, until + 1)",
        "synthetic": "false",
    },
    created=Told("s.person", "v.name", "LEFT JOIN geodata_area v ON v.id = s.village_id"),
    told=Told(
        "u.name",
        "v.name",
        "JOIN geodata_user u ON u.id = r.user_id JOIN geodata_area v ON v.id = r.village_id",
        order="v.code, u.name",
        beside="""JOIN geodata_branch b ON b.id = r.branch_id JOIN geodata_area n ON n.id = s.village_id
        LEFT JOIN geodata_phonenumber p ON p.user_id = r.user_id""",
    ),
    missed="r.village_id IN (SELECT village_id FROM import_row)",
)
OTHERS = """
    SELECT s.line, v.name FROM import_row s JOIN geodata_member m ON m.id = s.target JOIN geodata_area v ON v.id = m.village_id
    WHERE m.village_id <> ALL (%(villages)s) ORDER BY s.line
"""
NEW_BRANCHES = (
    "SELECT DISTINCT branch FROM import_row WHERE branch IS NOT NULL AND branch_id IS NULL ORDER BY branch"
)
MAKE_BRANCHES = """
    WITH named AS (
        SELECT DISTINCT branch, village_id FROM import_row WHERE branch IS NOT NULL AND branch_id IS NULL
    ), made AS (
        SELECT nextval('geodata_branch_id_seq') AS id, branch, village_id FROM named
    ), kept AS (UPDATE import_row s SET branch_id = m.id FROM made m
        WHERE s.branch_id IS NULL AND m.branch = s.branch AND m.village_id = s.village_id
    ), written AS (
        INSERT INTO geodata_branch (id, name, kind, synthetic)
        SELECT id, branch, CASE WHEN branch LIKE '%%小组%%' THEN 'group' WHEN branch LIKE '%%网格%%' THEN 'grid'
                                ELSE 'village' END, false FROM made ORDER BY id
        RETURNING id, kind
    )
    INSERT INTO geodata_branch_areas (branch_id, area_id, kind, level, period)
    SELECT b.id, m.village_id, b.kind, 'village', daterange(%(on)s, NULL) FROM made m JOIN written b ON b.id = m.id ORDER BY m.id
"""
PHONES = """
    INSERT INTO geodata_phonenumber (user_id, number) SELECT user_id, phone FROM import_row WHERE NOT keeps_phone ORDER BY line
    ON CONFLICT (user_id) DO UPDATE SET number = excluded.number
"""
PROBLEMS = (
    Fault("person_name", gettext_lazy("The same person appears in the file twice."),
          gettext_lazy("Keep one: the other is in line %(line)s."), twice("user_id", "person")),
    Fault("branch", gettext_lazy("The village has no branch of its own yet."), gettext_lazy("State the"
                                                                                            " branch of"
                                                                                            " the member."),
          "SELECT line FROM import_row WHERE fresh AND branch IS NULL AND branch_id IS NULL ORDER BY line"),
    Fault("until", gettext_lazy("It ends before it begins."), gettext_lazy("Correct the days."), SQL.backwards),
)  # fmt: skip
REMARKS = (
    Fault("ability", gettext_lazy("The member still looks after households."),
          gettext_lazy("Hand them over: until then they stay with the member."), """
    SELECT s.line, concat(s.person, ': ', count(*)) FROM import_row s JOIN geodata_contactlink l ON l.member_id = s.target
    WHERE upper_inf(l.period) AND (s.until < %(on)s OR s.ability <> 'able') AND s.changes && '{ability,until}'
    GROUP BY s.line, s.person ORDER BY s.line"""),
    Fault("person_phone", gettext_lazy("You cannot change the phone of this account."),
          gettext_lazy("Ask the office that is responsible for the account."), """
    SELECT s.line, s.phone FROM import_row s WHERE s.user_id IS NOT NULL AND s.phone IS NOT NULL AND s.keeps_phone
      AND NOT is_phone_of(s.user_id, s.phone) ORDER BY s.line"""),
)  # fmt: skip


class Members(RowKind):
    """A member is recognised by login name, or by phone or place and name when a person confirms it.

    Who is new gets an account without a password. What a file leaves empty stays as it is.
    """

    name = "members"
    label = gettext_lazy("contact members")
    fields = (
        *row_stage.PLACE,
        *("person_name", "person_code", "person_phone", "branch", "member_kind", "ability", "capacity"),
        *("since", "until", "lon", "lat"),
    )
    needed = ("person_name",)
    needs_place = True
    columns, sql, problems, remarks = COLUMNS, SQL, PROBLEMS, REMARKS
    person, opens = "person", True

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster, wishes = rows.roster, rows.wishes
        where = points(roster, datum=wishes.datum, epsg=wishes.epsg)
        rows.frame, rows.people = where.frame, persons.read_list(roster)
        return row_stage.places(roster, rows.villages, village=wishes.village) | {
            "person": rows.people["name"],
            "phone": rows.people["phone"],
            "branch": roster.read("branch", read.words(100, texts.name)),
            "member_kind": roster.read("member_kind", read.one_of(KINDS)),
            "ability": roster.read("ability", read.one_of(ABILITIES)),
            "capacity": roster.read("capacity", read.whole(MOST, "户")),
            **rows.days(),
            "point": where.wkb(),
        }

    def match(self, rows: Rows) -> None:
        scope = rows.wishes.scope
        own = [] if scope is None else list(accounts_of(scope, on=rows.on).values_list("pk", flat=True))
        run(BRANCH, rows.values)
        run(PHONE, {"all": scope is None, "own": own})
        super().match(rows)

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        if (scope := rows.wishes.scope) is None:
            return super().with_own(problems, rows)
        values = {"villages": sorted(scope.to(self.right).villages)}
        return super().with_own(problems, rows) + [
            elsewhere(line, "village", name) for line, name in rows_of(OTHERS, values)
        ]

    def notes(self, rows: Rows) -> Iterator[str]:
        if rows.frame:
            yield _("Coordinates were read as %(frame)s and are stored as WGS 84.") % {"frame": rows.frame}
        if names := [name for (name,) in rows_of(NEW_BRANCHES, {})]:
            yield _("New branches: %(names)s.") % {"names": listed(names)}

    def write(self, *, on: dt.date, by: int | None) -> None:
        run(MAKE_BRANCHES, {"on": on})
        super().write(on=on, by=by)
        run(PHONES, {})
