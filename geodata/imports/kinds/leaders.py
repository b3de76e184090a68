"""Grid leaders, cadres and department officers from a list: who holds which post in which area, since and until when.

A leader who has no account yet gets one without a password, so that posts and visits already have their person; the
office opens it later by a one-time link.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.scope import Right, Scope
from geodata.files import columns as read
from geodata.files.problems import Problem
from geodata.imports.kinds import persons, row_stage
from geodata.imports.kinds.households.household_doubts import elsewhere
from geodata.imports.kinds.households.household_questions import answered, decided
from geodata.imports.kinds.households.household_rows import grid_text, villages_of
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows, found
from geodata.imports.kinds.row_sql import UNTIL, Overlap, RowImporter, Told, compared, same
from geodata.imports.kinds.staging import rows_of, run
from geodata.imports.runs.findings import Case, Question
from geodata.imports.runs.options import Wishes
from geodata.posts.appointing import LEVELS, may_appoint
from geodata.posts.models import Post
from geodata.territory.models import Area

POSTS = {
    "large_leader": "大网格长 大 一级网格长",
    "medium_leader": "中网格长 中 二级网格长",
    "small_leader": "小网格长 小 三级网格长 网格长",
    "cadre": "包格干部 联村干部 驻村干部 包村干部 挂点干部 包组干部",
    "department_officer": "部门干部 部门工作人员 部门联络员 部门联系人",
}
COLUMNS = {
    "post": "text",
    "code": "text",
    "grid": "text",
    "township": "text",
    "area_id": "bigint",
    "department": "text",
    "department_id": "bigint",
}
# The area of a post: by its code, else the grid, village or township that the row names, as the post wants it; an officer of
# a department works for the county where no township is named. Then the department, by its name or code there.
AREA = """
    UPDATE import_row s SET area_id = a.id FROM geodata_area a WHERE a.code = s.code AND a.period @> %(on)s;
    UPDATE import_row s SET area_id = f.id FROM (
        SELECT s.line, min(g.id) AS id FROM import_row s
        JOIN geodata_area v ON v.id = s.village_id
        JOIN geodata_area g ON g.parent_id = v.id AND g.level = 'grid' AND g.period @> %(on)s
         AND s.grid IN (g.code, right(g.code, 3), g.name, v.name || g.name)
        WHERE s.code IS NULL AND s.grid IS NOT NULL AND s.post IN ('small_leader', 'cadre')
        GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
    UPDATE import_row SET area_id = village_id
    WHERE code IS NULL AND (post = 'medium_leader' OR post = 'cadre' AND grid IS NULL);
    UPDATE import_row s SET area_id = f.id FROM (
        SELECT s.line, min(t.id) AS id FROM import_row s
        JOIN geodata_area t ON t.level = 'township' AND t.period @> %(on)s AND s.township IN (t.name, t.code)
        WHERE s.code IS NULL AND s.township IS NOT NULL AND s.post IN ('large_leader', 'department_officer')
        GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
    UPDATE import_row SET area_id = (SELECT min(c.id) FROM geodata_area c WHERE c.level = 'county' AND c.period @> %(on)s
        HAVING count(*) = 1)
    WHERE code IS NULL AND township IS NULL AND post = 'department_officer';
    UPDATE import_row s SET department_id = f.id FROM (
        SELECT s.line, min(d.id) AS id FROM import_row s
        JOIN geodata_department d ON d.area_id = s.area_id AND d.period @> %(on)s AND s.department IN (d.name, d.name_en, d.code)
        WHERE s.post = 'department_officer' GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
"""
# A day after the first of the post that is held means that post; one small leader of a grid follows another.
DEPARTMENT = compared(
    "department",
    "department_id",
    says="s.department_id",
    holds="r.department_id",
    was="(SELECT d.name FROM geodata_department d WHERE d.id = r.department_id)",
    becomes="s.department",
)
"""Of an officer of before it is said by the file; another department is another post."""
SQL = RowImporter(
    table="geodata_duty",
    key="""r.user_id = s.user_id AND r.kind = s.post AND r.area_id = s.area_id
        AND (r.department_id IS NULL OR r.department_id = s.department_id)
        AND (lower(r.period) = s.since OR upper_inf(r.period) AND (s.since IS NULL OR lower(r.period) < s.since))""",
    fresh={"since": "%(on)s"},
    replaces="""s.post = 'small_leader' AND r.kind = s.post AND r.area_id = s.area_id AND r.user_id IS DISTINCT FROM s.user_id""",
    fields=(DEPARTMENT, UNTIL),
    new=same("user_id", "area_id", "department_id")
    | {"kind": "post", "period": "daterange(since, until + 1)"},
    created=Told("s.person", "a.name", "LEFT JOIN geodata_area a ON a.id = s.area_id"),
    told=Told(
        "u.name",
        "a.name",
        "JOIN geodata_user u ON u.id = r.user_id JOIN geodata_area a ON a.id = r.area_id",
        order="a.code, u.name",
    ),
    missed="""(r.kind, a.parent_id) IN (
        SELECT s.post, b.parent_id FROM import_row s JOIN geodata_area b ON b.id = s.area_id)""",
    # One small leader a grid and day, and nobody twice in one post.
    overlap=Overlap(
        "area_id",
        {
            "kind": ("s.post", "r.kind"),
            "user_id": ("coalesce(s.user_id, -s.line)", "r.user_id"),
            "department_id": ("coalesce(s.department_id, 0)", "coalesce(r.department_id, 0)"),
        },
        rule="""a.kind = b.kind AND (a.kind = 'small_leader'
            OR a.user_id = b.user_id AND a.department_id = b.department_id)""",
        of="u.name",
        joins="LEFT JOIN geodata_user u ON u.id = b.user_id",
    ),
)
NO_AREA = "SELECT line, coalesce(code, grid, township, '') FROM import_row WHERE area_id IS NULL AND post IS NOT NULL ORDER BY line"
GIVEN = """
    SELECT s.post, s.area_id, array_agg(s.line ORDER BY s.line) FROM import_row s
    WHERE s.post IS NOT NULL AND s.area_id IS NOT NULL GROUP BY s.post, s.area_id ORDER BY min(s.line)
"""
REPLACED = """
    SELECT s.line, a.code || ' ' || a.name, s.person, u.name FROM import_row s
    JOIN geodata_duty d ON d.id = s.former JOIN geodata_user u ON u.id = d.user_id JOIN geodata_area a ON a.id = s.area_id
    ORDER BY s.line
"""
LEAVE = "DELETE FROM import_person WHERE line = ANY (%(lines)s); DELETE FROM import_row WHERE line = ANY (%(lines)s)"
NOWHERE = (
    Fault("post", gettext_lazy("The row names no post."), gettext_lazy("Add a column with the post."),
          "SELECT line FROM import_row WHERE post IS NULL ORDER BY line"),
    Fault("area_code", gettext_lazy("The area of this post is not known."),
          gettext_lazy("Add the code of the grid, village or township."), NO_AREA),
    Fault("department", gettext_lazy("A department officer works in a department of the area."),
          gettext_lazy("Choose the department; where it is missing, open it first."),
          "SELECT line, coalesce(department, '') FROM import_row WHERE post = 'department_officer' AND area_id IS NOT NULL"
          " AND department_id IS NULL ORDER BY line"),
)  # fmt: skip
TIMES = (
    Fault("until", gettext_lazy("It ends before it begins."), gettext_lazy("Correct the days."), SQL.backwards),
    Fault("since", gettext_lazy("Someone already holds the post on these days."),
          gettext_lazy("Correct the days; the other is in line %(line)s."), SQL.clash,
          alone=gettext_lazy("Correct the days, or end the recorded post first.")),
)  # fmt: skip


class Leaders(RowKind):
    """A post is recognised by person, post, area and first day; without a day it is the one that is held."""

    name = "leaders"
    label = gettext_lazy("leaders")
    fields = (
        *row_stage.PLACE,
        *(
            "area_code",
            "grid",
            "post",
            "department",
            "person_name",
            "person_code",
            "person_phone",
            "since",
            "until",
        ),
    )
    needed = ("person_name", "post")
    right = Right.APPOINT
    columns, sql, problems = COLUMNS, SQL, TIMES
    person, acts_in, opens = "person", "area_id", True

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        rows.people = persons.read_list(roster)
        grids = [text and grid_text(text) for text in roster.read("grid", read.code(100))]
        nothing = [None] * len(roster)
        return {
            "line": roster.table.lines,
            "village_id": villages_of(roster, rows.villages, rows.wishes.village, nothing, grids),
            "person": rows.people["name"],
            "post": roster.read("post", read.one_of(POSTS)),
            "department": roster.read("department", read.words(100, texts.name)),
            "code": roster.read("area_code", read.code(15)),
            "grid": grids,
            "township": [text or None for text in map(read.usual, roster.texts("township"))],
            **rows.days(),
        }

    def settle_persons(self, rows: Rows) -> tuple[list[Question], list[Problem]]:
        run(AREA, rows.values)
        return super().settle_persons(rows)

    def asked(self, rows: Rows) -> list[Question]:
        replaced = _replaced(rows.wishes)
        return [replaced] if replaced else []

    def elsewhere(self, rows: Rows) -> Iterator[Problem]:
        yield from found(NOWHERE, rows.values)
        yield from _of_others(rows.wishes.scope)


def _replaced(wishes: Wishes) -> Question | None:
    """Grids that have another leader: does the one of the file follow?"""
    rows = rows_of(REPLACED, {})
    if not rows:
        return None
    question = answered(
        Question(
            "replace",
            _("These grids currently have a different leader."),
            _("Decide whether the person in the file takes over the post."),
            (
                ("replace", _("Takes over: the former leader's post ends")),
                ("keep", _("No change: skip the row")),
            ),
            tuple(Case(*row) for row in rows),
            each=True,
        ),
        wishes.answers,
    )
    run(LEAVE, {"lines": [line for line, choice in decided(question, wishes.answers) if choice == "keep"]})
    return question


def _of_others(scope: Scope | None) -> Iterator[Problem]:
    """Posts of another level than their area, or that are not the office's to fill."""
    given = rows_of(GIVEN, {})
    areas = Area.objects.in_bulk({area for _post, area, _lines in given})
    for post, pk, lines in given:
        area = areas[pk]
        for line in lines:
            if area.level not in LEVELS[post]:
                yield Problem(line, "post", str(Post.Kind(post).label), _("This post does not belong to an area of this level."),
                              _("Correct the post or the area."))  # fmt: skip
            elif scope is not None and not may_appoint(scope, kind=post, area=area):
                yield elsewhere(line, "area_code", area.name)
