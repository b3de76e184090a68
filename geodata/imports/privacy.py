"""National ID numbers never come in: columns of them are dropped before anything else reads the table."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.imports.headings import holds_ids
from geodata.imports.packed import Packed
from geodata.imports.table import Table

_SHAPE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def is_id_number(text: str) -> bool:
    """Is it an 18-digit ID number in form: a birthday in it, and the check digit of GB 11643?"""
    if not _SHAPE.fullmatch(text):
        return False
    try:
        born = dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return born.year >= 1900 and _CHECK[weighed % 11] == text[17].upper()


def without_ids(table: Table, *, villages: Collection[str] = ()) -> Table:
    """The table without ID numbers, and notes that say what was dropped (never the numbers themselves).

    A column goes when its heading announces ID numbers or half of its cells hold one; elsewhere they are cut
    out. A household number may look like one by chance: it stays when it begins with the code of a village.
    """
    known = frozenset(villages)
    headings: list[str] = []
    columns: list[Sequence[str]] = []
    notes = list(table.notes)
    for heading, column in zip(table.headings, table.columns, strict=True):
        cut = {
            row: left
            for row, text in enumerate(column)
            if len(text) > 17 and (left := _cut(text, known)) != text
        }
        if holds_ids(heading) or (cut and len(cut) > sum(map(bool, column)) / 2):
            notes.append(_("The column “%(name)s” holds ID numbers and was dropped.") % {"name": heading})
            continue
        if cut:
            notes.append(_said(heading, len(cut)))
        headings.append(heading)
        columns.append(Packed(cut.get(row, text) for row, text in enumerate(column)) if cut else column)
    return replace(table, headings=headings, columns=columns, notes=notes)


def _cut(text: str, known: frozenset[str]) -> str:
    for found in _SHAPE.findall(text):
        if is_id_number(found) and found[:12] not in known:
            text = text.replace(found, "")
    return text.strip()


def _said(heading: str, count: int) -> str:
    return ngettext(
        "%(count)s ID number in the column “%(name)s” was dropped.",
        "%(count)s ID numbers in the column “%(name)s” were dropped.",
        count,
    ) % {"name": heading, "count": count}
