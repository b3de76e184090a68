"""A kind whose rows stand beside households and persons: what it declares, and the one way that its rows go."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from django.utils.functional import Promise

from geodata.files.columns import Roster
from geodata.files.dates import day
from geodata.files.headings import recognise
from geodata.files.privacy import without_ids
from geodata.files.problems import Problem
from geodata.files.table import Table
from geodata.imports.kinds import persons, row_stage
from geodata.imports.kinds.importer import Kind
from geodata.imports.kinds.row_sql import RowImporter, acting
from geodata.imports.kinds.staging import altered, entries, rows_of, run
from geodata.imports.kinds.villages import Villages
from geodata.imports.runs.findings import Question
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report


@dataclass(frozen=True)
class Fault:
    """What may be wrong with rows, or good to know. `query` gives line, and where there are: value, and line of another.

    `alone` is the remedy where there is no other; else `remedy` names it.
    """

    column: str
    message: Promise
    remedy: Promise
    query: str
    alone: Promise | None = None


def found(faults: Iterable[Fault], values: Mapping[str, Any]) -> list[Problem]:
    """All that the staged rows have of these, one fault after the other."""
    return [_problem(fault, *row) for fault in faults for row in rows_of(fault.query, dict(values))]


def _problem(fault: Fault, line: int, value: str = "", other: object = None) -> Problem:
    remedy = fault.alone if fault.alone is not None and other is None else fault.remedy
    told = str(remedy) % {"line": other} if other is not None else str(remedy)
    return Problem(line, fault.column, value, str(fault.message), told)


@dataclass
class Rows:
    """A file on its way: what it is read with, and what is found besides its rows."""

    roster: Roster
    villages: Villages
    on: dt.date
    wishes: Wishes
    people: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    """Login name, name and phone of the person of each row."""
    frame: str = ""
    """What coordinates were read as."""

    @property
    def values(self) -> dict[str, Any]:
        """What every statement may ask for."""
        return {"on": self.on, "by": self.wishes.by}

    def days(self) -> dict[str, list[dt.date | None]]:
        """The first and last day of each row, for those that hold for days."""
        begin = self.roster.read("since", partial(day, last=self.on))
        return {"since": begin, "until": self.roster.read("until", day)}


class RowKind(Kind):
    """`columns`: name → type of what a row has besides row_stage.USUAL. `problems` and `remarks` are asked at the end.

    `person` begins the fields of the person of a row, who acts in the area `acts_in`; `opens`: who has no account gets one.
    """

    columns: ClassVar[Mapping[str, str]]
    sql: ClassVar[RowImporter]
    problems: ClassVar[tuple[Fault, ...]] = ()
    remarks: ClassVar[tuple[Fault, ...]] = ()
    person: str = ""
    acts_in: str = "village_id"
    opens: bool = False

    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        villages = Villages.on(on)
        table = without_ids(table, villages=villages.by_code)
        rows = Rows(
            Roster.of(table, recognise(table, self.fields, chosen=wishes.columns)), villages, on, wishes
        )
        row_stage.fill(self.columns, self.read(rows))
        questions, problems = self.settle_persons(rows)
        nowhere, remarks = self.find_households(rows) if "household_no" in self.fields else ([], [])
        self.match(rows)
        questions += self.asked(rows)
        told = self.sql.told
        return row_stage.reported(
            self,
            rows.roster,
            problems=self.with_own([*problems, *self.elsewhere(rows), *nowhere], rows),
            remarks=remarks + found(self.remarks, rows.values),
            notes=self.notes(rows),
            questions=questions,
            created=entries(self.sql.new_ones),
            altered=altered(self.sql.altered) if told else (),
            gone=entries(self.sql.gone, rows.values) if told else (),
            datum=rows.frame,
        )

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        if self.opens:
            persons.create()
            run(persons.SEATED, {})
        self.write(on=on, by=wishes.by)

    def write(self, *, on: dt.date, by: int | None) -> None:
        run(self.sql.write, {"on": on, "by": by})

    @abstractmethod
    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        """The columns to stage: name → one value per row."""

    def settle_persons(self, rows: Rows) -> tuple[list[Question], list[Problem]]:
        """Find the account of the person of each row."""
        if not self.person:
            return [], []
        persons.fill_one_a_line(rows.roster.table.lines, rows.people, self.places(rows))
        settled = persons.resolve(rows.wishes.answers, new=self.opens, column=f"{self.person}_name")
        run(persons.SEATED, {})
        return settled

    def places(self, rows: Rows) -> Iterator[str | None]:
        """The code of the area in which the persons of each row act."""
        return map(dict(rows_of(acting(self.acts_in), {})).get, rows.roster.table.lines)

    def find_households(self, rows: Rows) -> tuple[list[Problem], list[Problem]]:
        """What is wrong with those that rows name, and what is good to know of them."""
        return row_stage.find_households()

    def match(self, rows: Rows) -> None:
        """Find what each row means and changes."""
        run(self.sql.match, rows.values)

    def asked(self, rows: Rows) -> list[Question]:
        """What a person must decide, besides who is who."""
        return []

    def elsewhere(self, rows: Rows) -> Iterable[Problem]:
        """Rows that are not the office's."""
        return row_stage.outside(rows.wishes.scope, self.right)

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        """The problems so far and the kind's own."""
        return problems + found(self.problems, rows.values)

    def notes(self, rows: Rows) -> Iterable[str]:
        return ()
