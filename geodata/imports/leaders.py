"""Grid leaders from a list: who holds which post in which area, since and until when.

A leader who has no account yet gets one without a password, so that posts and visits already have their person; the
office opens it later by a one-time link.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.contacts.models import Duty
from geodata.contacts.posts import LEVELS, may_appoint
from geodata.imports import persons, row_stage
from geodata.imports import roster as read
from geodata.imports.dates import day
from geodata.imports.findings import Case, Question
from geodata.imports.headings import recognise
from geodata.imports.household_doubts import elsewhere
from geodata.imports.household_questions import answered, decided
from geodata.imports.household_rows import grid_text, villages_of
from geodata.imports.kind import Kind
from geodata.imports.privacy import without_ids
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.roster import Roster
from geodata.imports.staging import altered, entries, rows_of, run
from geodata.imports.table import Table
from geodata.imports.villages import Villages
from geodata.imports.wishes import Wishes
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope

POSTS = {
    "large_leader": "大网格长 大 一级网格长",
    "medium_leader": "中网格长 中 二级网格长",
    "small_leader": "小网格长 小 三级网格长 网格长",
    "cadre": "包格干部 联村干部 驻村干部 包村干部 挂点干部 包组干部",
}
COLUMNS = {
    "user_id": "bigint",
    "person": "text",
    "post": "text",
    "code": "text",
    "grid": "text",
    "township": "text",
    "area_id": "bigint",
    "since": "date",
    "until": "date",
    "former": "bigint",
}
# The area of a post: by its code, else the grid, village or township that the row names, as the post wants it.
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
        WHERE s.code IS NULL AND s.post = 'large_leader' GROUP BY s.line HAVING count(*) = 1
    ) f WHERE f.line = s.line;
"""
ACTING = "SELECT s.line, a.code FROM import_row s JOIN geodata_area a ON a.id = s.area_id"
MATCH = """
    UPDATE import_row s SET user_id = p.user_id FROM import_person p WHERE p.line = s.line;
    UPDATE import_row s SET target = d.id FROM geodata_duty d
    WHERE d.user_id = s.user_id AND d.kind = s.post AND d.area_id = s.area_id
      AND (lower(d.period) = s.since OR upper_inf(d.period) AND (s.since IS NULL OR lower(d.period) < s.since));
    UPDATE import_row SET fresh = target IS NULL;
    UPDATE import_row s SET former = d.id FROM geodata_duty d
    WHERE s.fresh AND s.post = 'small_leader' AND s.until IS NULL AND d.kind = s.post AND d.area_id = s.area_id
      AND upper_inf(d.period) AND lower(d.period) < coalesce(s.since, %(on)s) AND d.user_id IS DISTINCT FROM s.user_id;
    UPDATE import_row s SET changes = ARRAY['until'] FROM geodata_duty d
    WHERE d.id = s.target AND s.until IS NOT NULL AND s.until + 1 IS DISTINCT FROM upper(d.period);
"""
NO_AREA = "SELECT line, coalesce(code, grid, township, '') FROM import_row WHERE area_id IS NULL AND post IS NOT NULL ORDER BY line"
NO_POST = "SELECT line FROM import_row WHERE post IS NULL ORDER BY line"
GIVEN = """
    SELECT s.post, s.area_id, array_agg(s.line ORDER BY s.line) FROM import_row s
    WHERE s.post IS NOT NULL AND s.area_id IS NOT NULL GROUP BY s.post, s.area_id ORDER BY min(s.line)
"""
BACKWARDS = """
    SELECT s.line, s.until::text FROM import_row s LEFT JOIN geodata_duty d ON d.id = s.target
    WHERE s.until < coalesce(s.since, lower(d.period), %(on)s) ORDER BY s.line
"""
# As the posts would be: one small leader a grid and day, and nobody twice in one post.
CLASH = """
    WITH after AS (
        SELECT s.line, s.post AS kind, s.area_id, coalesce(s.user_id, -s.line) AS user_id,
               daterange(coalesce(lower(d.period), s.since, %(on)s), coalesce(s.until + 1, upper(d.period))) AS period
        FROM import_row s LEFT JOIN geodata_duty d ON d.id = s.target
        WHERE s.area_id IS NOT NULL AND NOT coalesce(coalesce(lower(d.period), s.since, %(on)s) > s.until, false)
        UNION ALL
        SELECT NULL, d.kind, d.area_id, d.user_id,
               CASE WHEN f.line IS NULL THEN d.period ELSE daterange(lower(d.period), coalesce(f.since, %(on)s)) END
        FROM geodata_duty d LEFT JOIN import_row f ON f.former = d.id
        WHERE d.area_id IN (SELECT area_id FROM import_row)
          AND NOT EXISTS (SELECT FROM import_row t WHERE t.target = d.id)
    )
    SELECT DISTINCT ON (a.line) a.line, coalesce(b.line::text, ''), coalesce(u.name || ' ', '') || b.period::text
    FROM after a JOIN after b ON b.area_id = a.area_id AND b.kind = a.kind AND b.period && a.period
     AND (a.kind = 'small_leader' OR a.user_id = b.user_id) AND (b.line IS NULL OR b.line < a.line)
    LEFT JOIN geodata_user u ON u.id = b.user_id
    WHERE a.line IS NOT NULL ORDER BY a.line, b.line
"""
REPLACED = """
    SELECT s.line, a.code || ' ' || a.name, s.person, u.name FROM import_row s
    JOIN geodata_duty d ON d.id = s.former JOIN geodata_user u ON u.id = d.user_id JOIN geodata_area a ON a.id = s.area_id
    ORDER BY s.line
"""
LEAVE = "DELETE FROM import_person WHERE line = ANY (%(lines)s); DELETE FROM import_row WHERE line = ANY (%(lines)s)"
CREATED = """
    SELECT s.line, s.person, a.name FROM import_row s LEFT JOIN geodata_area a ON a.id = s.area_id WHERE s.fresh ORDER BY s.line
"""
ALTERED = """
    SELECT s.line, u.name, a.name, 'until', coalesce((upper(d.period) - 1)::text, ''), s.until::text FROM import_row s
    JOIN geodata_duty d ON d.id = s.target JOIN geodata_user u ON u.id = d.user_id JOIN geodata_area a ON a.id = d.area_id
    WHERE s.changes <> '{}' ORDER BY s.line
"""
GONE = """
    SELECT NULL, u.name, a.name FROM geodata_duty d
    JOIN geodata_user u ON u.id = d.user_id JOIN geodata_area a ON a.id = d.area_id
    WHERE d.period @> %(on)s AND (d.kind, a.parent_id) IN (
        SELECT s.post, b.parent_id FROM import_row s JOIN geodata_area b ON b.id = s.area_id)
      AND NOT EXISTS (SELECT FROM import_row s WHERE d.id IN (s.target, s.former)) ORDER BY a.code, u.name
"""
WRITE = """
    UPDATE import_row s SET user_id = p.user_id FROM import_person p WHERE p.line = s.line;
    UPDATE geodata_duty d SET period = daterange(lower(d.period), coalesce(s.since, %(on)s))
    FROM import_row s WHERE d.id = s.former;
    UPDATE geodata_duty d SET period = daterange(lower(d.period), s.until + 1)
    FROM import_row s WHERE d.id = s.target AND s.changes <> '{}';
    INSERT INTO geodata_duty (user_id, kind, area_id, period)
    SELECT user_id, post, area_id, daterange(coalesce(since, %(on)s), until + 1) FROM import_row WHERE fresh ORDER BY line;
"""


class Leaders(Kind):
    """A post is recognised by person, post, area and first day; without a day it is the one that is held."""

    name = "leaders"
    label = gettext_lazy("leaders")
    fields = (
        *row_stage.PLACE,
        *("area_code", "grid", "post", "person_name", "person_code", "person_phone", "since", "until"),
    )
    needed = ("person_name", "post")
    right = Right.APPOINT

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        villages = Villages.on(on)
        table = without_ids(table, villages=villages.by_code)
        fields = recognise(table, self.fields, chosen=wishes.columns)
        roster = Roster.of(table, fields)
        people = persons.read_list(roster)
        grids = [text and grid_text(text) for text in roster.read("grid", read.code(100))]
        nothing = [None] * len(table)
        row_stage.fill(
            COLUMNS,
            {
                "line": table.lines,
                "village_id": villages_of(roster, villages, wishes.village, nothing, grids),
                "person": people["name"],
                "post": roster.read("post", read.one_of(POSTS)),
                "code": roster.read("area_code", read.code(15)),
                "grid": grids,
                "township": [text or None for text in map(read.usual, roster.texts("township"))],
                "since": roster.read("since", partial(day, last=on)),
                "until": roster.read("until", day),
            },
        )
        run(AREA, {"on": on})
        acting = dict(rows_of(ACTING, {}))
        persons.fill_one_a_line(table.lines, people, map(acting.get, table.lines))
        questions, problems = persons.resolve(wishes.answers, new=True, column="person_name")
        run(MATCH, {"on": on})
        replaced = _replaced(wishes)
        problems += [*_places(wishes.scope), *_times(on)]
        return row_stage.reported(
            self,
            roster,
            problems=problems,
            remarks=[],
            questions=[*questions, *([replaced] if replaced else [])],
            created=entries(CREATED),
            altered=altered(ALTERED),
            gone=entries(GONE, {"on": on}),
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        persons.create()
        run(WRITE, {"on": on})


def _replaced(wishes: Wishes) -> Question | None:
    """Grids that have another leader: does the one of the file follow?"""
    rows = rows_of(REPLACED, {})
    if not rows:
        return None
    question = answered(
        Question(
            "replace",
            _("These grids have another leader now."),
            _("Decide whether the post passes to the one in the file."),
            (("replace", _("it passes: the former ends")), ("keep", _("it stays: leave the row out"))),
            tuple(Case(*row) for row in rows),
            each=True,
        ),
        wishes.answers,
    )
    run(LEAVE, {"lines": [line for line, choice in decided(question, wishes.answers) if choice == "keep"]})
    return question


def _places(scope: Scope | None) -> Iterator[Problem]:
    """Posts without an area, of another level, or that are not the office's to fill."""
    for (line,) in rows_of(NO_POST, {}):
        yield Problem(line, "post", "", _("The row names no post."), _("Add a column with the post."))
    for line, text in rows_of(NO_AREA, {}):
        yield Problem(line, "area_code", text, _("The area of this post is not known."),
                      _("Add the code of the grid, village or township."))  # fmt: skip
    given = rows_of(GIVEN, {})
    areas = Area.objects.in_bulk({area for _post, area, _lines in given})
    for post, pk, lines in given:
        area = areas[pk]
        for line in lines:
            if area.level not in LEVELS[post]:
                yield Problem(line, "post", str(Duty.Kind(post).label), _("This post does not belong to an area of this level."),
                              _("Correct the post or the area."))  # fmt: skip
            elif scope is not None and not may_appoint(scope, kind=post, area=area):
                yield elsewhere(line, "area_code", area.name)


def _times(on: dt.date) -> Iterator[Problem]:
    for line, until in rows_of(BACKWARDS, {"on": on}):
        yield Problem(line, "until", until, _("It ends before it begins."), _("Correct the days."))
    for line, other, what in rows_of(CLASH, {"on": on}):
        yield Problem(line, "since", what, _("The post is held by somebody on these days."),
                      _("Correct the days; the other is in line %(line)s.") % {"line": other} if other
                      else _("Correct the days, or end the recorded post first."))  # fmt: skip
