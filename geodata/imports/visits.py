"""Past visits from a ledger: household, day, visitors, mode, outcome, note. The same row again is the same visit."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata import texts
from geodata.imports import persons, row_stage
from geodata.imports import roster as read
from geodata.imports.dates import day
from geodata.imports.headings import recognise
from geodata.imports.kind import Kind
from geodata.imports.privacy import without_ids
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.roster import Roster
from geodata.imports.staging import analyze, entries, rows_of, run
from geodata.imports.table import Table
from geodata.imports.villages import Villages
from geodata.imports.wishes import Wishes
from geodata.visits import record

SPACE = uuid.UUID("5f0d1c0a-7b0e-5c58-9f0e-3f6a2f0f5b1d")
"""The name space of the ids of imported visits: an id follows from the row alone."""
MODES = {
    "door": "入户 上门 入户走访 实地 面对面",
    "phone": "电话 电话联系 电话走访 微信",
    "video": "视频 视频连线",
    "chance": "偶遇 路遇 其他",
}
OUTCOMES = {
    "met": "见到 见到人 已见 在家 见面 是 有效",
    "absent": "不在家 家中无人 未见 无人 否 无效",
    "away": "外出 外出务工 长期外出",
    "refused": "拒访 拒绝",
}
FIRST = dt.date(2000, 1, 1)
NOTE, MOST_VISITORS = 500, 20
_LOGIN = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
COLUMNS = {
    "key": "text",
    "day": "date",
    "mode": "text",
    "outcome": "text",
    "note": "text",
    "visitors": "bigint[]",
    "client_id": "uuid",
    "body_hash": "text",
}
SEATED = """
    UPDATE import_row s SET visitors = p.ids FROM (
        SELECT line, array_agg(user_id ORDER BY user_id) AS ids
        FROM (SELECT DISTINCT line, user_id FROM import_person WHERE user_id IS NOT NULL) d GROUP BY line
    ) p WHERE p.line = s.line
"""
READY = """
    SELECT s.line, v.code, s.number, s.household_id, s.key, s.day, s.mode, s.outcome, s.note, s.visitors,
           h.token
    FROM import_row s JOIN geodata_area v ON v.id = s.village_id JOIN geodata_household h ON h.id = s.household_id
    WHERE s.day IS NOT NULL AND s.visitors IS NOT NULL ORDER BY s.line
"""
NAMED = """
    UPDATE import_row s SET client_id = coalesce((SELECT v.client_id FROM geodata_visit v WHERE v.client_id = a.own), a.id),
        body_hash = a.hash
    FROM unnest(%(lines)s::integer[], %(ids)s::uuid[], %(owns)s::uuid[], %(hashes)s::text[]) a (line, id, own, hash)
    WHERE a.line = s.line;
    UPDATE import_row s SET target = v.id FROM geodata_visit v WHERE v.client_id = s.client_id;
    UPDATE import_row s SET body_hash = v.body_hash FROM geodata_visit v
    WHERE v.id = s.target AND (v.household_id, v.day, v.mode, v.outcome, v.note) = (s.household_id, s.day, s.mode, s.outcome, s.note)
      AND s.visitors = (SELECT array_agg(w.user_id ORDER BY w.user_id) FROM geodata_visitor w WHERE w.visit_id = v.id);
    UPDATE import_row SET fresh = target IS NULL;
"""
TWICE = """
    SELECT line, coalesce(key, day::text), first FROM (
        SELECT line, key, day, first_value(line) OVER (PARTITION BY client_id ORDER BY line) AS first
        FROM import_row WHERE client_id IS NOT NULL
    ) t WHERE line <> first ORDER BY line
"""
OTHERWISE = """
    SELECT s.line, coalesce(s.key, '') FROM import_row s JOIN geodata_visit v ON v.id = s.target
    WHERE (v.household_id, v.day, v.mode, v.outcome) <> (s.household_id, s.day, s.mode, s.outcome)
       OR s.note <> '' AND s.note <> v.note
       OR s.visitors <> ARRAY(SELECT w.user_id FROM geodata_visitor w WHERE w.visit_id = v.id ORDER BY w.user_id)
    ORDER BY s.line
"""
NOBODY = "SELECT line FROM import_row WHERE NOT EXISTS (SELECT FROM import_person p WHERE p.line = import_row.line) ORDER BY line"
NO_DAY = "SELECT line FROM import_row WHERE day IS NULL ORDER BY line"
UNKNOWN_THEN = """
    SELECT s.line, s.day::text FROM import_row s
    WHERE s.fresh AND s.household_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM geodata_placement p WHERE p.household_id = s.household_id AND p.period @> s.day) ORDER BY s.line
"""
CREATED = """
    SELECT s.line, concat_ws(' ', h.number, h.head_name, s.day::text), v.name FROM import_row s
    LEFT JOIN geodata_household h ON h.id = s.household_id LEFT JOIN geodata_area v ON v.id = s.village_id
    WHERE s.fresh ORDER BY s.line
"""
WRITE = """
    INSERT INTO geodata_visit (client_id, body_hash, household_id, village_id, day, entered_at, entered_by_id, mode, outcome,
        note, brought, person_times, state, void_reason, synthetic)
    SELECT s.client_id, s.body_hash, s.household_id, s.village_id, s.day, now(), coalesce(%(by)s, s.visitors[1]), s.mode,
        s.outcome, s.note, '{}', cardinality(s.visitors), 'valid', '', h.synthetic
    FROM import_row s JOIN geodata_household h ON h.id = s.household_id WHERE s.fresh ORDER BY s.line;
    INSERT INTO geodata_visitor (visit_id, user_id)
    SELECT v.id, u.id FROM import_row s JOIN geodata_visit v ON v.client_id = s.client_id
    CROSS JOIN LATERAL unnest(s.visitors) u (id) WHERE s.fresh ORDER BY s.line, u.id;
"""


class Visits(Kind):
    """A visit is recognised by the file's own key in its village, else by all that the row says of it."""

    name = "visits"
    label = gettext_lazy("past visits")
    fields = (*row_stage.HOUSEHOLD, "visit_key", "day", "visitors", "mode", "outcome", "note")
    needed = ("household_no", "day", "visitors")

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        villages = Villages.on(on)
        table = without_ids(table, villages=villages.by_code)
        fields = recognise(table, self.fields, chosen=wishes.columns)
        roster = Roster.of(table, fields)
        codes = {village.pk: village.code for village in villages.by_code.values()}
        columns = row_stage.places(roster, villages, village=wishes.village)
        row_stage.fill(
            COLUMNS,
            columns
            | {
                "key": roster.read("visit_key", read.code(60)),
                "day": roster.read("day", partial(day, first=FIRST, last=on)),
                "mode": [mode or "door" for mode in roster.read("mode", read.one_of(MODES))],
                "outcome": [outcome or "met" for outcome in roster.read("outcome", read.one_of(OUTCOMES))],
                "note": [note or "" for note in roster.read("note", read.words(NOTE))],
            },
        )
        _count(roster)
        acting = [codes.get(village) for village in columns["village_id"]]
        persons.fill(_seats(roster, acting))
        questions, problems = persons.resolve(wishes.answers, new=False, column="visitors")
        nowhere, remarks = row_stage.find_households()
        run(SEATED, {})
        _name()
        problems += row_stage.outside(wishes.scope, self.right) + nowhere + _problems()
        return row_stage.reported(
            self,
            roster,
            problems=problems,
            remarks=remarks + _unknown_then(),
            questions=questions,
            created=entries(CREATED),
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        run(WRITE, {"by": wishes.by})


def _count(roster: Roster) -> None:
    for row, text in enumerate(roster.texts("visitors")):
        if len(found := texts.people(text)) > MOST_VISITORS:
            roster.note(
                row,
                "visitors",
                text,
                _("The row names %(count)s visitors; a visit has %(most)s at most.")
                % {"count": len(found), "most": MOST_VISITORS},
                _("Leave those who entered the house, or split the row into two visits."),
            )


def _seats(roster: Roster, places: list[str | None]) -> Iterator[tuple[Any, ...]]:
    """One row for each visitor: what is written in Latin letters is a login name."""
    for line, text, place in zip(roster.table.lines, roster.texts("visitors"), places, strict=True):
        for seat, name in enumerate(texts.people(text)):
            login = name if _LOGIN.fullmatch(name) else None
            yield line, seat, login, None if login else name[:60], None, place


def _name() -> None:
    """Give each row the id and the hash of its visit, as if a phone had sent it."""
    found = rows_of(READY, {})
    lines, ids, owns, hashes = [], [], [], []
    for line, village, number, household, key, when, mode, outcome, note, visitors, token in found:
        report = record.Report(household, when, mode, outcome, note, (), visitors)
        said = f"key {key}" if key else f"{number} {when} {mode} {outcome} {sorted(visitors)} {note}"
        lines.append(line)
        ids.append(uuid.uuid5(SPACE, f"{village} {said}"))
        owns.append(_own_id(key))
        hashes.append(report.digest(token))
    run(NAMED, {"lines": lines, "ids": ids, "owns": owns, "hashes": hashes})
    with connection.cursor() as cursor:
        cursor.execute(analyze("import_row", "client_id", "fresh"))


def _own_id(key: str | None) -> uuid.UUID | None:
    """The id of a visit itself, as our own files give it for a key; it counts where that visit is seen."""
    try:
        return uuid.UUID(key) if key and len(key) == 36 else None
    except ValueError:
        return None


def _problems() -> list[Problem]:
    return [
        Problem(line, "visitors", "", _("The row names no visitor."), _("Add who went, several with commas between."))
        for (line,) in rows_of(NOBODY, {})
    ] + [
        Problem(line, "day", "", _("The row names no day."), _("Add the day of the visit."))
        for (line,) in rows_of(NO_DAY, {})
    ] + [
        Problem(line, "visit_key", key, _("The same visit stands in the file twice."),
                _("Keep one: the other is in line %(line)s.") % {"line": first})
        for line, key, first in rows_of(TWICE, {})
    ] + [
        Problem(line, "visit_key", key, _("This visit is recorded with other content."),
                _("Correct the recorded visit on the page of the household, or give the row a key of its own."))
        for line, key in rows_of(OTHERWISE, {})
    ]  # fmt: skip


def _unknown_then() -> list[Problem]:
    return [
        Problem(line, "day", day, _("The household is known only since a later day: the visit counts in no grid's past figures."),
                _("Nothing to do, unless the day is wrong."))
        for line, day in rows_of(UNKNOWN_THEN, {})
    ]  # fmt: skip
