"""A household's own sheet of policies, to be folded once: it names nobody but those whom its lines are about."""

import datetime as dt

from geodata.entitlements.sheet import Sheet
from geodata.papers.pdf import paper


def sheet_pdf(sheet: Sheet, *, by: str, at: dt.datetime) -> bytes:
    return paper("print/sheet.html", {"sheet": sheet}, by=by, at=at)
