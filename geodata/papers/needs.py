"""The ledger of needs on paper: A4 across, its heading and who took it away on every page, and a word where what it tells is invented."""

from collections.abc import Callable, Iterator
from itertools import islice

from geodata.exports.extracts.needs import FIELDS
from geodata.exports.need_ledger import NeedLedger
from geodata.papers.pdf import paper

PART = 300
"""Rows that are laid out together: no more than one part is in memory."""
PLACES = {field.name: place for place, field in enumerate(FIELDS)}
COLUMNS: tuple[tuple[str, ...], ...] = (
    ("need_key",),
    ("raised_on",),
    ("household_no", "head_name"),
    ("need_kind", "need_category", "urgency"),
    ("need_title", "need_text"),
    ("need_state", "need_level"),
    ("due",),
    ("settled_on", "need_result"),
    ("need_answer",),
)
"""What stands together in a column of the paper, each with its own line; the spreadsheet has all by themselves."""


def headings() -> list[list[str]]:
    return [[str(FIELDS[PLACES[name]].column().heading) for name in names] for names in COLUMNS]


def ledger_parts(
    ledger: NeedLedger, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[bytes]:
    """The papers one after the other; the first tells what was asked for, also where nothing was found."""
    rows, total, done = ledger.rows(), ledger.count(), 0
    context = {
        "ledger": ledger,
        "said": ledger.said(),
        "total": total,
        "headings": headings(),
        "invented": ledger.invented(),
    }
    while True:
        part = [_arranged(cells) for cells in islice(rows, PART)]
        if not part and done:
            return
        yield paper(
            "print/needs.html", context | {"rows": part, "first": not done}, by=ledger.by, at=ledger.at
        )
        done += len(part)
        progress(done, total)
        if len(part) < PART:
            return


def _arranged(cells: list[str]) -> list[list[str]]:
    """The cells of a row as the columns of the paper hold them, without empty lines."""
    return [[text for name in names if (text := cells[PLACES[name]])] for names in COLUMNS]
