"""Contact members from a list: branch, home, phone, capacity, able or why not, member from and until."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata import texts
from geodata.contacts.offices import accounts_of
from geodata.imports import persons, row_stage
from geodata.imports import roster as read
from geodata.imports.dates import day
from geodata.imports.headings import recognise
from geodata.imports.household_doubts import elsewhere
from geodata.imports.household_points import points
from geodata.imports.kind import Kind
from geodata.imports.privacy import without_ids
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.roster import Roster
from geodata.imports.staging import altered, entries, rows_of, run
from geodata.imports.table import Table
from geodata.imports.villages import Villages
from geodata.imports.wishes import Wishes
from geodata.wording import listed

ABILITIES = {
    "able": "能 能够联户 是 可以 能联户 正常",
    "away": "外出 务工 外出务工 在外",
    "ill": "生病 重病 患病",
    "aged": "高龄 年老 70岁以上 70岁及以上 年满70岁",
    "other": "否 不能 其他 其他原因 因其他原因不能联户",
}
MOST = 200
"""Households that a member may be given, by the law of the table."""
COLUMNS = {
    "branch": "text",
    "branch_id": "bigint",
    "ability": "text",
    "capacity": "integer",
    "since": "date",
    "until": "date",
    "point": "geometry(Point, 4326)",
    "user_id": "bigint",
    "person": "text",
    "phone": "text",
    "keeps_phone": "boolean DEFAULT true",
}
# A branch is known by its name where it is at home; one name may stand in many villages.
MATCH = """
    UPDATE import_row s SET user_id = p.user_id FROM import_person p WHERE p.line = s.line;
    UPDATE import_row s SET branch_id = f.id FROM (
        SELECT s.line, min(b.id) AS id FROM import_row s
        JOIN geodata_area v ON v.id = s.village_id
        JOIN geodata_branch b ON b.name = s.branch OR s.branch IS NULL AND b.kind = 'village'
        WHERE EXISTS (SELECT FROM geodata_branch_areas j JOIN geodata_area a ON a.id = j.area_id
                      WHERE j.branch_id = b.id AND (a.id = v.id OR s.branch IS NOT NULL AND
                            (a.parent_id = v.id OR a.id = v.parent_id)))
           OR EXISTS (SELECT FROM geodata_member m WHERE m.branch_id = b.id AND m.village_id = v.id)
        GROUP BY s.line, s.branch HAVING s.branch IS NOT NULL OR count(*) = 1
    ) f WHERE f.line = s.line;
    UPDATE import_row s SET target = m.id FROM geodata_member m WHERE m.user_id = s.user_id;
    UPDATE import_row SET fresh = target IS NULL;
    UPDATE import_row s SET keeps_phone = is_phone_of(s.user_id, s.phone) OR NOT (%(all)s OR s.user_id = ANY (%(own)s))
    WHERE s.user_id IS NOT NULL AND s.phone IS NOT NULL;
    UPDATE import_row s SET changes = array_remove(ARRAY[
        CASE WHEN s.branch IS NOT NULL AND s.branch_id IS DISTINCT FROM m.branch_id THEN 'branch' END,
        CASE WHEN s.village_id <> m.village_id THEN 'village' END,
        CASE WHEN s.ability <> m.ability THEN 'ability' END,
        CASE WHEN s.capacity <> m.capacity THEN 'capacity' END,
        CASE WHEN s.since <> lower(m.period) THEN 'since' END,
        CASE WHEN s.until + 1 IS DISTINCT FROM upper(m.period) AND s.until IS NOT NULL THEN 'until' END,
        CASE WHEN s.point IS NOT NULL AND NOT coalesce(ST_DWithin(s.point, m.point, 1e-6), false) THEN 'point' END,
        CASE WHEN NOT s.keeps_phone THEN 'person_phone' END], NULL)
    FROM geodata_member m WHERE m.id = s.target;
"""
TWICE = """
    SELECT line, person, first FROM (
        SELECT line, person, first_value(line) OVER (PARTITION BY user_id ORDER BY line) AS first
        FROM import_row WHERE user_id IS NOT NULL
    ) t WHERE line <> first ORDER BY line
"""
NO_BRANCH = "SELECT line FROM import_row WHERE fresh AND branch IS NULL AND branch_id IS NULL ORDER BY line"
BACKWARDS = """
    SELECT s.line, s.until::text FROM import_row s LEFT JOIN geodata_member m ON m.id = s.target
    WHERE s.until < coalesce(s.since, lower(m.period), %(on)s) ORDER BY s.line
"""
OTHERS = """
    SELECT s.line, v.name FROM import_row s JOIN geodata_member m ON m.id = s.target JOIN geodata_area v ON v.id = m.village_id
    WHERE m.village_id <> ALL (%(villages)s) ORDER BY s.line
"""
STILL = """
    SELECT s.line, s.person, count(*) FROM import_row s JOIN geodata_contactlink l ON l.member_id = s.target
    WHERE upper_inf(l.period) AND (s.until < %(on)s OR s.ability <> 'able') AND s.changes && '{ability,until}'
    GROUP BY s.line, s.person ORDER BY s.line
"""
KEPT = """
    SELECT s.line, s.phone FROM import_row s
    WHERE s.user_id IS NOT NULL AND s.phone IS NOT NULL AND s.keeps_phone AND NOT is_phone_of(s.user_id, s.phone) ORDER BY s.line
"""
NEW_BRANCHES = (
    "SELECT DISTINCT branch FROM import_row WHERE branch IS NOT NULL AND branch_id IS NULL ORDER BY branch"
)
CREATED = """
    SELECT s.line, s.person, v.name FROM import_row s LEFT JOIN geodata_area v ON v.id = s.village_id
    WHERE s.fresh ORDER BY s.line
"""
ALTERED = """
    SELECT s.line, u.name, v.name, f.field, coalesce(f.was, ''), coalesce(f.becomes, '')
    FROM import_row s
    JOIN geodata_member m ON m.id = s.target
    JOIN geodata_user u ON u.id = m.user_id
    LEFT JOIN geodata_phonenumber p ON p.user_id = m.user_id
    JOIN geodata_branch b ON b.id = m.branch_id
    JOIN geodata_area v ON v.id = m.village_id
    JOIN geodata_area n ON n.id = s.village_id
    CROSS JOIN LATERAL (VALUES
        ('branch', b.name, s.branch), ('village', v.name, n.name), ('ability', m.ability, s.ability),
        ('capacity', m.capacity::text, s.capacity::text), ('since', lower(m.period)::text, s.since::text),
        ('until', (upper(m.period) - 1)::text, s.until::text), ('person_phone', p.number, s.phone),
        ('point', round(ST_X(m.point)::numeric, 6) || ' ' || round(ST_Y(m.point)::numeric, 6),
                  round(ST_X(s.point)::numeric, 6) || ' ' || round(ST_Y(s.point)::numeric, 6))) f (field, was, becomes)
    WHERE f.field = ANY (s.changes) ORDER BY s.line, f.field
"""
GONE = """
    SELECT NULL, u.name, v.name FROM geodata_member m
    JOIN geodata_user u ON u.id = m.user_id JOIN geodata_area v ON v.id = m.village_id
    WHERE m.village_id IN (SELECT village_id FROM import_row) AND m.period @> %(on)s
      AND NOT EXISTS (SELECT FROM import_row s WHERE s.target = m.id) ORDER BY v.code, u.name
"""
WRITE = """
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
    )
    INSERT INTO geodata_branch_areas (branch_id, area_id) SELECT id, village_id FROM made ORDER BY id;
    UPDATE import_row s SET user_id = p.user_id FROM import_person p WHERE p.line = s.line;
    INSERT INTO geodata_member (user_id, branch_id, village_id, point, ability, capacity, period, synthetic)
    SELECT user_id, branch_id, village_id, point, coalesce(ability, 'able'), coalesce(capacity, 20),
           daterange(coalesce(since, %(on)s), until + 1), false FROM import_row WHERE fresh ORDER BY line;
    UPDATE geodata_member m SET branch_id = CASE WHEN s.branch IS NULL THEN m.branch_id ELSE s.branch_id END,
        village_id = s.village_id, ability = coalesce(s.ability, m.ability), capacity = coalesce(s.capacity, m.capacity),
        point = CASE WHEN 'point' = ANY (s.changes) THEN s.point ELSE m.point END,
        period = daterange(coalesce(s.since, lower(m.period)), coalesce(s.until + 1, upper(m.period)))
    FROM import_row s WHERE m.id = s.target AND s.changes && '{branch,village,ability,capacity,since,until,point}';
    INSERT INTO geodata_phonenumber (user_id, number) SELECT user_id, phone FROM import_row WHERE NOT keeps_phone ORDER BY line
    ON CONFLICT (user_id) DO UPDATE SET number = excluded.number;
"""


class Members(Kind):
    """A member is recognised by login name, or by phone or place and name when a person confirms it.

    Who is new gets an account without a password. What a file leaves empty stays as it is.
    """

    name = "members"
    label = gettext_lazy("contact members")
    fields = (
        *row_stage.PLACE,
        *(
            "person_name",
            "person_code",
            "person_phone",
            "branch",
            "ability",
            "capacity",
            "since",
            "until",
            "lon",
            "lat",
        ),
    )
    needed = ("person_name",)
    needs_place = True

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        villages = Villages.on(on)
        table = without_ids(table, villages=villages.by_code)
        fields = recognise(table, self.fields, chosen=wishes.columns)
        roster = Roster.of(table, fields)
        where = points(roster, datum=wishes.datum, epsg=wishes.epsg)
        people = persons.read_list(roster)
        codes = {village.pk: village.code for village in villages.by_code.values()}
        columns = row_stage.places(roster, villages, village=wishes.village)
        row_stage.fill(
            COLUMNS,
            columns
            | {
                "person": people["name"],
                "phone": people["phone"],
                "branch": roster.read("branch", read.words(100, texts.name)),
                "ability": roster.read("ability", read.one_of(ABILITIES)),
                "capacity": roster.read("capacity", read.whole(MOST, "户")),
                "since": roster.read("since", partial(day, last=on)),
                "until": roster.read("until", day),
                "point": where.wkb(),
            },
        )
        acting = [codes.get(village) for village in columns["village_id"]]
        persons.fill_one_a_line(table.lines, people, acting)
        questions, problems = persons.resolve(wishes.answers, new=True, column="person_name")
        own = (
            []
            if wishes.scope is None
            else list(accounts_of(wishes.scope, on=on).values_list("pk", flat=True))
        )
        run(MATCH, {"all": wishes.scope is None, "own": own})
        problems += row_stage.outside(wishes.scope, self.right) + _problems(on, wishes)
        return row_stage.reported(
            self,
            roster,
            problems=problems,
            remarks=_remarks(on),
            notes=_notes(where.frame),
            questions=questions,
            created=entries(CREATED),
            altered=altered(ALTERED),
            gone=entries(GONE, {"on": on}),
            datum=where.frame,
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        persons.create()
        run(WRITE, {"on": on})


def _problems(on: dt.date, wishes: Wishes) -> list[Problem]:
    found = [
        Problem(line, "person_name", name, _("The same person stands in the file twice."),
                _("Keep one: the other is in line %(line)s.") % {"line": first})
        for line, name, first in rows_of(TWICE, {})
    ] + [
        Problem(line, "branch", "", _("The village has no branch of its own yet."), _("Name the branch of the member."))
        for (line,) in rows_of(NO_BRANCH, {})
    ] + [
        Problem(line, "until", until, _("It ends before it begins."), _("Correct the days."))
        for line, until in rows_of(BACKWARDS, {"on": on})
    ]  # fmt: skip
    if wishes.scope is not None:
        own = sorted(wishes.scope.to(Members.right).villages)
        found += [elsewhere(line, "village", name) for line, name in rows_of(OTHERS, {"villages": own})]
    return found


def _remarks(on: dt.date) -> list[Problem]:
    return [
        Problem(line, "ability", f"{name}: {count}", _("The member still looks after households."),
                _("Hand them over: they stay with the member until somebody does."))
        for line, name, count in rows_of(STILL, {"on": on})
    ] + [
        Problem(line, "person_phone", phone, _("The phone of this account is not yours to change."),
                _("Ask the office that looks after the account."))
        for line, phone in rows_of(KEPT, {})
    ]  # fmt: skip


def _notes(frame: str) -> list[str]:
    notes = []
    if frame:
        notes.append(_("Coordinates were read as %(frame)s and are stored as WGS 84.") % {"frame": frame})
    if names := [name for (name,) in rows_of(NEW_BRANCHES, {})]:
        notes.append(_("New branches: %(names)s.") % {"names": listed(names)})
    return notes
