"""Needs from a list: a village's ledger (民情台账), or what a hotline has passed on. The same row again is the same need.

What is new is recorded by `take_over` of geodata/needs, with a step for every move; what is known stays as it is, for the text of a need never
changes, and it is moved on by whoever holds it.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.accounts.models import User
from geodata.base import periods, texts
from geodata.base.scope import Right
from geodata.files import columns as read
from geodata.files.dates import day
from geodata.files.problems import Problem
from geodata.imports.kinds import need_words as words
from geodata.imports.kinds import row_stage
from geodata.imports.kinds.need_sql import (
    BEGINS,
    COLUMNS,
    FIND_GRIDS,
    HEADS,
    NAMED,
    PROBLEMS,
    READY,
    REMARKS,
    SQL,
    TOO_HIGH,
    UNPLACED,
)
from geodata.imports.kinds.row_kind import RowKind, Rows
from geodata.imports.kinds.staging import analyze, rows_of, run
from geodata.imports.runs.findings import Case, Question
from geodata.needs import shown
from geodata.needs.recording import NeedReport
from geodata.needs.taking_over import Listed, take_over
from geodata.needs.words import Source, State
from geodata.people.models import Household
from geodata.territory.models import Area

SPACE = uuid.UUID("6b1b8a6e-0c5f-5d0e-9a4f-2f7c9e4d1a55")
"""The name space of the ids of needs that a list brings: an id follows from the row alone."""
CHUNK = 500
TOGETHER = (
    "need_kind", "need_category", "urgency", "need_title", "need_text", "need_state", "need_level", "need_result",
    "settled_on", "need_answer", "due", "sensitive",
)  # fmt: skip


class Needs(RowKind):
    """A need is recognised by its number, ours or the ledger's own in its village, else by all that the row says of it."""

    name = "needs"
    label = gettext_lazy("needs")
    fields: tuple[str, ...] = (
        *row_stage.HOUSEHOLD, "grid", "need_key", "raised_on", "need_source", "source_number", *TOGETHER,
    )  # fmt: skip
    needed: tuple[str, ...] = ("raised_on", "need_category")
    columns, sql, problems, remarks = COLUMNS, SQL, PROBLEMS, REMARKS
    key = "need_key"

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster, categories = rows.roster, words.Categories(rows.wishes.answers)
        said = roster.read("need_category", read.words(60, texts.line))
        return row_stage.places(roster, rows.villages, village=rows.wishes.village) | {
            "grid": roster.read("grid", read.words(60, texts.place)),
            "key": roster.read(self.key, read.code(40)),
            "raised_on": roster.read("raised_on", partial(day, first=periods.FIRST_DAY, last=rows.on)),
            "kind": [kind or "problem" for kind in roster.read("need_kind", read.one_of(words.KINDS))],
            "category_said": said,
            "category": [categories.code(name) if name else None for name in said],
            "urgency": [int(one or 1) for one in roster.read("urgency", read.one_of(words.URGENCIES))],
            "title": [one or "" for one in roster.read("need_title", read.words(60, texts.line))],
            "text": [one or "" for one in roster.read("need_text", read.words(1000))],
            "place": [one or "" for one in roster.read("need_place", read.words(100, texts.line))],
            "state": roster.read("need_state", read.one_of(words.STATES)),
            "level": [int(one or 1) for one in roster.read("need_level", read.one_of(words.LEVELS))],
            "result": [one or "" for one in roster.read("need_result", read.words(1000))],
            "settled_on": roster.read("settled_on", partial(day, last=rows.on)),
            "answer": roster.read("need_answer", read.one_of(words.ANSWERS)),
            "due": roster.read("due", day),
            "sensitive": [one == "yes" for one in roster.read("sensitive", read.one_of(words.YES))],
            **self.origin(rows),
        }

    def origin(self, rows: Rows) -> dict[str, list[Any]]:
        """Where each came from, and under which number there. A visit of former days is none of ours."""
        sources = rows.roster.read("need_source", read.one_of(words.SOURCES))
        numbers = rows.roster.read("source_number", read.code(40))
        told = ["ledger" if source in (None, "visit") else source for source in sources]
        return {"source": told, "source_number": [number or "" for number in numbers]}

    def find_households(self, rows: Rows) -> tuple[list[Problem], list[Problem]]:
        """A row may be of a grid instead."""
        problems, remarks = row_stage.find_households()
        run(FIND_GRIDS, {"on": rows.on})
        unsaid = {line for line, _head in rows_of(HEADS, {})}
        return [problem for problem in problems if problem.line not in unsaid], remarks

    def match(self, rows: Rows) -> None:
        _name()
        super().match(rows)
        run(BEGINS, {})
        run(analyze("import_row", "client_id", "fresh"), {})

    def asked(self, rows: Rows) -> list[Question]:
        """To which of the county's categories a name belongs that is none of them."""
        categories = words.Categories(rows.wishes.answers)
        names = words.unknown([name for _line, name in _said()], categories)
        if len(names) > words.MOST_ASKED:
            return []
        cases: dict[str, list[Case]] = {key: [] for key in names}
        for line, name in _said():
            if name and (key := words.key_of(name)) in cases:
                cases[key].append(Case(line, name))
        return [
            _question(key, name, cases[key], categories, rows.wishes.answers) for key, name in names.items()
        ]

    def elsewhere(self, rows: Rows) -> Iterable[Problem]:
        """Who imports needs has to hold the right to needs there as well."""
        scope = rows.wishes.scope
        return row_stage.outside(scope.to(Right.NEED) if scope else None, self.right)

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        mine = [*_unplaced(), *_too_high(rows), *_too_many(rows), *_by_nobody(rows)]
        more = row_stage.first_problems(super().with_own([], rows), spoken=[*problems, *mine])
        return [*problems, *mine, *more]

    def write(self, *, on: dt.date, by: int | None) -> None:
        del on
        assert by is not None  # Else it has a problem.
        user, at = User.objects.get(pk=by), timezone.now()
        found = rows_of(READY, {})
        for start in range(0, len(found), CHUNK):
            take_over(_listed(found[start : start + CHUNK]), by=user, at=at)


class Hotline(Needs):
    """A need is recognised by the hotline's number in its village."""

    name = "hotline"
    label = gettext_lazy("needs from a hotline")
    fields = (*row_stage.HOUSEHOLD, "grid", "hotline_no", "raised_on", "need_place", *TOGETHER)
    needed = ("hotline_no", "raised_on", "need_category")
    key = "hotline_no"
    problems = tuple(
        replace(fault, column="hotline_no") if fault.column == "need_key" else fault for fault in PROBLEMS
    )

    def origin(self, rows: Rows) -> dict[str, list[Any]]:
        numbers = rows.roster.read("hotline_no", read.code(40))
        return {
            "source": [Source.HOTLINE.value] * len(numbers),
            "source_number": [number or "" for number in numbers],
        }


def _said() -> list[tuple[int, str]]:
    return rows_of(
        "SELECT line, category_said FROM import_row WHERE category_said IS NOT NULL ORDER BY line", {}
    )


def _question(
    key: str, name: str, cases: list[Case], categories: words.Categories, answers: Mapping[str, str]
) -> Question:
    answer = answers.get(key, "")
    return Question(
        key,
        _("“%(name)s” is none of the categories of needs.") % {"name": name},
        _("Choose the category that it belongs to."),
        categories.choices(),
        tuple(cases),
        answer=answer if answer in categories.codes else "",
    )


def _too_many(rows: Rows) -> list[Problem]:
    """Where so many names are unknown, it is no column of categories."""
    categories = words.Categories(rows.wishes.answers)
    names = words.unknown([name for _line, name in _said()], categories)
    if len(names) <= words.MOST_ASKED:
        return []
    remedy = _("Accepted values: %(list)s") % {"list": categories.names()}
    return [
        Problem(line, "need_category", name, _("This category is not recognised."), remedy)
        for line, name in _said()
        if not categories.known(name)
    ]


def _unplaced() -> list[Problem]:
    """Rows that name no household of the register and no grid; nobody is found by a name alone, but told where to look."""
    return [
        Problem(
            line,
            "household_no" if head else "grid",
            head or grid or "",
            _("The row names no household number.") if head else _("The row names neither a household nor a grid."),
            _("Enter the number: %(numbers)s bears this name.") % {"numbers": numbers}
            if numbers
            else _("Add the number of the household, or the name or code of the grid."),
        )
        for line, head, grid, numbers in rows_of(UNPLACED, {})
    ]  # fmt: skip


def _too_high(rows: Rows) -> list[Problem]:
    """As by hand: it begins in the village, or with an office that records it for itself."""
    if (scope := rows.wishes.scope) is None:
        return []
    values = {
        "township": sorted(shown.sensitive_villages(scope)),
        "county": sorted(shown.highest_villages(scope)),
    }
    return [
        Problem(line, "need_level", str(level),
                _("A need begins in the village, unless an office above it records it for itself."),
                _("Leave the level out; it is escalated from there."))
        for line, level in rows_of(TOO_HIGH, values)
    ]  # fmt: skip


def _by_nobody(rows: Rows) -> list[Problem]:
    if rows.wishes.by is not None or not rows_of("SELECT FROM import_row WHERE fresh LIMIT 1", {}):
        return []
    return [
        Problem(
            None,
            "by",
            "",
            _("A need is recorded by an account."),
            _("Say with --by whose account imports it."),
        )
    ]


def _name() -> None:
    """Give each row the id of its need: of its number in its village, or of all that it says."""
    lines, ids = [], []
    for line, village, where, key, source, raised_on, category, title, text in rows_of(NAMED, {}):
        said = f"{source} {key}" if key else f"{where} {raised_on} {category} {title} {text}"
        lines.append(line)
        ids.append(uuid.uuid5(SPACE, f"{village} {said}"))
    run(
        """UPDATE import_row s SET client_id = a.id
           FROM unnest(%(lines)s::integer[], %(ids)s::uuid[]) a (line, id) WHERE a.line = s.line""",
        {"lines": lines, "ids": ids},
    )


def _listed(found: Sequence[tuple[Any, ...]]) -> list[Listed]:
    """The rows with the areas and households that they name. Three queries."""
    areas = Area.objects.select_related("parent__parent").in_bulk(
        {pk for row in found for pk in row[1:3] if pk is not None}
    )
    homes = Household.objects.in_bulk({row[3] for row in found if row[3] is not None})
    return [_one(row, areas, homes) for row in found]


def _one(row: tuple[Any, ...], areas: Mapping[int, Area], homes: Mapping[int, Household]) -> Listed:
    (client_id, village, grid, home, raised_on, kind, category, urgency, title, text, place, source, number, state,
     level, result, settled_on, answer, due) = row  # fmt: skip
    house = homes.get(home)
    report = NeedReport(
        client_id=client_id, kind=kind, category=category, raised_on=raised_on, urgency=urgency, title=title,
        household=house.token if house else "", area="" if house else areas[grid].code,
        text="\n".join(filter(None, (place, text))), source=source, source_number=number, level=level,
    )  # fmt: skip
    return Listed(
        report=report, village=areas[village], grid=None if house else areas[grid], home=house, state=State(state),
        result=result, settled_on=settled_on, answer="" if answer in (None, "none") else answer, due_on=due,
    )  # fmt: skip
