"""Everything that is held about one household, on paper: a table of each section, as wide as paper allows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.base.holding import Entry
from geodata.exports.everything import Everything, Section
from geodata.papers.pdf import paper

MOST_COLUMNS = 7
"""More do not fit beside each other on a page held upright: then each row is a small table of its own."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows beside each other under `heads`; or none, and `cards`."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[Entry, Sequence[str]]]
    former: bool
    """Does it tell of what was, so that it says until when?"""
    cards: Sequence[tuple[Entry, Sequence[Sequence[Pair]]]] = ()
    """Of each row its labels and values, two in a line."""


def pages(told: Everything, *, by: str, at: dt.datetime) -> bytes:
    context = {
        "household": told.household,
        "tables": [table_of(each) for each in told.sections if not each.why_not],
        "left_out": [each for each in told.sections if each.why_not],
    }
    return paper("print/everything.html", context, by=by, at=at)


def table_of(section: Section) -> Table:
    heads = list(dict.fromkeys(label for entry in section.entries for label, _value in entry.cells))
    former = any(entry.until for entry in section.entries)
    if len(heads) + former > MOST_COLUMNS:
        cards = [(entry, _in_twos(entry.cells)) for entry in section.entries]
        return Table(section.title, (), (), former, cards)
    rows = [(entry, [dict(entry.cells).get(head, "") for head in heads]) for entry in section.entries]
    return Table(section.title, heads, rows, former)


def _in_twos(cells: Sequence[Pair]) -> list[Sequence[Pair]]:
    return [cells[place : place + 2] for place in range(0, len(cells), 2)]
