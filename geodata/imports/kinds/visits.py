"""Past visits from a ledger: household, day, visitors, mode, outcome, note. The same row again is the same visit."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from geodata.accounts.models import User
from geodata.base import periods, texts
from geodata.base.errors import BadInput
from geodata.base.wording import listed
from geodata.files import columns as read
from geodata.files.columns import Roster
from geodata.files.dates import day
from geodata.files.problems import Problem
from geodata.imports.kinds import persons, row_stage
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows
from geodata.imports.kinds.row_sql import RowImporter, of_household, same, twice
from geodata.imports.kinds.staging import analyze, rows_of, run
from geodata.imports.runs.findings import Question
from geodata.visits import record
from geodata.visits.visitors import Gone, check_number, not_known, strangers

SPACE = uuid.UUID("5f0d1c0a-7b0e-5c58-9f0e-3f6a2f0f5b1d")
"""The name space of the ids of imported visits: an id follows from the row alone."""
MODES = {
    "door": "入户 上门 入户走访 实地 面对面",
    "phone": "电话 电话联系 电话走访 微信",
    "video": "视频 视频连线",
    "chance": "偶遇 路遇 其他",
}
OUTCOMES = {
    "met": "已见面 见到 见到人 已见 在家 见面 是 有效",
    "absent": "不在家 家中无人 未见 无人 否 无效",
    "away": "外出 外出务工 长期外出",
    "refused": "拒访 拒绝",
}
NOTE = 500
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
    WHERE a.line = s.line
"""
SAME = """
    UPDATE import_row s SET body_hash = v.body_hash FROM geodata_visit v
    WHERE v.id = s.target AND (v.household_id, v.day, v.mode, v.outcome, v.note) = (s.household_id, s.day, s.mode, s.outcome, s.note)
      AND s.visitors = (SELECT array_agg(w.user_id ORDER BY w.user_id) FROM geodata_visitor w WHERE w.visit_id = v.id)
"""
SQL = RowImporter(
    table="geodata_visit",
    key="r.client_id = s.client_id",
    new=same("client_id", "body_hash", "household_id", "village_id", "day", "mode", "outcome", "note")
    | {
        "entered_at": "now()",
        "entered_by_id": "coalesce(%(by)s, s.visitors[1])",
        "brought": "'{}'",
        "person_times": "cardinality(s.visitors)",
        "state": "'valid'",
        "void_reason": "''",
        "synthetic": "(SELECT h.synthetic FROM geodata_household h WHERE h.id = s.household_id)",
    },
    created=of_household("s", "s.day::text"),
)
SEATS = """
    INSERT INTO geodata_visitor (visit_id, user_id)
    SELECT v.id, u.id FROM import_row s JOIN geodata_visit v ON v.client_id = s.client_id
    CROSS JOIN LATERAL unnest(s.visitors) u (id) WHERE s.fresh ORDER BY s.line, u.id
"""
PROBLEMS = (
    Fault("visitors", gettext_lazy("The row names no visitor."), gettext_lazy("Add who went; separate"
                                                                              " several with commas."),
          "SELECT line FROM import_row s WHERE NOT EXISTS (SELECT FROM import_person p WHERE p.line = s.line) ORDER BY line"),
    Fault("day", gettext_lazy("The row names no day."), gettext_lazy("Add the day of the visit."),
          "SELECT line FROM import_row WHERE day IS NULL ORDER BY line"),
    Fault("visit_key", gettext_lazy("The same visit appears in the file twice."),
          gettext_lazy("Keep one: the other is in line %(line)s."), twice("client_id", "coalesce(key, day::text)")),
    Fault("visit_key", gettext_lazy("This visit is recorded with different content."),
          gettext_lazy("Correct the recorded visit on the page of the household, or give the row a key of its own."), """
    SELECT s.line, coalesce(s.key, '') FROM import_row s JOIN geodata_visit v ON v.id = s.target
    WHERE (v.household_id, v.day, v.mode, v.outcome) <> (s.household_id, s.day, s.mode, s.outcome)
       OR s.note <> '' AND s.note <> v.note
       OR s.visitors <> ARRAY(SELECT w.user_id FROM geodata_visitor w WHERE w.visit_id = v.id ORDER BY w.user_id)
    ORDER BY s.line"""),
)  # fmt: skip
WENT = """
    SELECT s.line, v.code, s.day, s.visitors FROM import_row s JOIN geodata_area v ON v.id = s.village_id
    WHERE s.fresh AND s.day IS NOT NULL AND s.visitors IS NOT NULL ORDER BY s.line
"""
UNKNOWN_THEN = Fault(
    "day",
    gettext_lazy(
        "The household is on record only since a later day: the visit does not count in any grid's past"
        " figures."
    ),
    gettext_lazy("Nothing to do, unless the day is wrong."),
    """
    SELECT s.line, s.day::text FROM import_row s
    WHERE s.fresh AND s.household_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM geodata_placement p WHERE p.household_id = s.household_id AND p.period @> s.day) ORDER BY s.line
""",
)


class Visits(RowKind):
    """A visit is recognised by the file's own key in its village, else by all that the row says of it."""

    name = "visits"
    label = gettext_lazy("past visits")
    fields = (*row_stage.HOUSEHOLD, "visit_key", "day", "visitors", "mode", "outcome", "note")
    needed = ("household_no", "day", "visitors")
    columns, sql, problems, remarks = COLUMNS, SQL, PROBLEMS, (UNKNOWN_THEN,)

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        columns = row_stage.places(roster, rows.villages, village=rows.wishes.village) | {
            "key": roster.read("visit_key", read.code(60)),
            "day": roster.read("day", partial(day, first=periods.FIRST_DAY, last=rows.on)),
            "mode": [mode or "door" for mode in roster.read("mode", read.one_of(MODES))],
            "outcome": [outcome or "met" for outcome in roster.read("outcome", read.one_of(OUTCOMES))],
            "note": [note or "" for note in roster.read("note", read.words(NOTE))],
        }
        _count(roster)
        return columns

    def settle_persons(self, rows: Rows) -> tuple[list[Question], list[Problem]]:
        persons.fill(_seats(rows.roster, self.places(rows)))
        return persons.resolve(rows.wishes.answers, new=False, column="visitors")

    def match(self, rows: Rows) -> None:
        run(SEATED, {})
        _name()
        super().match(rows)
        run(SAME, {})
        with connection.cursor() as cursor:
            cursor.execute(analyze("import_row", "client_id", "fresh"))

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        return super().with_own(problems, rows) + _strangers(rows.wishes.by)

    def write(self, *, on: dt.date, by: int | None) -> None:
        super().write(on=on, by=by)
        run(SEATS, {})


def _count(roster: Roster) -> None:
    for row, text in enumerate(roster.texts("visitors")):
        try:
            check_number(texts.people(text))
        except BadInput as error:
            roster.note(row, "visitors", text, error.message, error.remedy)


def _seats(roster: Roster, places: Iterator[str | None]) -> Iterator[tuple[Any, ...]]:
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


def _own_id(key: str | None) -> uuid.UUID | None:
    """The id of a visit itself, as our own files give it for a key; it counts where that visit is seen."""
    try:
        return uuid.UUID(key) if key and len(key) == 36 else None
    except ValueError:
        return None


def _strangers(by: int | None) -> list[Problem]:
    """Visitors of new visits whom their village did not know, as with visits that are recorded one by one."""
    rows = rows_of(WENT, {})
    gone = [Gone(code, day, set(users) - {by}) for _line, code, day, users in rows]
    wrong = {line: found for (line, *_more), found in zip(rows, strangers(gone), strict=True) if found}
    names = dict(User.objects.filter(pk__in=set().union(*wrong.values())).values_list("pk", "name"))
    problems = []
    for line, found in wrong.items():
        error = not_known(sorted(names.get(pk, str(pk)) for pk in found))
        problems.append(Problem(line, "visitors", listed(error.value), error.message, error.remedy))
    return problems
