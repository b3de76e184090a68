"""National ID numbers never come in: columns of them are dropped before anything else reads the table."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.base import wording
from geodata.base.id_numbers import MARK, without_id_numbers
from geodata.files.compressed_rows import Packed
from geodata.files.headings import holds_ids
from geodata.files.problems import Problem, packed
from geodata.files.table import Table

SHORTEST = 15
"""Signs of the shortest number."""


def without_ids(table: Table, *, villages: Collection[str] = ()) -> Table:
    """The table without ID numbers, and notes that say what was dropped (never the numbers themselves).

    A column goes when its heading announces ID numbers or half of its cells hold one; elsewhere they are cut
    out, also of headings and of what a reader told. A household number may look like one by chance: it stays when it
    stands alone and begins with the code of a village.
    """
    known = frozenset(villages)
    headings: list[str] = []
    columns: list[Sequence[str]] = []
    notes = list(table.notes)
    for heading, column in zip(table.headings, table.columns, strict=True):
        cut = {
            row: left
            for row, text in enumerate(column)
            if len(text) >= SHORTEST and (left := _cut(text, known)) != text
        }
        if holds_ids(heading) or (cut and len(cut) > sum(map(bool, column)) / 2):
            name = without_id_numbers(heading, mark=MARK)
            notes.append(_("The column “%(name)s” holds ID numbers and was dropped.") % {"name": name})
            continue
        if cut:
            notes.append(_said(without_id_numbers(heading, mark=MARK), len(cut)))
        headings.append(_heading(heading, headings))
        columns.append(Packed(cut.get(row, text) for row, text in enumerate(column)) if cut else column)
    problems = [_without_number(problem) for problem in table.problems]
    return replace(table, headings=headings, columns=columns, notes=notes, problems=packed(problems))


def _cut(text: str, known: frozenset[str]) -> str:
    left = without_id_numbers(text, villages=known)
    return left if left == text else left.strip()


def _heading(heading: str, before: Sequence[str]) -> str:
    """A heading that holds a number has the mark in its place, and stays the only one of its name."""
    name = without_id_numbers(heading, mark=MARK)
    return name if name == heading or name not in before else f"{name} {len(before) + 1}"


def _without_number(problem: Problem) -> Problem:
    column, value = (without_id_numbers(text, mark=MARK) for text in (problem.column, problem.value))
    return replace(problem, column=column, value=value)


def _said(heading: str, count: int) -> str:
    return ngettext(
        "%(count)s ID number in the column “%(name)s” was dropped.",
        "%(count)s ID numbers in the column “%(name)s” were dropped.",
        count,
    ) % {"name": heading, "count": wording.figure(count)}
